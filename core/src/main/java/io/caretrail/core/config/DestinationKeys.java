package io.caretrail.core.config;

import java.util.List;
import java.util.Map;

/** What the configuration has to know of a kind of destination. Implementations are thread-safe. */
public interface DestinationKeys {

    /** The name under {@code destinations:} in the configuration: {@code file}, {@code stdout}, … */
    String name();

    /**
     * The keys this kind takes, relative to itself ({@code path}, {@code batch.records}); part of the one table of keys.
     */
    List<ConfigKey> keys();

    /**
     * What is wrong with values that are right each by itself: two that exclude each other, one that needs another.
     *
     * @param values as {@link DestinationSettings#values()}
     */
    default List<KeyProblem> problems(Map<String, Object> values) {
        return List.of();
    }
}
