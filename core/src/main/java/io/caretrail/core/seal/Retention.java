package io.caretrail.core.seal;

import java.util.ArrayList;
import java.util.List;

/** Which checkpoints, with the lines they cover, retention has removed, as the others say. */
final class Retention {

    private final List<Checkpoint.Remark> ranges = new ArrayList<>();
    private long to;

    Retention(List<SealCheck> seals) {
        for (SealCheck seal : seals) {
            if (seal.last() != null) {
                to = Math.max(to, seal.last().prunedTo());
            }
            for (Checkpoint one : seal.remarkable()) {
                if (one.why() == Why.PRUNED) {
                    ranges.add(one.remark());
                }
            }
        }
    }

    /** Whether it has removed all of these. */
    boolean removed(long first, long last) {
        long next = Math.max(first, to + 1);
        boolean found = true;
        while (next <= last && found) {
            found = false;
            for (Checkpoint.Remark range : ranges) {
                if (range.first() <= next && next <= range.last()) {
                    next = range.last() + 1;
                    found = true;
                }
            }
        }
        return next > last;
    }

    /** The last checkpoint of which this and all before are removed; 0 for none. */
    long to() {
        return to;
    }
}
