package io.caretrail.core.handoff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The crash-safe hand-off: a reused ring of entries in a memory-mapped file. What {@link #offer} has returned a position
 * for survives the death of the process; after {@link #force} the loss of power too.
 *
 * <p>A position is the number of bytes that were ever claimed before it; it only grows, over restarts too. All methods
 * may be called by any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Ring implements Closeable {

    /** There is no room. */
    public static final long FULL = -1;

    /** The ring is closed. */
    public static final long CLOSED = -2;

    /** Set in the type of an entry that says what is missing; the rest of the type is what the missing ones had. */
    public static final byte MISSING = 0x40;

    /** Types of entries are 1 to this. */
    public static final byte LARGEST_TYPE = 31;

    private Ring() {}

    /**
     * Opens the ring in a file, made (fully written, never sparse) when absent. The caller holds the {@link StateFolder}.
     * Damage is healed and reported, never a reason not to open; a file that is no ring at all is moved aside.
     *
     * @param size bytes for entries; a ring of another size is used as it is until it is found empty
     * @param messages told what the operator should know
     * @throws IOException when the file cannot be made, read or mapped
     */
    public static Ring open(Path file, long size, Consumer<String> messages) throws IOException {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /**
     * Counts entries that are lost, in the file. An entry with {@link #MISSING} in its type comes out where they would
     * have stood, or as soon after as there is room. Never waits, never allocates.
     *
     * @return false when the ring is closed and nothing was counted
     */
    public boolean missing(byte type, MissingReason reason, long count) {
        throw new UnsupportedOperationException();
    }

    /** How many entries were ever counted as missing. */
    public long missing(byte type, MissingReason reason) {
        throw new UnsupportedOperationException();
    }

    /** Bytes for entries; each takes {@link #footprint}. */
    public long capacity() {
        throw new UnsupportedOperationException();
    }

    /** The longest payload that is taken, in bytes. */
    public int largest() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of the ring that a payload of this length takes. */
    public static long footprint(int length) {
        throw new UnsupportedOperationException();
    }

    /** Position behind the newest claimed entry. */
    public long end() {
        throw new UnsupportedOperationException();
    }

    /** Everything before may be overwritten. */
    public long released() {
        throw new UnsupportedOperationException();
    }

    /** Lets everything before be overwritten. A smaller position than before is ignored. */
    public void release(long position) {
        throw new UnsupportedOperationException();
    }

    /** Bytes between {@link #released} and {@link #end}. */
    public long used() {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a reader.
     *
     * @param from position behind an entry, e.g. of a {@link Cursor}; the oldest entry when it is before that
     */
    public Reader reader(long from) {
        throw new UnsupportedOperationException();
    }

    /**
     * Finds or makes the cursor of a lane.
     *
     * @param key stands for the lane's identity; not 0
     * @throws IllegalStateException when there are 32 already: {@link Cursor#free} those that are no more
     */
    public Cursor cursor(long key) {
        throw new UnsupportedOperationException();
    }

    /** All cursors there are. */
    public List<Cursor> cursors() {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts everything that was published before the call on the disk. Threads that call at the same time share one sync.
     *
     * @throws IOException when the disk does not take it; the next call tries again
     */
    public void force() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** What {@link #open} met. */
    public Found found() {
        throw new UnsupportedOperationException();
    }

    /** Ends the use of the file: later offers get {@link #CLOSED}. What is in the ring stays for the next owner. */
    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
