package io.caretrail.core.spool;

import io.caretrail.core.spool.CursorFile.Mark;
import io.caretrail.core.spool.Segment.End;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where entries come out: read from the oldest segment on, and given back to the disk once delivered. Thread-safe. */
final class Outlet implements Closeable {

    private static final long UNKNOWN = -1;

    private final Segments segments;
    private final CursorFile cursor;

    /** Handed out and not delivered, without their bytes. */
    private final Deque<Step> out = new ArrayDeque<>();
    /** Read and not handed out. */
    private final Deque<Found> ahead = new ArrayDeque<>();

    /** The segment that is read; null between two. */
    private @Nullable Segment current;
    /** Null too when its file is gone. */
    private @Nullable FrameReader reader;
    /** With no current segment: the next one begins here or behind. */
    private long nextSegment;

    /** The number that the next entry has if none is missing. */
    private long expected;
    /** Up to this position all was delivered or read. */
    private long seen;

    private boolean closed;
    private long damagedBytes;
    private String damage = "";

    /** Delivery stands here; reading begins anew here. */
    private Step resume;

    /**
     * A place in the spool.
     *
     * @param mark the last entry before it
     * @param segment the position that names its segment
     * @param offset in that segment
     */
    private record Step(Mark mark, long segment, long offset) {}

    private record Found(Spooled what, Step behind) {}

    Outlet(Segments segments, CursorFile cursor) throws IOException {
        this.segments = segments;
        this.cursor = cursor;
        Segment first = segments.at(cursor.mark().position());
        resume = new Step(cursor.mark(), first == null ? 0 : first.first(), 0);
        rewind();
        if (first != null && cursor.isUnknown()) {
            beginAtOldest(first);
        }
    }

    /** The first entry that can be read is taken for the first that was not delivered. */
    private void beginAtOldest(Segment oldest) throws IOException {
        expected = UNKNOWN;
        Found found = read();
        if (found != null) {
            ahead.addFirst(found);
            long number = found.behind().mark().number() - (found.what() instanceof Entry ? 1 : 0);
            resume = new Step(new Mark(-1, number), oldest.first(), 0);
            cursor.assume(resume.mark());
        }
    }

    synchronized @Nullable Spooled next() throws IOException {
        Found found = take();
        if (found == null) {
            return null;
        }
        out.addLast(found.behind());
        return found.what();
    }

    synchronized void rewind() throws IOException {
        out.clear();
        ahead.clear();
        leave();
        nextSegment = resume.segment();
        readOnBehind(resume.mark());
        forgetDamage();
    }

    private void readOnBehind(Mark mark) {
        expected = mark.number() + 1;
        seen = mark.position();
    }

    synchronized void delivered(long position) throws IOException {
        passOver(position);
        Step newest = null;
        for (Step step : out) {
            newest = step.mark().position() <= position ? step : newest;
        }
        if (newest != null) {
            cursor.write(newest.mark());
            resume = newest;
            while (!out.isEmpty() && out.getFirst().mark().position() <= position) {
                out.removeFirst();
            }
        }
        giveBack();
    }

    /** Counts as handed out what was not yet, up to a position; keeps only the last of it. */
    private void passOver(long position) throws IOException {
        while (out.isEmpty() || out.getLast().mark().position() < position) {
            Found found = take();
            if (found == null) {
                return;
            }
            if (found.what().position() > position) {
                ahead.addFirst(found);
                return;
            }
            out.clear();
            out.addLast(found.behind());
        }
    }

    private @Nullable Found take() throws IOException {
        if (closed) {
            throw new IOException("the spool is closed");
        }
        Found found = ahead.pollFirst();
        return found == null ? read() : found;
    }

    private @Nullable Found read() throws IOException {
        while (enter()) {
            Segment segment = Objects.requireNonNull(current);
            // Looked at before the end: once there is a next segment, the end of this one is final.
            Segment after = segments.after(segment);
            End end = segment.end();
            Frame frame = reader == null ? null : reader.next(end.offset());
            note(segment, frame, end);
            if (frame != null) {
                if (frame.entry().position() > seen) {
                    return found(segment, frame);
                }
                // Delivered before, and what was damaged among it too.
                forgetDamage();
            } else if (after == null) {
                return missingAtEnd(segment, end);
            } else {
                leave();
                nextSegment = segment.first() + 1;
            }
        }
        return null;
    }

    private boolean enter() throws IOException {
        if (current == null) {
            current = segments.from(nextSegment);
        }
        Segment segment = current;
        if (segment != null && reader == null) {
            try {
                reader = new FrameReader(segment.path(), segment.first() == resume.segment() ? resume.offset() : 0);
            } catch (NoSuchFileException e) {
                damage = segment.path() + ": was removed or renamed by someone else; keep others out of its folder";
            }
        }
        return segment != null;
    }

    private void note(Segment segment, @Nullable Frame frame, End end) {
        long skipped = reader == null ? 0 : reader.skipped();
        if (skipped > 0) {
            long until = frame == null ? end.offset() : frame.offset();
            damagedBytes += skipped;
            damage = segment.path() + ": " + skipped + " bytes before offset " + until
                    + " are damaged and were passed over; check the disk";
        }
    }

    private Found found(Segment segment, Frame frame) {
        Mark mark = new Mark(frame.entry().position(), frame.number());
        Found entry = new Found(frame.entry(), new Step(mark, segment.first(), frame.end()));
        boolean lossless = expected == UNKNOWN ? damagedBytes == 0 : frame.number() <= expected;
        if (lossless) {
            forgetDamage();
            readOnBehind(mark);
            return entry;
        }
        Mark before = new Mark(frame.entry().position() - 1, frame.number() - 1);
        Found lost = lost(before, new Step(before, segment.first(), frame.offset()));
        readOnBehind(mark);
        ahead.addFirst(entry);
        return lost;
    }

    /** What was appended behind the last entry that can be read. */
    private @Nullable Found missingAtEnd(Segment segment, End end) {
        Mark last = new Mark(end.position(), end.number());
        if (last.number() < expected) {
            forgetDamage();
            return null;
        }
        Found lost = lost(last, new Step(last, segment.first(), end.offset()));
        readOnBehind(last);
        return lost;
    }

    private Found lost(Mark last, Step behind) {
        long entries = expected == UNKNOWN ? 1 : last.number() - expected + 1;
        String where = damage.isEmpty()
                ? segments.folder() + ": segments were removed by someone else; keep others out of it"
                : damage;
        Found lost = new Found(new Lost(last.position(), entries, damagedBytes, where), behind);
        forgetDamage();
        return lost;
    }

    private void forgetDamage() {
        damagedBytes = 0;
        damage = "";
    }

    /** Deletes the segments of which all was delivered, but for the newest: it remembers the last position. */
    synchronized void giveBack() throws IOException {
        boolean asked = false;
        for (Segment oldest = segments.oldest(); oldest != null && isDelivered(oldest); oldest = segments.oldest()) {
            if (!asked) {
                cursor.writeThrough(cursor.mark());
                asked = true;
            }
            if (oldest == current) {
                leave();
                nextSegment = oldest.first() + 1;
            }
            segments.remove(oldest);
        }
    }

    private boolean isDelivered(Segment segment) {
        return segments.after(segment) != null
                && (segment.first() < resume.segment()
                        || (segment.first() == resume.segment()
                                && resume.offset() >= segment.end().offset()));
    }

    private void leave() throws IOException {
        FrameReader open = reader;
        current = null;
        reader = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try (cursor) {
            leave();
        }
    }
}
