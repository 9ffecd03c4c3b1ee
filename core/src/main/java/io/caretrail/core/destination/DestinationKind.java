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
     * Opens a destination of this kind.
     *
     * @param settings checked against {@link #keys()}
     * @param events told of what happens between writes: a roll, a retention that removed files
     * @throws IOException when a local path cannot be written: names the path, the reason and the remedy
     */
    Destination open(DestinationSettings settings, DestinationEvents events) throws IOException;

    /**
     * Tries whether a destination of this kind could be opened, and leaves everything as it is: another process may be
     * writing there.
     *
     * @param settings checked against {@link #keys()}
     * @throws IOException as {@link #open}
     */
    void check(DestinationSettings settings) throws IOException;
}
