package io.caretrail.core.caller;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was made of texts that came lately: nearly all requests of a server come from few programs and few addresses. A
 * table of a fixed size, in which a text pushes out another one of the same place, and long texts have none. Thread-safe,
 * lock-free.
 */
final class Lately<T> {

    private static final int LONGEST = 256;

    /** A power of two, for the mask below. */
    private static final int PLACES = 256;

    private final AtomicReferenceArray<@Nullable Known<T>> places = new AtomicReferenceArray<>(PLACES);

    private record Known<T>(String text, T made) {}

    /** What was made of this text; null when that is not known any more. */
    @Nullable
    T get(String text) {
        Known<T> known = places.getPlain(place(text));
        return known != null && known.text.equals(text) ? known.made : null;
    }

    /** @param made for any request that brings the same text; immutable */
    void put(String text, T made) {
        if (text.length() <= LONGEST) {
            places.setRelease(place(text), new Known<>(text, made));
        }
    }

    private static int place(String text) {
        int hash = text.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
