package io.caretrail.core.diagnostic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets so many lines a second in and counts the rest. Threads that meet at the change of a second may let in a few more.
 * Outlives a configuration, so that what one has left out is told under the next. Thread-safe.
 */
final class RateLimit {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final AtomicLong second;
    private final AtomicLong taken = new AtomicLong();
    private final LongAdder rest = new LongAdder();

    /** Of the rest, how many have been told. */
    private final AtomicLong told = new AtomicLong();

    /** @param nanoTime as {@link System#nanoTime} */
    RateLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.second = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Whether one more line is let in now; counts it where it is not.
     *
     * @param lines a second; 0 for no limit
     */
    boolean allows(long lines) {
        if (lines == 0) {
            return true;
        }
        long now = nanoTime.getAsLong();
        long began = second.get();
        if (now - began >= SECOND && second.compareAndSet(began, now)) {
            taken.set(0);
        }
        // The first look keeps the threads of a flood from writing to one place.
        if (taken.get() < lines && taken.getAndIncrement() < lines) {
            return true;
        }
        rest.increment();
        return false;
    }

    /** How many of the rest nobody has been told of; each is given out once. */
    long untold() {
        long before = told.get();
        long now = rest.sum();
        return now > before && told.compareAndSet(before, now) ? now - before : 0;
    }
}
