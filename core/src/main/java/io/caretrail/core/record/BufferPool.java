package io.caretrail.core.record;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A fixed number of writers, each with its buffer, for however many threads: as many as can encode at the same moment. A thread that finds none
 * makes one, which is dropped when there is no place for it. Thread-safe, lock-free.
 */
final class BufferPool {

    /** Twice the processors: a thread can lose its processor while it encodes. A power of two, for the mask below. */
    static final int PLACES = Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1);

    private final AtomicReferenceArray<RecordWriter> places = new AtomicReferenceArray<>(PLACES);

    /** A writer with an empty buffer, to be closed by the thread that takes it. */
    RecordWriter take() {
        int first = firstPlace();
        for (int i = 0; i < PLACES; i++) {
            int place = (first + i) & (PLACES - 1);
            RecordWriter writer = places.get(place);
            if (writer != null && places.compareAndSet(place, writer, null)) {
                return writer.lend();
            }
        }
        return new RecordWriter(this).lend();
    }

    void give(RecordWriter writer) {
        int first = firstPlace();
        for (int i = 0; i < PLACES; i++) {
            int place = (first + i) & (PLACES - 1);
            if (places.get(place) == null && places.compareAndSet(place, null, writer)) {
                return;
            }
        }
    }

    /** Threads start looking at different places, the same thread at the same one, whose buffer its cache may hold. */
    private static int firstPlace() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }
}
