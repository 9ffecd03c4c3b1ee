package io.caretrail.core.trail;

import io.caretrail.core.handoff.MissingReason;
import io.caretrail.core.handoff.Ring;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.EncodedRecord;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.record.RecordSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets records into the hand-off. A Started record leaves room for the final records of all exchanges that are open, so
 * that these always find some; where a destination is required that cannot take it, it waits and is then refused.
 * Thread-safe.
 */
final class Admission {

    /** Nothing was kept, and the request must not be served. */
    static final long REFUSED = -1;

    /** The hand-off is closed. */
    static final long CLOSED = -2;

    /** In bytes: how much longer a final record is than its Started one, as a rule far less. */
    private static final int GROWTH = 1024;

    private static final byte DIAGNOSTIC = EntryType.of(Category.DiagnosticLogs, EntryType.OTHER);

    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(1);

    private final Ring ring;
    private final Durability durability;
    private final Supplier<Routes> routes;

    /** Bytes for the final records of open exchanges. */
    private final AtomicLong reserved = new AtomicLong();

    private final LongAdder missing = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile long patience;
    private volatile boolean closed;

    Admission(Ring ring, Durability durability, Supplier<Routes> routes, Duration patience) {
        this.ring = ring;
        this.durability = durability;
        this.routes = routes;
        this.patience = patience.toNanos();
    }

    /** From now on nothing is let in: the hand-off is about to be somebody else's. */
    void close() {
        closed = true;
    }

    void patience(Duration next) {
        patience = next.toNanos();
    }

    /**
     * Takes a Started record. Nothing that the encoder lends is held while this waits: requests may wait in any number, and
     * buffers are few.
     *
     * @param started asked again at each try
     * @param exempt never refused
     * @return the room reserved for the final record, which {@link #offer} gives back; or {@link #REFUSED}, {@link #CLOSED}
     */
    long begin(byte type, RecordEncoder encoder, RecordSource started, boolean exempt) {
        Category category = EntryType.category(type);
        List<Lane> required = exempt ? List.of() : routes.get().required().getOrDefault(category, List.of());
        long giveUp = 0;
        while (!closed) {
            Lane unable = unable(required);
            if (unable == null) {
                long room = letIn(type, encoder, started);
                if (room == Ring.CLOSED) {
                    return CLOSED;
                }
                if (room >= 0) {
                    boolean unused = durability.force();
                    return room;
                }
                if (required.isEmpty()) {
                    missing(type, MissingReason.HAND_OFF_FULL, 1);
                    return 0;
                }
            }
            long now = System.nanoTime();
            giveUp = giveUp == 0 ? now + patience : giveUp;
            if (giveUp - now <= 0) {
                return refuse(type, unable == null ? required : List.of(unable));
            }
            await(Math.min(LOOK_AGAIN, giveUp - now));
        }
        return CLOSED;
    }

    /** Gives the room reserved for the final record, or what the hand-off answers instead of a position. */
    private long letIn(byte type, RecordEncoder encoder, RecordSource started) {
        try (EncodedRecord line = encoder.lend(started)) {
            long room = Ring.footprint(line.length() + GROWTH);
            long position = ring.offer(type, line.bytes(), 0, line.length(), reserve(room));
            if (position < 0) {
                return position;
            }
            reserved.addAndGet(room);
            return room;
        }
    }

    /** The first that cannot keep what it would be given; null when all can. */
    private @Nullable Lane unable(List<Lane> required) {
        for (Lane lane : required) {
            Backlog backlog = lane.backlog();
            boolean noRoom = backlog.full() != null && ring.end() - backlog.holds() > ring.capacity() / 2;
            if (noRoom || durability.failure() != null || (!lane.isRemote() && lane.failure() != null)) {
                return lane;
            }
        }
        return null;
    }

    /**
     * Not all of the hand-off: with very many open exchanges nothing could begin any more. Never less than nothing: an end
     * that is tried again for want of stack gives its room back more than once.
     */
    private long reserve(long more) {
        return Math.max(0, Math.min(reserved.get() + more, ring.capacity() / 2));
    }

    private long refuse(byte type, List<Lane> unable) {
        refused.increment();
        unable.forEach(lane -> lane.seat().tally().refused.incrementAndGet());
        boolean unused = ring.missing(type, MissingReason.REFUSED, 1);
        return REFUSED;
    }

    /** An interrupt that is pending stays pending, and does not make this spin. */
    private static void await(long nanos) {
        boolean interrupted = Thread.interrupted();
        LockSupport.parkNanos(nanos);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Takes any other record.
     *
     * @param room of a final record, which is given back; 0 for one that has none
     * @return false when the hand-off is closed
     */
    boolean offer(byte type, EncodedRecord line, long room) {
        reserved.addAndGet(-room);
        if (closed) {
            return false;
        }
        boolean last = EntryType.type(type) == EntryType.FINAL;
        long position = ring.offer(type, line.bytes(), 0, line.length(), last ? 0 : reserve(0));
        if (position == Ring.FULL) {
            return missing(type, MissingReason.HAND_OFF_FULL, 1);
        }
        return position != Ring.CLOSED;
    }

    /**
     * Takes a line of DiagnosticLogs, if more than half of the hand-off is free: audit records must never want for room because
     * of them.
     *
     * @return false when the hand-off is closed
     */
    boolean offerDiagnostic(byte[] line) {
        if (closed) {
            return false;
        }
        boolean crowded = routes.get().isCrowded(Category.DiagnosticLogs);
        long position = crowded
                ? Ring.FULL
                : ring.offer(DIAGNOSTIC, line, 0, line.length, Math.max(reserve(0), ring.capacity() / 2));
        return position == Ring.FULL ? missing(DIAGNOSTIC, MissingReason.HAND_OFF_FULL, 1) : position != Ring.CLOSED;
    }

    /** Counts records that are lost, where they would have stood; false when the hand-off is closed. */
    boolean missing(byte type, MissingReason reason, long count) {
        missing.add(count);
        // Last: where this is called for want of stack, whatever came behind would have it counted once more.
        if (closed || !ring.missing(type, reason, count)) {
            missing.add(-count);
            return false;
        }
        return true;
    }

    long missing() {
        return missing.sum();
    }

    long refused() {
        return refused.sum();
    }
}
