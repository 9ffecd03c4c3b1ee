package io.caretrail.core.query;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted: those that meet all of it. Immutable.
 *
 * @param failed only those of resultType Failed
 * @param since the earliest time; null for no limit
 * @param until the first time that is too late; null for no limit
 * @param where conditions, all of which must hold
 * @param patient whose; null for anyone's
 * @param last only so many of them, the newest; 0 for all
 */
public record Criteria(
        boolean failed,
        @Nullable Instant since,
        @Nullable Instant until,
        List<Condition> where,
        @Nullable Patient patient,
        int last) {

    /** Every record. */
    public static final Criteria NONE = new Criteria(false, null, null, List.of(), null, 0);

    /** @throws IllegalArgumentException when {@code last} is negative */
    public Criteria {
        if (last < 0) {
            throw new IllegalArgumentException("last " + last + ": is negative");
        }
        where = List.copyOf(where);
    }
}
