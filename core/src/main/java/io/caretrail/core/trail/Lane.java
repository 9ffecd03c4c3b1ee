package io.caretrail.core.trail;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.trail.Delivery.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination: its own backlog and its own thread, so that one that hangs holds up no other. A batch that
 * fails is tried until it is kept; what finds no room meanwhile is counted, and a Gap record takes its place.
 */
final class Lane implements Worker.Task {

    private static final String SLOW = "the destination was too slow";

    private final Report report;
    private final Delivery delivery;
    private final Worker worker;
    private volatile Target target;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock, down to the blank line.
    private final Backlog backlog = new Backlog();
    private @Nullable Target replacement;
    private boolean finishing;
    private long finishBy;
    private boolean abandoned;
    private long inFlight;
    private long delivered;
    private long missing;

    Lane(Target target, RecordEncoder encoder, OwnRecords own, Report report) {
        this.target = target;
        this.report = report;
        delivery = new Delivery(target.settings().key(), encoder, own, report, this::numbers);
        worker = new Worker("caretrail-" + target.settings().kind(), this);
    }

    void start() {
        worker.start();
    }

    DestinationSettings settings() {
        return target.settings();
    }

    RecordEncoder encoder() {
        return delivery.encoder();
    }

    /** Takes an item in; never waits for the destination. {@link #wake} follows the last of a batch. */
    void add(Item item) {
        lock.lock();
        try {
            if (item instanceof Item.Missing gap) {
                addMissing(gap.count(), gap.reason());
            } else if (item instanceof Item.Accepted record) {
                byte[] line = record.encoded().get(settings().schema());
                if (line == null) {
                    String failure = record.failure();
                    addMissing(1, failure != null ? failure : "accepted before a reload asked for this schema");
                } else if (abandoned || !backlog.add(ByteBuffer.wrap(line))) {
                    String failure = delivery.failure();
                    addMissing(1, failure != null ? failure : SLOW);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void addMissing(long count, String reason) {
        missing += count;
        backlog.missing(count, reason);
    }

    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoomForBatch() {
        return locked(() -> backlog.hasRoomForBatch());
    }

    @Override
    public boolean step() throws IOException {
        takeReplacement();
        if (isToEnd()) {
            end();
            return false;
        }
        if (delivery.isEmpty()) {
            awaitBatch();
        }
        if (!delivery.isEmpty()) {
            write(target.destination());
        }
        delivery.tendIfDue(target.destination());
        return true;
    }

    @Override
    public void failed(Throwable failure) {
        long pause = delivery.failed(failure);
        lock.lock();
        try {
            if (pause > 0 && replacement == null && !isOverdue()) {
                awaitChange(finishing ? Math.min(pause, finishBy - System.nanoTime()) : pause);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(Destination destination) throws IOException {
        long records = delivery.write(destination);
        lock.lock();
        try {
            delivered += records;
            inFlight -= records;
        } finally {
            lock.unlock();
        }
        delivery.recovered();
    }

    /** Fills the batch; waits for something to do when there is nothing to fill it with. */
    private void awaitBatch() {
        Backlog.Gap gap;
        lock.lock();
        try {
            long rest = delivery.untilTend();
            if (backlog.isEmpty() && !finishing && replacement == null && rest > 0) {
                awaitChange(rest);
            }
            gap = fillBatch();
        } finally {
            lock.unlock();
        }
        // Encoded without the lock, which the writer may be waiting for.
        if (gap != null) {
            delivery.addGap(gap);
        }
    }

    /** Fills it up to the next gap, which it returns; null when there is none so near. */
    private Backlog.@Nullable Gap fillBatch() {
        while (!delivery.isFull()) {
            Backlog.Entry entry = backlog.poll();
            if (entry instanceof Backlog.Kept kept) {
                delivery.add(kept.line());
                inFlight++;
            } else {
                return (Backlog.Gap) entry;
            }
        }
        return null;
    }

    /** True when it was interrupted; the lane's own thread then just looks what there is to do (see Worker). */
    @SuppressWarnings("WaitNotInLoop") // callers look again at everything they wait for
    private boolean awaitChange(long nanos) {
        try {
            long unused = changed.awaitNanos(nanos);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Hands over to a new destination between two batches; what waits goes there. */
    boolean replace(Target next, long deadline) {
        Target superseded;
        boolean interrupted = false;
        boolean taken;
        lock.lock();
        try {
            superseded = replacement;
            replacement = next;
            changed.signalAll();
            while (replacement != null && deadline - System.nanoTime() > 0) {
                interrupted |= awaitChange(deadline - System.nanoTime());
            }
            taken = replacement == null;
        } finally {
            lock.unlock();
        }
        if (superseded != null) {
            close(superseded);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    private void takeReplacement() {
        Target old;
        lock.lock();
        try {
            if (replacement == null) {
                return;
            }
            old = target;
            target = replacement;
            replacement = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        close(old);
    }

    /** Settings that differ only in words that do not concern the destination. */
    void rename(DestinationSettings settings) {
        lock.lock();
        try {
            target = new Target(settings, target.destination());
        } finally {
            lock.unlock();
        }
    }

    private void close(Target old) {
        try {
            old.destination().close();
        } catch (IOException | RuntimeException e) {
            report.say(old.settings().key() + ": could not be closed properly: " + e);
        }
    }

    /** Asks the lane to write what waits and to end, at {@code deadline} (of System.nanoTime) in any case. */
    void finish(long deadline) {
        lock.lock();
        try {
            finishing = true;
            finishBy = deadline;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end that {@link #finish} asked for; a lane that hangs in its destination is left behind. */
    void awaitEnd(long deadline) {
        if (worker.join(deadline)) {
            return;
        }
        Target unused;
        lock.lock();
        try {
            abandoned = true;
            unused = replacement;
            replacement = null;
        } finally {
            lock.unlock();
        }
        report.say(settings().key() + ": hangs and is left behind; not known to be written: " + numbers());
        if (unused != null) {
            close(unused);
        }
    }

    private boolean isToEnd() {
        return locked(() -> finishing && (isOverdue() || isDrained()));
    }

    private boolean isDrained() {
        return locked(() -> backlog.isEmpty() && delivery.isEmpty());
    }

    private boolean isOverdue() {
        return finishing && finishBy - System.nanoTime() <= 0;
    }

    private void end() {
        giveUp("the trail was closed before they could be written");
        close(target);
    }

    private void giveUp(String why) {
        long lost;
        lock.lock();
        try {
            lost = delivery.clear() + backlog.records();
            while (!backlog.isEmpty()) {
                backlog.poll();
            }
            inFlight = 0;
            missing += lost;
        } finally {
            lock.unlock();
        }
        if (lost > 0) {
            report.say(settings().key() + ": " + lost + " records are missing: " + why);
        }
    }

    /** Writes what was added after the lane has ended. Never while it has not. */
    void writeLate(Opener opener) {
        if (isAbandoned() || isDrained()) {
            return;
        }
        try (Destination destination = opener.open(settings())) {
            while (!isDrained()) {
                awaitBatch();
                write(destination);
            }
        } catch (IOException | RuntimeException e) {
            giveUp(Reason.of(e));
        }
    }

    private boolean isAbandoned() {
        return locked(() -> abandoned);
    }

    TrailCounters.Delivered counters() {
        return locked(() -> new TrailCounters.Delivered(
                settings().key(), delivered, backlog.records() + inFlight, missing, delivery.failure()));
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private String numbers() {
        TrailCounters.Delivered now = counters();
        return now.waiting() + " records wait, " + now.missing() + " are missing";
    }
}
