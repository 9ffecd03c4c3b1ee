package io.caretrail.core.trail;

import io.caretrail.core.handoff.Cursor;
import io.caretrail.core.handoff.MissingReason;
import io.caretrail.core.handoff.Reader;
import io.caretrail.core.handoff.Ring;
import io.caretrail.core.record.Category;
import io.caretrail.core.spool.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one destination: in the hand-off, or, once it has fallen behind, all of it in its spool until that has run
 * empty. The lane's thread takes from it, the writer spills it. Thread-safe.
 */
final class Backlog implements Closeable {

    private static final int SPILL_RECORDS = 512;
    private static final long SPILL_BYTES = 256L * 1024;

    private final Ring ring;
    private final Cursor cursor;
    private final Overflow overflow;
    private final boolean remote;
    private final Tally tally;

    /** What stands before is none of its business. */
    private final long begin;

    private final ReentrantLock lock = new ReentrantLock();

    /** Where the lane reads the hand-off. Guarded by lock. */
    private Reader reader;

    /** A Gap on its way that says how many are missing; they are counted until it is there. Guarded by lock. */
    private long gapInFlight;

    /** Guarded by lock. */
    private boolean closed;

    /** Whether everything goes through the spool. Changed with the lock held. */
    private volatile boolean spilling;

    /**
     * Everything before is with the destination, in the spool, or counted as missing, and need not stay in the hand-off.
     * Changed with the lock held.
     */
    private volatile long holds;

    /** Changed with the lock held. */
    private volatile Selection selection;

    /** @param start where a lane begins that has no cursor yet */
    Backlog(Ring ring, Cursor cursor, long start, Selection selection, Overflow overflow, boolean remote, Tally tally) {
        this.ring = ring;
        this.cursor = cursor;
        this.overflow = overflow;
        this.remote = remote;
        this.tally = tally;
        this.selection = selection;
        spilling = !overflow.isEmpty() || overflow.missing() > 0;
        long known = cursor.position() == Cursor.NEW ? start : cursor.position();
        holds = Math.max(known, overflow.lastPosition());
        begin = holds;
        cursor.moveTo(holds);
        reader = ring.reader(holds);
        tally.due.addAndGet(overflow.records() + overflow.missing());
        tally.missing.addAndGet(overflow.missing());
    }

    /** Whether a place of the hand-off is for this lane; {@code position} is behind the entry. On any thread. */
    boolean takes(Reader entry) {
        if (entry.isMissing() && entry.missing().reason() == MissingReason.DAMAGED) {
            // Nobody knows what stood there.
            return true;
        }
        if (EntryType.type(entry.type()) == EntryType.CHECKPOINT && !remote) {
            return false;
        }
        return selection.takes(EntryType.category(entry.type()), entry.end());
    }

    /** Whether a place is to be delivered by this lane and has not been before it was opened. On any thread. */
    boolean isDue(Reader entry) {
        return entry.end() > begin && takes(entry);
    }

    /** Has the lane read no further until {@link #goOn}, on the same thread. */
    void hold() {
        lock.lock();
    }

    void goOn() {
        lock.unlock();
    }

    /** From behind this position on these categories. */
    void select(long behind, Set<Category> categories) {
        lock.lock();
        try {
            selection = selection.then(behind, categories, holds);
        } finally {
            lock.unlock();
        }
    }

    Selection selection() {
        return selection;
    }

