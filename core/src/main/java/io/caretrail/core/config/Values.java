package io.caretrail.core.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checked values by concrete key, each with where it comes from. Used by one thread. */
final class Values {

    /**
     * A checked value.
     *
     * @param typed of the Java type that {@link ConfigKey.Type} names; may hold a secret
     * @param written in quotes, as it was written
     * @param shown fit to be read: what came from the environment or a file stands as it was written
     * @param canonical the same for every spelling of a value, {@code 1s} and {@code 1000ms}; a secret as it was written
     */
    record Value(String key, Object typed, String written, String shown, String canonical, Origin origin) {

        /** The key alone, as the value may be a secret. */
        @Override
        public String toString() {
            return key;
        }
    }

    private final Map<String, Value> byKey = new LinkedHashMap<>();

    void put(Value value) {
        byKey.put(value.key(), value);
    }

    Collection<Value> all() {
        return byKey.values();
    }

    /** The entries of a map of texts. */
    List<Value> beneath(String map) {
        return byKey.values().stream()
                .filter(value -> value.key().startsWith(map + "."))
                .toList();
    }

    /** Null when there is none. */
    @Nullable
    Value value(String key) {
        return byKey.get(key);
    }

    /** Null when the key has neither a value nor a default. */
    <T> @Nullable T find(String key, Class<T> type) {
        Value value = byKey.get(key);
        return value == null ? null : type.cast(value.typed());
    }

    /** A value that has a default in the table, and so is there once everything was checked. */
    <T> T get(String key, Class<T> type) {
        T value = find(key, type);
        if (value == null) {
            throw new IllegalStateException(key + " has no value");
        }
        return value;
    }

    String text(String key) {
        return get(key, String.class);
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object item : get(key, List.class)) {
            texts.add(String.valueOf(item));
        }
        return List.copyOf(texts);
    }

    /**
     * SHA-256 over every key and value, so that a file, an override and a default that say the same have the same hash;
     * secrets are in it as they were written.
     */
    String hash() {
        StringBuilder all = new StringBuilder();
        byKey.values().stream()
                .sorted((left, right) -> left.key().compareTo(right.key()))
                .forEach(value -> all.append(value.key())
                        .append('=')
                        .append(value.canonical())
                        .append('\n'));
        return FilesRead.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
