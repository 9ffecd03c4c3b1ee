package io.caretrail.core.trail;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a lane has over reloads and restarts, whatever its destination is just now. Thread-safe.
 *
 * @param id the key of its cursor, and in the names of its folders
 * @param putAside records that its destination will never take, to be said in the trail
 */
record Seat(long id, Tally tally, Queue<Gap> putAside) {

    /** For a lane that never was. */
    static Seat fresh() {
        return of(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }

    static Seat of(long id) {
        return new Seat(id, new Tally(), new ConcurrentLinkedQueue<>());
    }
}
