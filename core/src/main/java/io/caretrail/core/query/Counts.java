package io.caretrail.core.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts values, up to a bound: a client can make as many different ones as it likes. */
final class Counts {

    /** Different values. */
    static final int MOST = 100_000;

    /** Of all of them together. */
    private static final long MOST_CHARACTERS = 8_000_000;

    private final String field;
    private final Map<@Nullable String, long[]> counts = new HashMap<>();
    private long characters;

    Counts(String field) {
        this.field = field;
    }

    void add(@Nullable String value) throws QueryException {
        long[] count = counts.get(value);
        if (count == null) {
            characters += value == null ? 0 : value.length();
            if (counts.size() == MOST || characters > MOST_CHARACTERS) {
                throw new QueryException(field + " has more than " + counts.size()
                        + " different values, which is more than is counted; ask for fewer records (--since, --where), or"
                        + " count outside: query … --json | jq -r ." + field + " | sort | uniq -c");
            }
            count = new long[1];
            counts.put(value, count);
        }
        count[0]++;
    }

    /** The most frequent first, those of the same count by their text. */
    List<Count> sorted() {
        List<Count> sorted = new ArrayList<>();
        counts.forEach((value, count) -> sorted.add(new Count(value, count[0])));
        sorted.sort(Comparator.comparingLong(Count::count)
                .reversed()
                .thenComparing(Count::value, Comparator.nullsFirst(Comparator.naturalOrder())));
        return sorted;
    }
}
