package io.caretrail.core.destination;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import java.io.IOException;
import java.util.List;

/**
 * A kind of destination, the service provider interface: found by {@link java.util.ServiceLoader}, so that others can be
 * added without touching the core. Implementations have a public no-argument constructor and are thread-safe.
 */
public interface DestinationKind {

    /** The name under {@code destinations:} in the configuration: {@code file}, {@code stdout}, … */
    String name();

    /** The keys this kind takes, relative to itself ({@code path}, {@code rollAt}); part of the one table of keys. */
    List<ConfigKey> keys();

    /**
     * Opens a destination of this kind.
     *
     * @param settings checked against {@link #keys()}
     * @param events told of what happens between writes: a roll, a retention that removed files
     * @throws IOException when a local path cannot be written: names the path, the reason and the remedy
     */
    Destination open(DestinationSettings settings, DestinationEvents events) throws IOException;
}
