package io.caretrail.core.spool;

import io.caretrail.core.file.OwnerOnly;
import io.caretrail.core.spool.CursorFile.Mark;
import io.caretrail.core.spool.Segment.End;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where entries go in: the newest segment. Appends all of a batch or nothing of it. Thread-safe.
 *
 * <p>A RandomAccessFile and not a FileChannel: a channel closes itself when its thread is interrupted.
 */
final class Inlet implements Closeable {

    private final Segments segments;
    private final CursorFile cursor;
    private volatile long quota;
    private final long segmentSize;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private volatile Mark last;
    private @Nullable Active active;

    /** Whether what is written must survive the loss of power: {@link #force} was called. */
    private boolean durable;

    private boolean dirty;
    private boolean newInFolder;
    private boolean closed;

    /** The segment that is written to. */
    private static final class Active {
        private final Segment segment;
        private final RandomAccessFile file;
        private final FileIdentity identity;
        /** A failed batch could not be cut off; nothing may be written before it is. */
        private boolean torn;

        Active(Segment segment, RandomAccessFile file, FileIdentity identity) {
            this.segment = segment;
            this.file = file;
            this.identity = identity;
        }
    }

    /** @param last the newest entry that was ever appended */
    Inlet(Segments segments, CursorFile cursor, long quota, long segmentSize, Mark last) {
        this.segments = segments;
        this.cursor = cursor;
        this.quota = quota;
        this.segmentSize = segmentSize;
        this.last = last;
    }

    /** The newest entry that was ever appended. */
    Mark last() {
        return last;
    }

    void quota(long bytes) {
        quota = bytes;
    }

    synchronized boolean append(List<Entry> batch) throws IOException {
        if (closed) {
            throw new IOException("the spool is closed");
        }
        if (batch.isEmpty()) {
            return true;
        }
        long length = check(batch);
        leaveIfMoved();
        Active current = active;
        boolean roll = current == null || current.segment.end().offset() + length > segmentSize;
        if (!hasRoom(length)) {
            return false;
        }
        fill(
                batch,
                Math.toIntExact(length),
                current == null || roll ? 0 : current.segment.end().offset());
        Mark newest = new Mark(batch.get(batch.size() - 1).position(), last.number() + batch.size());
        if (current == null || roll) {
            begin(batch.get(0).position(), newest);
        } else {
            write(current, newest);
        }
        last = newest;
        return true;
    }

    /** Returns how many bytes the frames take. */
    private long check(List<Entry> batch) {
        long before = last.position();
        long length = 0;
        for (Entry entry : batch) {
            if (entry.position() <= before) {
                throw new IllegalArgumentException("position " + entry.position() + " is not behind " + before
                        + "; append in the hand-off's order");
            }
            if (entry.bytes().remaining() > Entry.LONGEST) {
                throw new IllegalArgumentException("the entry at position " + entry.position() + " has "
                        + entry.bytes().remaining() + " bytes; a spool takes at most " + Entry.LONGEST);
            }
            before = entry.position();
            length = Math.addExact(length, Frame.size(entry));
        }
        return length;
    }

    private boolean hasRoom(long length) {
        // Of an empty spool the newest segment is still there; it goes once the next one is delivered.
        boolean empty = cursor.mark().number() >= last.number();
        return (empty ? 0 : segments.bytes()) + CursorFile.LENGTH + length <= quota;
    }

    private void fill(List<Entry> batch, int length, long offset) {
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocate(length);
        }
        buffer.clear();
        long number = last.number();
        for (Entry entry : batch) {
            number++;
            Frame.put(buffer, offset + buffer.position(), number, entry);
        }
    }

    /** Someone moved or removed the segment, or the whole folder: a new one is begun, the numbers tell what is missing. */
    private void leaveIfMoved() throws IOException {
        Active current = active;
        if (current != null && !current.identity.isInPlace()) {
            active = null;
            segments.forgetMissing();
            current.file.close();
        }
    }

    private void begin(long first, Mark newest) throws IOException {
        OwnerOnly.createFolders(segments.folder());
        cursor.keepInPlace();
        Segment segment = new Segment(segments.folder(), first, end(0, newest));
        RandomAccessFile file = OwnerOnly.open(segment.path());
        Active fresh;
        try {
            // What a failure left under this name was never appended.
            if (file.length() > 0) {
                file.setLength(0);
            }
            file.write(buffer.array(), 0, buffer.position());
            fresh = new Active(segment, file, FileIdentity.of(segment.path()));
            finishActive();
        } catch (IOException e) {
            try (file) {
                Files.deleteIfExists(segment.path());
            } catch (IOException alsoNot) {
                e.addSuppressed(alsoNot);
            }
            throw e;
        }
        segments.add(segment);
        dirty = true;
        newInFolder = true;
        active = fresh;
    }

    private void finishActive() throws IOException {
        Active old = active;
        if (old != null && durable && dirty) {
            old.file.getFD().sync();
        }
        // Whatever closing says, nothing is written to it any more.
        active = null;
        if (old != null) {
            old.file.close();
        }
    }

    private void write(Active current, Mark newest) throws IOException {
        long before = current.segment.end().offset();
        cutIfTorn(current);
        try {
            current.file.seek(before);
            current.torn = true;
            current.file.write(buffer.array(), 0, buffer.position());
            current.torn = false;
        } catch (IOException e) {
            try {
                cutIfTorn(current);
            } catch (IOException notYet) {
                e.addSuppressed(notYet);
            }
            throw e;
        }
        dirty = true;
        segments.grow(current.segment, end(before, newest));
    }

    private static void cutIfTorn(Active current) throws IOException {
        if (current.torn) {
            current.file.setLength(current.segment.end().offset());
            current.torn = false;
        }
    }

    private End end(long before, Mark newest) {
        return new End(before + buffer.position(), newest.number(), newest.position());
    }

    synchronized void force() throws IOException {
        durable = true;
        Active current = active;
        if (current != null && dirty) {
            current.file.getFD().sync();
            dirty = false;
        }
        // Windows has no such thing as a folder that is synced.
        if (newInFolder
                && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(segments.folder(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
        newInFolder = false;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        Active current = active;
        active = null;
        if (current != null) {
            try (RandomAccessFile file = current.file) {
                file.getFD().sync();
            }
        }
    }
}
