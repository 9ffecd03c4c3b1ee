package io.caretrail.core.seal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification came to. Immutable.
 *
 * @param trails what was checked
 * @param findings what is not as it was sealed, in the order of the trail; empty when all is intact
 */
public record Verdict(List<Trail> trails, List<Finding> findings) {

    public Verdict {
        trails = List.copyOf(trails);
        findings = List.copyOf(findings);
    }

    /**
     * One chain of checkpoints.
     *
     * @param id its id
     * @param name the active file's name
     * @param files how many files of records were read
     * @param records how many sealed records were found as they were sealed
     * @param checkpoints how many
     * @param from time of the first checkpoint
     * @param to time of the last checkpoint
     * @param unsealed records behind the last checkpoint
     * @param keys the ids of the keys it is signed with, in the order in which they come
     * @param keyMade whether Caretrail had made one of them for itself
     * @param prunedTo the last checkpoint that retention has removed; 0 for none
     * @param statements what the checkpoints say of crashes, retention and others' doings, in their order
     */
    public record Trail(
            String id,
            String name,
            int files,
            long records,
            long checkpoints,
            Instant from,
            Instant to,
            long unsealed,
            List<String> keys,
            boolean keyMade,
            long prunedTo,
            List<String> statements) {

        public Trail {
            keys = List.copyOf(keys);
            statements = List.copyOf(statements);
        }
    }

    /** Whether everything is as it was sealed. */
    public boolean isIntact() {
        return findings.isEmpty();
    }

    /** The first finding; null when there is none. */
    public @Nullable Finding first() {
        return findings.isEmpty() ? null : findings.get(0);
    }
}
