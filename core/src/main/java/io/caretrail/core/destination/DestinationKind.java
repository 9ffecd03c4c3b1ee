package io.caretrail.core.destination;

import io.caretrail.core.config.DestinationKeys;
import io.caretrail.core.config.DestinationSettings;
import java.io.IOException;

/**
 * A kind of destination, the service provider interface: found by {@link java.util.ServiceLoader}, so that others can be
 * added without touching the core. Implementations have a public no-argument constructor and are thread-safe.
 */
public interface DestinationKind extends DestinationKeys {

    /**
     * Whether its places are reached over a network: what one of them cannot take waits in the spool and is no reason to
     * refuse a request or a start, and the trail's checkpoints go there.
     */
    default boolean isRemote() {
        return false;
    }

    /**
     * Opens a destination of this kind. One that is remote is not connected to.
     *
     * @param settings checked against {@link #keys()}
     * @param context told of what happens between writes: a roll, a retention that removed files
     * @throws IOException when a local path cannot be written: names the path, the reason and the remedy
     */
    Destination open(DestinationSettings settings, DestinationContext context) throws IOException;

    /**
     * Tries whether a destination of this kind could be opened, and leaves everything as it is: another process may be
     * writing there.
     *
     * @param settings checked against {@link #keys()}
     * @throws IOException as {@link #open}
     */
    void check(DestinationSettings settings) throws IOException;

    /**
     * As {@link #check}, and says in a few words how far the try could go.
     *
     * @return {@code ready}, or what was found out and what was not; ends the sentence that the key begins
     * @throws IOException as {@link #check}
     */
    default String tryOut(DestinationSettings settings) throws IOException {
        check(settings);
        return "ready";
    }
}
