package io.caretrail.core.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checked settings of one destination of one diagnostic setting. Immutable and thread-safe.
 *
 * @param kind {@code file}, {@code stdout}, …
 * @param key where it stands in the configuration: {@code settings[0].destinations.file}
 * @param schema {@code raw} or {@code log-analytics}
 * @param required whether requests are refused while it cannot take records
 * @param values by key name, of the Java types {@link ConfigKey.Type} names, defaults filled in; a key without value and
 *     default is absent
 */
public record DestinationSettings(
        String kind, String key, String schema, boolean required, Map<String, Object> values) {

    /** Names only: values can be secrets, and whoever logs this does not think of that. */
    @Override
    public String toString() {
        return key + values.keySet();
    }

    /** The value of a key that has one or a default; throws IllegalStateException for a key the kind does not list. */
    public <T> T get(String name, Class<T> type) {
        T value = find(name, type);
        if (value == null) {
            throw new IllegalStateException(key + "." + name + " has no value");
        }
        return value;
    }

    /** The value of a key; null when it was not given and has no default. */
    public <T> @Nullable T find(String name, Class<T> type) {
        return type.cast(values.get(name));
    }
}