    /** From now on what waits may take so many bytes on disk. */
    void spoolQuota(long bytes) {
        lock.lock();
        try {
            overflow.quota(bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Position that the hand-off must be kept from. */
    long holds() {
        return holds;
    }

    /** Whether half of the spool's room is taken, or none can be had. On any thread. */
    boolean isCrowded() {
        return spilling && overflow.isCrowded();
    }

    boolean isSpilling() {
        return spilling;
    }

    /** Why what cannot be delivered finds no room either; null when it does. */
    @Nullable
    String full() {
        return overflow.full();
    }

    long spooled() {
        return locked(overflow::records);
    }

    long spoolBytes() {
        return locked(overflow::bytes);
    }

    /** Whether all up to a place is with the destination. */
    boolean isDrained(long position) {
        return !spilling && holds >= position;
    }

    /** Moves what is next into the batch, as much as goes in; that may be nothing. For the lane's thread. */
    void fill(Batch batch) throws IOException {
        boolean spooled;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (spilling && overflow.isEmpty()) {
                returnToRing(batch);
            }
            spooled = spilling;
            if (!spilling) {
                takeFromRing(batch);
            }
        } finally {
            lock.unlock();
        }
        if (spooled) {
            // Without the lock: only the lane's own thread leaves the spool, and it may read while the writer appends.
            overflow.take(batch);
        }
    }

    private void returnToRing(Batch batch) {
        spilling = false;
        reader = ring.reader(Math.max(holds, batch.end()));
        gapInFlight = overflow.missing();
        if (gapInFlight > 0) {
            batch.add(Overflow.noRoom(gapInFlight), holds);
        }
    }

    private void takeFromRing(Batch batch) {
        while (!batch.isFull() && reader.next()) {
            if (!takes(reader)) {
                continue;
            }
            if (reader.isMissing()) {
                batch.add(Gap.of(reader.type(), reader.missing()), reader.end());
            } else {
                batch.add(record(reader), reader.end());
            }
        }
        batch.readTo(reader.end());
    }

    private static byte[] record(Reader entry) {
        byte[] record = new byte[entry.length()];
        entry.copyTo(ByteBuffer.wrap(record));
        return record;
    }

    /** The destination has all up to a place and will not lose it. */
    void kept(long position) throws IOException {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (gapInFlight > 0) {
                overflow.missingSaid(gapInFlight);
                gapInFlight = 0;
            }
            if (spilling) {
                overflow.delivered(position);
            }
            if (position > holds) {
                holds = position;
                cursor.moveTo(position);
            }
        } finally {
            lock.unlock();
        }
    }

    /** From now on everything goes through the spool. For the writer, as all below. */
    void startSpilling() {
        lock.lock();
        try {
            spilling = true;
        } finally {
            lock.unlock();
        }
    }

    /** Moves entries of the hand-off into the spool; false when there was none, or they could not be taken. */
    boolean spill() {
        lock.lock();
        try {
            if (!spilling) {
                return false;
            }
            Reader entries = ring.reader(holds);
            List<Entry> batch = new ArrayList<>();
            long bytes = 0;
            while (batch.size() < SPILL_RECORDS && bytes < SPILL_BYTES && entries.next()) {
                if (takes(entries)) {
                    byte[] record = record(entries);
                    batch.add(new Entry(entries.end(), entries.type(), ByteBuffer.wrap(record)));
                    bytes += record.length;
                }
            }
            long to = entries.end();
            if (to <= holds || (!batch.isEmpty() && !overflow.append(batch, holds, gapInFlight))) {
                return false;
            }
            holds = to;
            cursor.moveTo(to);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up what the spool does not take, up to a place, and counts it. */
    void drop(long position) {
        lock.lock();
        try {
            Reader entries = ring.reader(holds);
            long missing = 0;
            long known = 0;
            while (entries.end() < position && entries.next()) {
                if (!takes(entries)) {
                    continue;
                }
                if (!entries.isMissing()) {
                    missing++;
                } else if (entries.missing().reason() != MissingReason.REFUSED) {
                    // Counted as missing already, but its own Gap goes with it.
                    known += entries.missing().count();
                }
            }
            // First the count: were the process to die in between, a record counted and kept is better than one lost.
            overflow.addMissing(missing + known);
            tally.missing.addAndGet(missing);
            holds = Math.max(holds, entries.end());
            cursor.moveTo(holds);
        } finally {
            lock.unlock();
        }
    }

    void force() throws IOException {
        overflow.force();
    }

    /**
     * Moves all up to a position into the spool, for a lane that is no more.
     *
     * @return how many records are lost by that, since there is no room
     */
    long detach(long position) {
        if (holds >= position && !spilling) {
            return 0;
        }
        startSpilling();
        while (holds < position && spill()) {
            // Batch by batch.
        }
        if (holds < position) {
            drop(position);
        }
        return locked(overflow::missing);
    }

    /** Lets go of everything; a thread that comes back from its destination later changes nothing any more. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            overflow.close();
        } finally {
            lock.unlock();
        }
    }

    private long locked(LongSupplier question) {
        lock.lock();
        try {
            return question.getAsLong();
        } finally {
            lock.unlock();
        }
    }
}
