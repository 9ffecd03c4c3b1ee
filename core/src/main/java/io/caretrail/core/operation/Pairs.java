package io.caretrail.core.operation;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A map of a few names in their order, made for each request: as small as can be. Immutable and thread-safe. */
final class Pairs extends AbstractMap<String, String> {

    /** Nothing is null before the end. */
    private final @Nullable String[] namesAndValues;

    private final int end;

    private Pairs(@Nullable String[] namesAndValues, int end) {
        this.namesAndValues = namesAndValues;
        this.end = end;
    }

    private String at(int index) {
        return Objects.requireNonNull(namesAndValues[index]);
    }

    /**
     * Names and values in turn; a null value leaves its name out.
     *
     * @param namesAndValues no name twice; the caller's no more
     */
    static Map<String, String> of(@Nullable String... namesAndValues) {
        int kept = 0;
        for (int at = 0; at < namesAndValues.length; at += 2) {
            if (namesAndValues[at + 1] != null) {
                namesAndValues[kept++] = namesAndValues[at];
                namesAndValues[kept++] = namesAndValues[at + 1];
            }
        }
        return kept == 0 ? Map.of() : new Pairs(namesAndValues, kept);
    }

    @Override
    public int size() {
        return end / 2;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        for (int at = 0; at < end; at += 2) {
            if (at(at).equals(name)) {
                return at(at + 1);
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int at = 0; at < end; at += 2) {
            action.accept(at(at), at(at + 1));
        }
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        Set<Map.Entry<String, String>> entries = new LinkedHashSet<>();
        forEach((name, value) -> entries.add(Map.entry(name, value)));
        return Collections.unmodifiableSet(entries);
    }
}
