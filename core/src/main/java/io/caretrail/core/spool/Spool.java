package io.caretrail.core.spool;

import io.caretrail.core.file.OwnerOnly;
import io.caretrail.core.file.Remedy;
import io.caretrail.core.spool.CursorFile.Mark;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one destination on disk. Entries come out in the order they were appended, oldest first, each until it was
 * {@link #delivered}, also when the process dies at any moment; the last few may come out again then.
 *
 * <p>One thread may append while another reads; the numbers may be asked for on any and wait for no disk.
 *
 * <p>Every IOException says what could not be done, why and what to do. Nothing half is left behind one, and the same call
 * works again once the cause is gone.
 */
public final class Spool implements Closeable {

    private static final long SEGMENT = 4L * 1024 * 1024;
    private static final int FEWEST_SEGMENTS = 16;
    private static final int MOST_SEGMENTS = 4096;

    private static final Remedy REMEDY = new Remedy("choose another `state`", "free space there");

    private final Path folder;
    private final Segments segments;
    private final CursorFile cursor;
    private final Inlet inlet;
    private final Outlet outlet;
    private final Recovered recovered;

    private Spool(Path folder, long quota, long segmentSize) throws IOException {
        this.folder = folder;
        List<String> remarks = new ArrayList<>();
        OwnerOnly.createFolders(folder);
        segments = Segments.in(folder);
        cursor = CursorFile.open(folder, segments.isEmpty());
        long cut = segments.cutTail(remarks);
        outlet = new Outlet(segments, cursor);
        giveBackOrClose();
        inlet = new Inlet(segments, cursor, quota, segmentSize, last());
        if (!cursor.damage().isEmpty()) {
            remarks.add(cursor.damage());
        }
        recovered = new Recovered(cut, remarks);
    }

    private void giveBackOrClose() throws IOException {
        try {
            outlet.giveBack();
        } catch (IOException e) {
            try (outlet) {
                throw e;
            }
        }
    }

    /** What was cut off may have been delivered before. */
    private Mark last() {
        Mark delivered = cursor.mark();
        Segment newest = segments.newest();
        return newest == null
                ? delivered
                : new Mark(
                        Math.max(delivered.position(), newest.end().position()),
                        Math.max(delivered.number(), newest.end().number()));
    }

    /**
     * Opens the spool in a folder, made where it is not there. Whoever calls holds the lock of the folder's owner.
     *
     * @param quota how many bytes it may take on disk, all files together; an empty spool may keep one segment more
     */
    public static Spool open(Path folder, long quota) throws IOException {
        long size = Math.min(SEGMENT, quota / FEWEST_SEGMENTS);
        return open(folder, quota, Math.max(size, quota / MOST_SEGMENTS));
    }

    static Spool open(Path folder, long quota, long segmentSize) throws IOException {
        try {
            return new Spool(folder, quota, segmentSize);
        } catch (IOException e) {
            throw explained(folder, e);
        }
    }

    private static IOException explained(Path folder, IOException failure) {
        return new IOException(
                "spool \"" + folder + "\": cannot be used: " + REMEDY.of(folder, folder, failure), failure);
    }

    /**
     * Appends all entries or none. They are in the kernel's hands when this returns, see {@link #force}.
     *
     * @return false when that would exceed the quota; nothing was appended then
     * @throws IllegalArgumentException when a position is not greater than the one before it
     */
    public boolean append(List<Entry> batch) throws IOException {
        try {
            return inlet.append(batch);
        } catch (IOException e) {
            throw explained(folder, e);
        }
    }

    /** From now on all files together may take so many bytes; what is there already stays. */
    public void quota(long bytes) {
        inlet.quota(bytes);
    }

    /** Puts everything that was appended on the disk, from the first call on. */
    public void force() throws IOException {
        try {
            inlet.force();
        } catch (IOException e) {
            throw explained(folder, e);
        }
    }

    /**
     * The position of the newest entry that was ever appended, delivered or not; -1 when none was, or none can be known.
     * What comes before it is not to be appended again.
     */
    public long lastPosition() {
        return inlet.last().position();
    }

    /** The next thing behind those already handed out; null when there is none yet. */
    public @Nullable Spooled next() throws IOException {
        try {
            return outlet.next();
        } catch (IOException e) {
            throw explained(folder, e);
        }
    }

    /** Hands out again what was handed out and not delivered. */
    public void rewind() throws IOException {
        try {
            outlet.rewind();
        } catch (IOException e) {
            throw explained(folder, e);
        }
    }

    /**
     * Notes that all up to a position are with the destination; they do not come out again, those included that were not
     * handed out yet. A position before the last one changes nothing. When it throws, only this call is to be made again.
     */
    public void delivered(long position) throws IOException {
        try {
            outlet.delivered(position);
        } catch (IOException e) {
            throw explained(folder, e);
        }
    }

    /** Whether all that was appended was delivered or reported as lost. */
    public boolean isEmpty() {
        return records() == 0;
    }

    /** How many entries were appended and not delivered, damaged ones included. */
    public long records() {
        return inlet.last().number() - cursor.mark().number();
    }

    /** How much all files take on disk, in bytes; what was delivered is given back in whole segments. */
    public long bytes() {
        return segments.bytes() + cursor.length();
    }

    /** What opening met. */
    public Recovered recovered() {
        return recovered;
    }

    /** Closes the files; what waits stays. */
    @Override
    public void close() throws IOException {
        try (outlet) {
            inlet.close();
        } catch (IOException e) {
            throw explained(folder, e);
        }
    }
}
