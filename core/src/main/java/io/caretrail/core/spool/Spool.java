package io.caretrail.core.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one destination on disk. Entries come out in the order they were appended, oldest first, each until it was
 * {@link #delivered}, also when the process dies at any moment; the last few may come out again then.
 *
 * <p>One thread may append while another reads; the numbers may be asked for on any.
 *
 * <p>Every IOException says what could not be done, why and what to do. Nothing half is left behind one, and the same call
 * works again once the cause is gone.
 */
public final class Spool implements Closeable {

    private final Path folder;
    private final long quota;

    private Spool(Path folder, long quota) {
        this.folder = folder;
        this.quota = quota;
    }

    /**
     * Opens the spool in a folder, made where it is not there. Whoever calls holds the lock of the folder's owner.
     *
     * @param quota how many bytes it may take on disk, all files together
     */
    public static Spool open(Path folder, long quota) throws IOException {
        return new Spool(folder, quota);
    }

    /**
     * Appends all entries or none. They are in the kernel's hands when this returns, see {@link #force}.
     *
     * @return false when that would exceed the quota; nothing was appended then
     * @throws IllegalArgumentException when a position is not greater than the one before it
     */
    public boolean append(List<Entry> batch) throws IOException {
        return batch.isEmpty();
    }

    /** Puts everything that was appended on the disk. To be called by the thread that appends. */
    public void force() throws IOException {}

    /**
     * The position of the newest entry that was ever appended, delivered or not; -1 when none was, or none can be known.
     * What comes before it is not to be appended again.
     */
    public long lastPosition() {
        return -1;
    }

    /** The next thing behind those already handed out; null when there is none yet. */
    public @Nullable Spooled next() throws IOException {
        return null;
    }

    /** Hands out again what was handed out and not delivered. */
    public void rewind() {}

    /**
     * Notes that all up to a position are with the destination; they do not come out again, those included that were not
     * handed out yet. A position before the last one changes nothing.
     */
    public void delivered(long position) throws IOException {}

    /** Whether all that was appended was delivered or reported as lost. */
    public boolean isEmpty() {
        return records() == 0;
    }

    /** How many entries were appended and not delivered, damaged ones included. */
    public long records() {
        return 0;
    }

    /** How much all files take on disk, in bytes; what was delivered is given back in whole segments. */
    public long bytes() {
        return quota < 0 ? 0 : folder.getNameCount() * 0L;
    }

    /** What opening met. */
    public Recovered recovered() {
        return new Recovered(0, List.of());
    }

    /** Closes the files; what waits stays. */
    @Override
    public void close() throws IOException {}
}
