package io.caretrail.core.config;

import java.util.List;

/** What the configuration has to know of a kind of destination. Implementations are thread-safe. */
public interface DestinationKeys {

    /** The name under {@code destinations:} in the configuration: {@code file}, {@code stdout}, … */
    String name();

    /** The keys this kind takes, relative to itself ({@code path}, {@code rollAt}); part of the one table of keys. */
    List<ConfigKey> keys();
}
