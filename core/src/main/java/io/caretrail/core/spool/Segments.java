package io.caretrail.core.spool;

import io.caretrail.core.spool.Segment.End;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The segments of a spool in their order, and how much they take on disk. Thread-safe. */
final class Segments {

    private final Path folder;
    private final ConcurrentNavigableMap<Long, Segment> byFirst = new ConcurrentSkipListMap<>();
    private final AtomicLong bytes = new AtomicLong();

    private Segments(Path folder) {
        this.folder = folder;
    }

    /** Those in the folder. */
    static Segments in(Path folder) throws IOException {
        Segments segments = new Segments(folder);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(path -> Segment.isName(String.valueOf(path.getFileName())))
                    .filter(Files::isRegularFile)
                    .toList();
        }
        for (Path file : files) {
            End end = new End(Files.size(file), -1, -1);
            segments.add(new Segment(folder, Segment.first(String.valueOf(file.getFileName())), end));
        }
        return segments;
    }

    /**
     * Cuts off what follows the last whole frame of all.
     *
     * @param remarks takes what was done, in words
     * @return how many bytes that were
     */
    long cutTail(List<String> remarks) throws IOException {
        long cut = 0;
        for (Segment newest = newest(); newest != null; newest = newest()) {
            End end = wholeEnd(newest);
            long torn = newest.end().offset() - end.offset();
            if (torn > 0) {
                remarks.add(newest.path() + ": ended with " + torn
                        + " bytes that are no whole entry, as after a crash; they were cut off");
            }
            cut += torn;
            if (end.offset() > 0) {
                cutTo(newest, end);
                return cut;
            }
            remove(newest);
        }
        return cut;
    }

    private static End wholeEnd(Segment segment) throws IOException {
        End end = new End(0, -1, -1);
        try (FrameReader reader = new FrameReader(segment.path(), 0)) {
            long length = segment.end().offset();
            for (Frame frame = reader.next(length); frame != null; frame = reader.next(length)) {
                end = new End(frame.end(), frame.number(), frame.entry().position());
            }
        }
        return end;
    }

    private void cutTo(Segment segment, End end) throws IOException {
        long torn = segment.end().offset() - end.offset();
        if (torn > 0) {
            try (RandomAccessFile file = new RandomAccessFile(segment.path().toFile(), "rw")) {
                file.setLength(end.offset());
            }
        }
        segment.endsAt(end);
        bytes.addAndGet(-torn);
    }

    Path folder() {
        return folder;
    }

    void add(Segment segment) {
        byFirst.put(segment.first(), segment);
        bytes.addAndGet(segment.end().offset());
    }

    void grow(Segment segment, End end) {
        bytes.addAndGet(end.offset() - segment.end().offset());
        segment.endsAt(end);
    }

    /** Deletes a segment's file, if it is still there. */
    void remove(Segment segment) throws IOException {
        Files.deleteIfExists(segment.path());
        forget(segment);
    }

    /** Leaves out those that someone deleted or renamed. */
    void forgetMissing() {
        for (Segment segment : byFirst.values()) {
            if (Files.notExists(segment.path())) {
                forget(segment);
            }
        }
    }

    private void forget(Segment segment) {
        if (byFirst.remove(segment.first(), segment)) {
            bytes.addAndGet(-segment.end().offset());
        }
    }

    boolean isEmpty() {
        return byFirst.isEmpty();
    }

    /** The oldest one that begins at this position or behind it. */
    @Nullable
    Segment from(long first) {
        return value(byFirst.ceilingEntry(first));
    }

    /** The one that would hold this position, and the oldest when that begins behind it. */
    @Nullable
    Segment at(long position) {
        Segment segment = value(byFirst.floorEntry(position));
        return segment == null ? oldest() : segment;
    }

    /** The next one, if there is one yet; once there is, nothing is added to this one any more. */
    @Nullable
    Segment after(Segment segment) {
        return value(byFirst.higherEntry(segment.first()));
    }

    @Nullable
    Segment oldest() {
        return value(byFirst.firstEntry());
    }

    @Nullable
    Segment newest() {
        return value(byFirst.lastEntry());
    }

    private static @Nullable Segment value(java.util.Map.@Nullable Entry<Long, Segment> entry) {
        return entry == null ? null : entry.getValue();
    }

    /** In bytes, as far as they are in use. */
    long bytes() {
        return bytes.get();
    }
}
