package io.caretrail.core.trail;

import io.caretrail.core.handoff.MissingReason;
import io.caretrail.core.handoff.Reader;
import io.caretrail.core.handoff.Ring;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that follows the hand-off: it knows which exchanges are open and what is due to which lane, changes the
 * lanes at a reload, and has the {@link Clearing} done. Whatever it throws, it goes on where it was.
 */
final class Writer implements Worker.Task {

    private static final int ROUND = 256;
    private static final long FIRST_PARK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(20);

    private final Ring ring;
    private final OpenExchanges open;
    private final Closings closings;
    private final Clearing clearing;
    private final BooleanSupplier told;
    private final Outage outage;
    private final AtomicLong written = new AtomicLong();
    private volatile Routes routes = Routes.NONE;
    private volatile @Nullable Change wanted;
    private volatile boolean finishing;
    private volatile long finishBy;

    private Reader reader;
    private ByteBuffer record = ByteBuffer.allocate(32 * 1024);
    private long park = FIRST_PARK;

    /** Everything before has been followed. */
    private volatile long followed;

    /** What is to be done between two entries. */
    private record Change(Runnable carryOut, CompletableFuture<Void> done) {}

    /** @param told offers what destinations tell of themselves; false when there was nothing */
    Writer(Ring ring, OpenExchanges open, Closings closings, Clearing clearing, BooleanSupplier told, Report report) {
        this.ring = ring;
        this.open = open;
        this.closings = closings;
        this.clearing = clearing;
        this.told = told;
        this.outage = new Outage("The writer of the trail failed", report);
        reader = ring.reader(ring.released());
        followed = reader.end();
    }

    @Override
    public boolean step() {
        boolean busy = work();
        if (!busy && finishing && (followed >= ring.end() || finishBy - System.nanoTime() <= 0)) {
            return false;
        }
        outage.over(() -> "nothing was lost by it");
        if (busy) {
            park = FIRST_PARK;
        } else {
            LockSupport.parkNanos(park);
            park = Math.min(2 * park, LONGEST_PARK);
        }
        return true;
    }

    /** One round without waiting; false when there was nothing to do. */
    boolean work() {
        boolean busy = follow(ROUND) > 0;
        changeIfDue();
        busy |= closings.offerSome();
        busy |= clearing.spill(routes.all());
        clearing.releaseIfDue(routes.all(), followed);
        // Last: whatever cannot be told must not keep the hand-off full.
        busy |= told.getAsBoolean();
        return busy;
    }

    /** Takes note of entries; returns of how many. */
    private int follow(int most) {
        int entries = 0;
        List<Lane> lanes = routes.all();
        while (entries < most && reader.next()) {
            entries++;
            if (reader.isMissing()) {
                if (reader.missing().reason() != MissingReason.REFUSED) {
                    due(lanes, reader.missing().count(), true);
                }
            } else {
                EntryType type = EntryType.type(reader.type());
                if (type.isOfExchange()) {
                    open.follow(type, reader.start(), record());
                }
                due(lanes, 1, false);
                if (EntryType.isCounted(reader.type())) {
                    written.incrementAndGet();
                }
            }
            followed = reader.end();
        }
        followed = Math.max(followed, reader.end());
        return entries;
    }

    private ByteBuffer record() {
        if (record.capacity() < reader.length()) {
            record = ByteBuffer.allocate(reader.length());
        }
        record.clear();
        reader.copyTo(record);
        return record.flip();
    }

    private void due(List<Lane> lanes, long count, boolean missing) {
        for (Lane lane : lanes) {
            if (lane.backlog().isDue(reader)) {
                lane.seat().tally().due.addAndGet(count);
                if (missing) {
                    lane.seat().tally().missing.addAndGet(count);
                }
            }
        }
    }

    /** Reads what an earlier process left; to be called before the thread starts. */
    void catchUp(Routes first) {
        routes = first;
        while (follow(ROUND) > 0) {
            written.set(0);
        }
    }

    private void changeIfDue() {
        Change change = wanted;
        if (change == null) {
            return;
        }
        wanted = null;
        try {
            change.carryOut.run();
            change.done.complete(null);
        } catch (Throwable e) {
            // The thread that asked throws it again.
            change.done.completeExceptionally(e);
        }
    }

    /**
     * Has something done between two entries, on the writer's thread.
     *
     * @return done when it is, or with what it threw
     */
    CompletableFuture<Void> between(Runnable carryOut) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        wanted = new Change(carryOut, done);
        return done;
    }

    /** For {@link #between}: the lanes from here on. */
    void use(Routes next) {
        routes = next;
    }

    Routes routes() {
        return routes;
    }

    @Override
    public void failed(Throwable failure) {
        // Whatever was thrown came from an entry that may not have been followed to its end.
        reader = ring.reader(followed);
        outage.failed(failure, () -> ring.used() + " bytes wait in the hand-off");
    }

    /** Asks it to end when it has followed everything, at {@code deadline} (of System.nanoTime) in any case. */
    void finish(long deadline) {
        finishBy = deadline;
        finishing = true;
    }

    /** Records that were followed since {@link #catchUp}. */
    long written() {
        return written.get();
    }

    /** Position before which everything has been. */
    long followed() {
        return followed;
    }
}
