package io.caretrail.core.exchange;

import io.caretrail.core.record.RecordFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Makes the parts of a record, each guarded by itself: a request that one of ours cannot cope with must not thereby
 * leave the trail. The record names what is missing. For one thread at a time.
 */
final class Making {

    private List<String> failed = List.of();

    /** Of two things and not of none: a maker that remembered them would be an object for each part. */
    <A, B, T> T part(String name, A one, B other, BiFunction<A, B, T> maker, T unknown) {
        try {
            return maker.apply(one, other);
        } catch (RuntimeException e) {
            if (failed.isEmpty()) {
                failed = new ArrayList<>();
            }
            failed.add(name + ": " + e.getClass().getName());
            return unknown;
        }
    }

    void tell(RecordFields fields) {
        if (!failed.isEmpty()) {
            fields.properties(Map.of(Auditor.FAILED_PARTS, List.copyOf(failed)));
        }
    }
}
