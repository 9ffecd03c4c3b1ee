package io.caretrail.core;

import io.caretrail.core.exchange.Keeper;
import io.caretrail.core.record.RecordSource;
import io.caretrail.core.trail.Trail;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Keeps the records of exchanges in the trail, and knows how many exchanges are open. Thread-safe. */
final class CountedExchanges implements Keeper {

    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Trail trail;
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();

    CountedExchanges(Trail trail) {
        this.trail = trail;
    }

    @Override
    public long begin(RecordSource started, boolean exempt) {
        long room = trail.begin(started, exempt);
        if (room != REFUSED) {
            begun.increment();
        }
        return room;
    }

    @Override
    public void end(RecordSource last, long room) {
        ended.increment();
        trail.end(last, room);
    }

    /** Gives how many are still open when the patience is over, or the waiting thread is interrupted. */
    long awaitEnds(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (open() > 0 && System.nanoTime() - deadline < 0) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        return open();
    }

    private long open() {
        return begun.sum() - ended.sum();
    }
}
