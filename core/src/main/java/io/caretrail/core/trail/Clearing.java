package io.caretrail.core.trail;

import io.caretrail.core.handoff.Ring;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps room in the hand-off: spills the lanes that hold it, carries over what is needed longer, releases the rest. For one
 * thread.
 */
final class Clearing {

    private static final long RELEASE_EVERY = TimeUnit.SECONDS.toNanos(1);
    private static final long FORCE_EVERY = TimeUnit.MILLISECONDS.toNanos(50);

    /** A remote lane that has not moved for so long is spilled while there is room enough. */
    private static final long REMOTE_PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private static final int SPILLS_AT_ONCE = 8;

    private final Ring ring;
    private final OpenExchanges open;
    private final Durability durability;
    private final Outage carrying;
    private final Map<Lane, Standing> standing = new HashMap<>();
    /** A lane that nobody works for just now has not read beyond. */
    private long pinned = Long.MAX_VALUE;

    private long nextRelease = System.nanoTime() + RELEASE_EVERY;
    private long nextForce = System.nanoTime();
    private long forced;

    /** Since when a lane has been where it is. */
    private record Standing(long position, long since) {}

    Clearing(Ring ring, OpenExchanges open, Durability durability, Report report) {
        this.ring = ring;
        this.open = open;
        this.durability = durability;
        carrying = new Outage("The records of open requests cannot be kept in the state folder", report);
    }

    /** Nothing behind a position is released as long as this process owns the hand-off. */
    void pin(long position) {
        pinned = Math.min(pinned, position);
    }

    /** Spills what has to be; false when nothing was moved. */
    boolean spill(List<Lane> lanes) {
        boolean moved = false;
        long end = ring.end();
        long half = ring.capacity() / 2;
        for (Lane lane : lanes) {
            Backlog backlog = lane.backlog();
            if (!backlog.isSpilling() && (end - backlog.holds() > half || isStuck(lane, end))) {
                backlog.startSpilling();
            }
            for (int i = 0; i < SPILLS_AT_ONCE && backlog.spill(); i++) {
                moved = true;
            }
            if (backlog.full() != null && end - backlog.holds() > half + half / 2) {
                backlog.drop(end - half);
                moved = true;
            }
        }
        return moved;
    }

    private boolean isStuck(Lane lane, long end) {
        long holds = lane.backlog().holds();
        if (!lane.isRemote() || holds >= end) {
            standing.remove(lane);
            return false;
        }
        Standing before = standing.get(lane);
        if (before == null || before.position != holds) {
            standing.put(lane, new Standing(holds, System.nanoTime()));
            return false;
        }
        return System.nanoTime() - before.since > REMOTE_PATIENCE;
    }

    /** Lazily: what is released is what a crash would have to be looked through for. */
    void releaseIfDue(List<Lane> lanes, long followed) {
        forceIfDue();
        long position = releasable(lanes, followed);
        boolean due = System.nanoTime() - nextRelease > 0 || position - ring.released() > ring.capacity() / 8;
        if (due && position > ring.released()) {
            nextRelease = System.nanoTime() + RELEASE_EVERY;
            release(lanes, position);
        }
        standing.keySet().retainAll(lanes);
    }

    /** Releases all that can be. */
    void release(List<Lane> lanes, long position) {
        try {
            open.carryOver(position);
            if (durability.isPowerSafe()) {
                open.force();
                for (Lane lane : lanes) {
                    lane.backlog().force();
                }
            }
            carrying.over(() -> open.size() + " are open");
        } catch (IOException e) {
            carrying.failed(e, () -> open.size() + " are open and would have no final record if the process died");
            if (ring.used() < ring.capacity() / 2) {
                return;
            }
        }
        ring.release(position);
    }

    long releasable(List<Lane> lanes, long followed) {
        long position = Math.min(followed, pinned);
        for (Lane lane : lanes) {
            position = Math.min(position, lane.backlog().holds());
        }
        return position;
    }

    /** Nobody waits for final records to be on the disk, but they should be soon. */
    private void forceIfDue() {
        long end = ring.end();
        if (end == forced || System.nanoTime() - nextForce < 0) {
            return;
        }
        nextForce = System.nanoTime() + FORCE_EVERY;
        if (durability.force()) {
            forced = end;
        }
    }
}
