package io.caretrail.core.trail;

import io.caretrail.core.trail.Routes.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The one thread that drains the hand-off, gives records their order and hands them to the lanes. Touches no disk. */
final class Writer implements Worker.Task {

    private static final int BATCH_RECORDS = 256;
    private static final long BATCH_BYTES = 256L * 1024;
    private static final long FIRST_PARK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(20);

    private final HandOff handOff;
    private final Outage outage;
    private final AtomicLong written = new AtomicLong();
    private volatile Routes wanted;
    private volatile Routes current;
    private volatile long switchAt;
    private volatile long switchBy;
    private volatile boolean finishing;
    private volatile long finishBy;

    // Where it is in a batch: whatever is thrown, it goes on with the next item and neither loses nor doubles one.
    private final List<Item> batch = new ArrayList<>();
    private int nextItem;
    private int nextRoute;
    private long park = FIRST_PARK;

    Writer(HandOff handOff, Routes routes, Report report) {
        this.handOff = handOff;
        this.wanted = routes;
        this.current = routes;
        this.outage = new Outage("The writer of the trail failed", report);
    }

    @Override
    public boolean step() {
        if (batch.isEmpty()) {
            Routes next = wanted;
            if (!current.equals(next) && isSwitchDue()) {
                current = next;
            }
            if (current.hasRoomForBatch()) {
                handOff.drain(batch, BATCH_RECORDS, BATCH_BYTES);
            }
        }
        if (batch.isEmpty()) {
            if (finishing && (isHandOffEmpty() || finishBy - System.nanoTime() <= 0)) {
                return false;
            }
            LockSupport.parkNanos(park);
            park = Math.min(2 * park, LONGEST_PARK);
            return true;
        }
        park = FIRST_PARK;
        dispatch();
        outage.over(() -> "nothing was lost by it");
        return true;
    }

    private boolean isHandOffEmpty() {
        return handOff.waiting() == 0;
    }

    private void dispatch() {
        List<Route> routes = current.all();
        for (; nextItem < batch.size(); nextItem++) {
            Item item = batch.get(nextItem);
            while (nextRoute < routes.size()) {
                Route route = routes.get(nextRoute++);
                if (route.categories().contains(item.category())) {
                    route.lane().add(item);
                }
            }
            nextRoute = 0;
            if (item instanceof Item.Accepted) {
                written.incrementAndGet();
            }
        }
        batch.clear();
        nextItem = 0;
        routes.forEach(route -> route.lane().wake());
    }

    @Override
    public void failed(Throwable failure) {
        outage.failed(failure, () -> handOff.waiting() + " records wait");
    }

    /**
     * Switches between two batches, once what was accepted before has gone the way it was accepted for, at
     * {@code deadline} (of System.nanoTime) in any case; returns when nothing is added to the routes before any more.
     */
    void use(Routes next, long deadline) {
        switchBy = deadline;
        // One batch more: it may have left the hand-off and not be counted as written yet.
        switchAt = handOff.waiting() + written.get() + BATCH_RECORDS;
        wanted = next;
        while (!current.equals(next)) {
            LockSupport.parkNanos(FIRST_PARK);
        }
    }

    private boolean isSwitchDue() {
        return written.get() >= switchAt || isHandOffEmpty() || switchBy - System.nanoTime() <= 0;
    }

    Routes current() {
        return current;
    }

    /** Asks it to end when the hand-off is empty, at {@code deadline} (of System.nanoTime) in any case. */
    void finish(long deadline) {
        finishBy = deadline;
        finishing = true;
    }

    long written() {
        return written.get();
    }

    /** For the thread that writes late records, when the writer's own has ended: one batch, false when there is none. */
    boolean dispatchLate() {
        handOff.drain(batch, BATCH_RECORDS, BATCH_BYTES);
        if (batch.isEmpty()) {
            return false;
        }
        dispatch();
        return true;
    }
}
