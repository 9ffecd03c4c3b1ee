package io.caretrail.core.trail;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.trail.Delivery.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The way to one destination on its own thread, so that one that hangs holds up no other. A batch that fails is tried until
 * it is kept.
 */
final class Lane implements Worker.Task {

    private static final long FIRST_PARK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(20);

    /** Positions: less than a file can look back over after a loss of power. */
    private static final long SYNC_AFTER = 4L * 1024 * 1024;

    private final Seat seat;
    private final Backlog backlog;
    private final Delivery delivery;
    private final Batch batch;
    private final Worker worker;
    private final Report report;

    /** Whether what was written counts as kept only when it is on the disk. */
    private final boolean syncs;

    private volatile Target target;

    // Of the lane's thread, down to the blank line.
    private long park = FIRST_PARK;
    private long writtenTo;
    private long syncedTo;
    private @Nullable Predicate<ByteBuffer> known;

    /** Up to here a dead process may have written without having said so; -1 when that is settled. */
    private long doubtful;

    private final Orders orders = new Orders();

    /** @param doubtful position up to which another process may have written; -1 for none */
    Lane(Seat seat, Target target, Backlog backlog, long doubtful, boolean powerSafe, Report report) {
        this.seat = seat;
        this.target = target;
        this.backlog = backlog;
        this.doubtful = doubtful;
        this.report = report;
        syncs = powerSafe && !target.remote();
        delivery = new Delivery(target, seat.tally(), report, this::numbers);
        batch = new Batch(target.destination().batching());
        worker = new Worker("caretrail-" + target.settings().kind(), this);
    }

    void start() {
        worker.start();
    }

    Seat seat() {
        return seat;
    }

    Backlog backlog() {
        return backlog;
    }

    DestinationSettings settings() {
        return target.settings();
    }

    boolean isRemote() {
        return target.remote();
    }

    /** Why nothing can be written just now, in words for the trail; null when it can. */
    @Nullable
    String failure() {
        return delivery.failure();
    }

    @Override
    public boolean step() throws IOException {
        takeReplacement();
        if (orders.isToEnd(batch.isEmpty() && !backlog.isSpilling() ? writtenTo : -1)) {
            end();
            return false;
        }
        boolean wrote = writeSome();
        if (delivery.tendIfDue(target.destination()) && syncs) {
            synced();
        } else if (syncs && writtenTo - syncedTo > SYNC_AFTER) {
            delivery.tend(target.destination());
            synced();
        }
        if (wrote) {
            park = FIRST_PARK;
        } else {
            orders.await(Math.min(park, Math.max(delivery.untilTend(), 0)));
            park = Math.min(2 * park, LONGEST_PARK);
        }
        return true;
    }

    /** Writes a batch, if there is one and it need not wait for more; false when it did not. */
    private boolean writeSome() throws IOException {
        for (Gap gap = seat.putAside().poll();
                gap != null;
                gap = seat.putAside().poll()) {
            seat.tally().delivered.addAndGet(-gap.missing());
            seat.tally().missing.addAndGet(gap.missing());
            batch.add(gap, batch.end());
        }
        if (!batch.isFull()) {
            backlog.fill(batch);
        }
        if (!batch.isEmpty()) {
            if (batch.untilRipe() > 0 && !orders.isFinishing()) {
                return false;
            }
            write(target.destination());
            return true;
        }
        if (batch.kept() > writtenTo) {
            kept();
        }
        return false;
    }

    private void write(Destination destination) throws IOException {
        batch.render(target.rendering(), seat.tally());
        if (doubtful >= 0) {
            skipKnown(destination);
        }
        try {
            if (!batch.isEmpty()) {
                delivery.write(batch, destination);
                delivery.recovered();
            }
        } finally {
            kept();
        }
    }

    /** The first of what a dead process left may be there: it died between a write and the note of it. */
    private void skipKnown(Destination destination) throws IOException {
        Predicate<ByteBuffer> asked = known;
        if (asked == null) {
            asked = destination.kept();
            known = asked;
        }
        if (!batch.skip(asked, seat.tally()) || batch.end() >= doubtful) {
            known = null;
            doubtful = -1;
        }
    }

    private void synced() throws IOException {
        syncedTo = writtenTo;
        backlog.kept(writtenTo);
    }

    private void kept() throws IOException {
        writtenTo = batch.kept();
        if (!syncs) {
            backlog.kept(writtenTo);
        }
    }

    @Override
    public void failed(Throwable failure) {
        orders.await(delivery.failed(failure));
    }

    /** Hands over to a new destination between two batches; what waits goes there. False when it has not by then. */
    boolean replace(Target next, long deadline) {
        return orders.replace(next, deadline, this::close);
    }

    private void takeReplacement() {
        Target next = orders.takeReplacement();
        if (next != null) {
            Target old = target;
            target = next;
            batch.limits(next.destination().batching());
            batch.renderAnew();
            close(old);
        }
    }

    /** Settings that differ only in words that do not concern the destination. */
    void rename(DestinationSettings settings) {
        target = new Target(settings, target.destination(), target.rendering(), target.remote());
    }

    private void close(Target old) {
        try {
            old.destination().close();
        } catch (IOException | RuntimeException e) {
            report.say(old.settings().key() + ": could not be closed properly: " + e);
        }
    }

    /** Asks the lane to write what waits before a position and to end, at {@code deadline} (of System.nanoTime) anyway. */
    void finish(long position, long deadline) {
        orders.finish(position, deadline);
    }

    /** Waits for the end that {@link #finish} asked for; false when the lane hangs in its destination and is left behind. */
    boolean awaitEnd(long deadline) {
        if (worker.join(deadline)) {
            return true;
        }
        Target unused = orders.takeReplacement();
        report.say(settings().key() + ": hangs and is left behind; not known to be written: " + numbers());
        if (unused != null) {
            close(unused);
        }
        return false;
    }

    private void end() {
        try {
            if (syncs) {
                delivery.tend(target.destination());
                synced();
            }
        } catch (IOException e) {
            long unused = delivery.failed(e);
        } finally {
            close(target);
        }
    }

    /** Writes what waits, on the calling thread; for a lane that was never started. */
    void writeThrough() {
        try {
            while (writeSome() || !batch.isEmpty()) {
                park = FIRST_PARK;
            }
            if (syncs) {
                delivery.tend(target.destination());
                synced();
            }
        } catch (IOException | RuntimeException e) {
            long unused = delivery.failed(e);
        }
    }

    void closeDestination() {
        close(target);
    }

    TrailCounters.Delivered counters() {
        Tally tally = seat.tally();
        return new TrailCounters.Delivered(
                settings().key(),
                tally.delivered.get(),
                tally.waiting(),
                tally.missing.get(),
                tally.refused.get(),
                tally.retried.get(),
                tally.quarantined.get(),
                backlog.spooled(),
                backlog.spoolBytes(),
                delivery.failure());
    }

    private String numbers() {
        TrailCounters.Delivered now = counters();
        return now.waiting() + " records wait, " + now.missing() + " are missing";
    }
}
