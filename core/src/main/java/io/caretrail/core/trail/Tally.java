package io.caretrail.core.trail;

import java.util.concurrent.atomic.AtomicLong;

/** What became of the records of one destination since the trail was opened. Thread-safe; each number by itself. */
final class Tally {

    /** Records that it is to have. */
    final AtomicLong due = new AtomicLong();

    final AtomicLong delivered = new AtomicLong();
    final AtomicLong missing = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong retried = new AtomicLong();
    final AtomicLong quarantined = new AtomicLong();

    long waiting() {
        return Math.max(0, due.get() - delivered.get() - missing.get());
    }

    /** What waits is counted anew: the hand-off is about to be read again. */
    void recount() {
        due.set(delivered.get() + missing.get());
    }
}
