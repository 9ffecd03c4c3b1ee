package io.caretrail.core.trail;

import io.caretrail.core.record.Category;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes through the hand-off, in the order of acceptance. */
sealed interface Item {

    /** Decides which destinations it concerns. */
    Category category();

    /**
     * A record that was accepted.
     *
     * @param encoded by schema; a schema whose encoder failed is absent
     * @param failure why one is absent; null when none is
     */
    record Accepted(
            Category category,
            Map<String, byte[]> encoded,
            @Nullable String failure) implements Item {}

    /** Stands where records are missing that were not taken. */
    record Missing(Category category, long count, String reason) implements Item {}
}
