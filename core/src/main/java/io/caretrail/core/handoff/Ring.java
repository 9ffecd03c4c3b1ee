package io.caretrail.core.handoff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The crash-safe hand-off: a reused ring of entries in a memory-mapped file. What {@link #offer} has returned a position
 * for survives the death of the process; after {@link #force} the loss of power too.
 *
 * <p>A position is the number of bytes that were ever claimed before it; it only grows, over restarts too. All methods
 * may be called by any thread.
 */
public final class Ring implements Closeable {

    /** There is no room. */
    public static final long FULL = -1;

    /** The ring is closed. */
    public static final long CLOSED = -2;

    /** Set in the type of an entry that says what is missing; the rest of the type is what the missing ones had. */
    public static final byte MISSING = 0x40;

    /** Types of entries are 1 to this. */
    public static final byte LARGEST_TYPE = 31;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Memory memory;
    private final Entries entries;
    private final State state;
    private final End mark;
    private final Space space;
    private final Gaps gaps;
    private final Orphans orphans = new Orphans();
    private final GroupCommit commit;
    private final Found found;
    private final int largest;

    /** Guards what is rare: releasing, cursors, closing. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean closed;

    Ring(Memory memory, Machine machine, long end, Found found) {
        this.memory = memory;
        this.entries = new Entries(memory);
        this.state = new State(memory);
        this.mark = new End(memory);
        this.space = new Space(mark, state, memory.capacity());
        this.gaps = new Gaps(entries, state);
        this.commit = new GroupCommit(new Sync(memory, machine));
        this.found = found;
        this.largest = (int) (Math.min(memory.capacity() / 4, Orphans.LARGEST) - Entries.HEADER);
        gaps.look();
        mark.open(end, machine.boot());
    }

    /**
     * Opens the ring in a file, made (fully written, never sparse) when absent. The caller holds the {@link StateFolder}.
     * Damage is healed and reported, never a reason not to open; a file that is no ring at all is moved aside.
     *
     * @param size bytes for entries; a ring of another size is used as it is until it is found empty
     * @param messages told what the operator should know
     * @throws IOException when the file cannot be made, read or mapped
     */
    public static Ring open(Path file, long size, Consumer<String> messages) throws IOException {
        return open(file, size, Map.of(), messages);
    }

    /**
     * As {@link #open(Path, long, Consumer)}, where other files know positions of this ring. Should it have been found older
     * than they are, positions go on behind them.
     *
     * @param taken by the key of a cursor: the position up to which its lane has everything elsewhere
     */
    public static Ring open(Path file, long size, Map<Long, Long> taken, Consumer<String> messages) throws IOException {
        return new RingOpening(file, size, taken, Machine.THIS, messages).open();
    }

    /**
     * Takes an entry. Never waits, never allocates.
     *
     * @param type 1 to {@link #LARGEST_TYPE}
     * @param reserve bytes that must stay free behind it
     * @return the position behind the entry, {@link #FULL} or {@link #CLOSED}
     * @throws IllegalArgumentException when it is longer than {@link #largest}
     */
    public long offer(byte type, byte[] payload, int offset, int length, long reserve) {
        if (type < 1 || type > LARGEST_TYPE || length > largest) {
            throw new IllegalArgumentException("type " + type + ", " + length + " bytes: the hand-off takes types 1 to "
                    + LARGEST_TYPE + " and at most " + largest + " bytes");
        }
        if (gaps.isUntold()) {
            gaps.tell(space, orphans);
        }
        // Also notices a wrong offset or length before anything is claimed.
        int checksum = Entries.checksum(payload, offset, length);
        long footprint = Entries.footprint(length);
        long position = FULL;
        boolean published = false;
        try {
            position = space.claim(footprint, reserve);
            if (position < 0) {
                return position;
            }
            entries.write(position, type, payload, offset, length, checksum);
            published = true;
            return position + footprint;
        } finally {
            if (!published && position >= 0) {
                // No calls here, see Orphans.
                long unit = position / Entries.UNIT;
                int place = (int) unit & (Orphans.PLACES - 1);
                orphans.places[place] = (unit << Orphans.SIZE_BITS) | (footprint / Entries.UNIT);
            }
        }
    }

    /**
     * Counts entries that are lost, in the file. An entry with {@link #MISSING} in its type comes out where they would
     * have stood, or as soon after as there is room. Never waits, never allocates.
     *
     * @param type 0 to {@link #LARGEST_TYPE}, 0 where it is not known
     * @return false when the ring is closed and nothing was counted
     */
    public boolean missing(byte type, MissingReason reason, long count) {
        if (type < 0 || type > LARGEST_TYPE || count < 0) {
            throw new IllegalArgumentException("type " + type + ", count " + count + ": 0 to " + LARGEST_TYPE
                    + " are types, and a count is not negative");
        }
        if (closed) {
            return false;
        }
        gaps.count(type, reason, count);
        return true;
    }

    /** How many entries were ever counted by {@link #missing(byte, MissingReason, long)}, in earlier processes too. */
    public long missing(byte type, MissingReason reason) {
        return state.counted(type, reason);
    }

    /** Bytes for entries; each takes {@link #footprint}. */
    public long capacity() {
        return memory.capacity();
    }

    /** The longest payload that is taken, in bytes. */
    public int largest() {
        return largest;
    }

    /** Bytes of the ring that a payload of this length takes. */
    public static long footprint(int length) {
        return Entries.footprint(length);
    }

    /** Position behind the newest claimed entry. */
    public long end() {
        return space.end();
    }

    /** Everything before may be overwritten. */
    public long released() {
        return space.released();
    }

    /**
     * Lets everything before be overwritten, up to {@link #end} at most. A smaller position than before is ignored.
     *
     * <p>Stops before what is being told as missing just then, see {@link #released}: who has nothing more to read asks
     * again, as nobody else will.
     *
     * @throws IllegalStateException when the ring is closed
     */
    public void release(long position) {
        guarded(() -> space.release(position));
    }

    /** Bytes between {@link #released} and {@link #end}. */
    public long used() {
        // In this order, so that it is never negative.
        long before = released();
        return end() - before;
    }

    /**
     * Makes a reader.
     *
     * @param from position behind an entry, e.g. of a {@link Cursor}; the oldest entry when it is before that
     */
    public Reader reader(long from) {
        return new Reader(this, memory, entries, Math.max(from, released()));
    }

    /** Whether an entry is published at a position. At the end, what is missing is told first. */
    boolean isReadable(long position) {
        if (closed) {
            return false;
        }
        if (entries.isPublished(position)) {
            return true;
        }
        if (position < end()) {
            return orphans.adopt(position, entries);
        }
        if (gaps.isUntold()) {
            gaps.tell(space, orphans);
        }
        return entries.isPublished(position);
    }

    /**
     * Finds or makes the cursor of a lane.
     *
     * @param key stands for the lane's identity; not 0
     * @throws IllegalStateException when there are 32 already: {@link Cursor#free} those that are no more
     */
    public Cursor cursor(long key) {
        if (key == 0) {
            throw new IllegalArgumentException("key 0 stands for no lane");
        }
        lock.lock();
        try {
            checkOpen();
            int free = -1;
            for (int slot = State.CURSORS - 1; slot >= 0; slot--) {
                if (state.cursorKey(slot) == key) {
                    return new Cursor(this, state, slot, key);
                }
                free = state.isUsed(slot) ? free : slot;
            }
            if (free < 0) {
                throw new IllegalStateException(
                        "all " + State.CURSORS + " cursors of the hand-off are in use; free one");
            }
            state.makeCursor(free, key);
            return new Cursor(this, state, free, key);
        } finally {
            lock.unlock();
        }
    }

    /** All cursors there are. */
    public List<Cursor> cursors() {
        List<Cursor> cursors = new ArrayList<>();
        for (int slot = 0; slot < State.CURSORS; slot++) {
            long key = state.cursorKey(slot);
            if (key != 0) {
                cursors.add(new Cursor(this, state, slot, key));
            }
        }
        return cursors;
    }

    /**
     * Puts everything that was published before the call on the disk. Threads that call at the same time share one sync.
     *
     * @throws IOException when the disk does not take it; the next call tries again
     */
    public void force() throws IOException {
        commit.await();
    }

    /** What {@link #open} met. */
    public Found found() {
        return found;
    }

    /**
     * Ends the use of the file: later offers get {@link #CLOSED}. What is in the ring stays for the next owner. Waits a
     * second at most for those in the middle of an offer.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            mark.leave();
            if (isQuiet(System.nanoTime() + PATIENCE.toNanos())) {
                mark.close();
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody is in the middle of an entry, or ends it in time. */
    private boolean isQuiet(long deadline) {
        long at = released();
        while (at < end()) {
            if (entries.isPublished(at) || orphans.adopt(at, entries)) {
                if (!entries.isMeasured(at)) {
                    return false;
                }
                at += Entries.footprint(entries.length(at));
            } else if (System.nanoTime() - deadline > 0) {
                return false;
            } else {
                LockSupport.parkNanos(100_000);
            }
        }
        return true;
    }

    /** Runs what must not happen any more when the file may be another owner's. */
    void guarded(Runnable change) {
        lock.lock();
        try {
            checkOpen();
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the hand-off is closed");
        }
    }
}
