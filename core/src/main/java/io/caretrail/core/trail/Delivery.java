package io.caretrail.core.trail;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into a destination and knows how it is doing. Used by one thread: the lane's own, and once that has ended
 * the one that writes late records.
 */
final class Delivery {

    private static final long TEND_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final Tally tally;
    private final Backoff backoff;
    private final Outage writing;
    private final Outage tending;
    private final Supplier<String> numbers;
    private boolean isTending;
    private boolean tried;
    private long nextTend = System.nanoTime() + TEND_EVERY;

    /** A destination and what it was opened with. */
    record Target(DestinationSettings settings, Destination destination, Rendering rendering, boolean remote) {}

    /** @param numbers the counts to say along with each report */
    Delivery(Target target, Tally tally, Report report, Supplier<String> numbers) {
        this.tally = tally;
        String key = target.settings().key();
        backoff = new Backoff(target.remote());
        writing = new Outage(key + " cannot be written", report);
        tending = new Outage(key + " cannot be looked after", report);
        this.numbers = numbers;
    }

    /** Writes the batch and empties it. When it throws, the batch has what is to be tried again. */
    void write(Batch batch, Destination destination) throws IOException {
        if (tried) {
            tally.retried.addAndGet(batch.records());
        }
        tried = true;
        try {
            destination.write(batch.content());
        } catch (UndeliveredException partly) {
            tally.delivered.addAndGet(batch.keep(partly));
            if (!batch.isEmpty()) {
                throw partly;
            }
        }
        tried = false;
        tally.delivered.addAndGet(batch.records());
        batch.clear();
        backoff.reset();
    }

    /** To be called behind a write, once what it did has been counted. */
    void recovered() {
        writing.over(numbers);
    }

    /** In nanoseconds; not positive when {@link #tendIfDue} has something to do. */
    long untilTend() {
        return nextTend - System.nanoTime();
    }

    /** True when it did. */
    boolean tendIfDue(Destination destination) throws IOException {
        if (untilTend() > 0) {
            return false;
        }
        tend(destination);
        return true;
    }

    void tend(Destination destination) throws IOException {
        nextTend = System.nanoTime() + TEND_EVERY;
        isTending = true;
        destination.tend();
        isTending = false;
        tending.over(numbers);
    }

    /** Notes what writing or tending threw; returns for how many nanoseconds to leave the destination alone. */
    long failed(Throwable failure) {
        if (isTending) {
            isTending = false;
            tending.failed(failure, numbers);
            return 0;
        }
        writing.failed(failure, numbers);
        Duration asked = failure instanceof UndeliveredException partly ? partly.pause() : null;
        return asked == null ? backoff.next() : asked.toNanos();
    }

    /** Why nothing can be written, in words for the trail; null when it can. Safe on any thread. */
    @Nullable
    String failure() {
        return writing.reason();
    }
}
