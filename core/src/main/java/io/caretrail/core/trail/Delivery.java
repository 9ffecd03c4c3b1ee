package io.caretrail.core.trail;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RecordEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The batch on its way into a destination, and what is known of the destination's health. Used by one thread: the lane's
 * own, and once that has ended the one that writes late records.
 */
final class Delivery {

    private static final int BATCH_RECORDS = 64;
    private static final long BATCH_BYTES = 256L * 1024;
    private static final long TEND_EVERY = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final String key;
    private final RecordEncoder encoder;
    private final OwnRecords own;
    private final Report report;
    private final Outage writing;
    private final Outage tending;
    private final Supplier<String> numbers;
    private final List<ByteBuffer> batch = new ArrayList<>();
    private long batchBytes;
    private long batchRecords;
    private boolean isTending;
    private long nextTend = System.nanoTime() + TEND_EVERY;
    private long pause = FIRST_PAUSE;

    /** A destination and what it was opened with. */
    record Target(DestinationSettings settings, Destination destination) {}

    /** @param numbers the counts to say along with each report */
    Delivery(String key, RecordEncoder encoder, OwnRecords own, Report report, Supplier<String> numbers) {
        this.key = key;
        this.encoder = encoder;
        this.own = own;
        this.report = report;
        writing = new Outage(key + " cannot be written", report);
        tending = new Outage(key + " cannot be looked after", report);
        this.numbers = numbers;
    }

    boolean isEmpty() {
        return batch.isEmpty();
    }

    boolean isFull() {
        return batch.size() >= BATCH_RECORDS || batchBytes >= BATCH_BYTES;
    }

    /** Adds a record that was accepted. */
    void add(ByteBuffer line) {
        batch.add(line);
        batchBytes += line.remaining();
        batchRecords++;
    }

    /** Adds the record that stands for a gap. */
    void addGap(Backlog.Gap gap) {
        try {
            ByteBuffer line = ByteBuffer.wrap(encoder.encode(own.gap(gap.missing(), gap.reason())));
            batch.add(line);
            batchBytes += line.remaining();
        } catch (RuntimeException e) {
            report.say(key + ": " + gap.missing() + " records are missing (" + gap.reason()
                    + "), and the Gap record that should say so could not be made: " + e);
        }
    }

    RecordEncoder encoder() {
        return encoder;
    }

    /** Writes the batch; returns how many accepted records that were. When it throws, the batch stays. */
    long write(Destination destination) throws IOException {
        List<ByteBuffer> records = new ArrayList<>(batch.size());
        for (ByteBuffer line : batch) {
            // The destination may move positions, and other lanes have the same bytes.
            records.add(line.asReadOnlyBuffer());
        }
        destination.write(records);
        pause = FIRST_PAUSE;
        return clear();
    }

    /** Gives the batch up; returns how many accepted records it had. */
    long clear() {
        long records = batchRecords;
        batch.clear();
        batchBytes = 0;
        batchRecords = 0;
        return records;
    }

    /** To be called behind a write, once what it did has been counted. */
    void recovered() {
        writing.over(numbers);
    }

    /** In nanoseconds; not positive when {@link #tendIfDue} has something to do. */
    long untilTend() {
        return nextTend - System.nanoTime();
    }

    void tendIfDue(Destination destination) throws IOException {
        if (untilTend() > 0) {
            return;
        }
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
        long now = pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        return now;
    }

    /** Why nothing can be written, in words for the trail; null when it can. Safe on any thread. */
    @Nullable
    String failure() {
        return writing.reason();
    }
}
