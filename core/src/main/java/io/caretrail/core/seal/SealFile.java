package io.caretrail.core.seal;

import io.caretrail.core.seal.TextLines.TextLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of checkpoints, one a line, beside the file whose lines they cover. */
final class SealFile {

    static final String SUFFIX = ".seal";

    private SealFile() {}

    /** Where the checkpoints of a file stand. */
    static Path of(Path file) {
        return file.resolveSibling(file.getFileName() + SUFFIX);
    }

    /** Makes an empty file. */
    interface Creator {

        /** @throws java.nio.file.FileAlreadyExistsException when there is something of that name */
        void create(Path file) throws IOException;
    }

    /**
     * Appends a line. Opened anew each time, about once a second: whoever removes the file gets no checkpoint into what is
     * no more. When it throws, the file ends as before.
     *
     * @param sync whether to put it on the disk, too
     */
    static void append(Path file, String line, boolean sync, Creator creator) throws IOException {
        if (!Files.exists(file)) {
            creator.create(file);
        }
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            long end = endOfLines(out);
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            try {
                out.seek(end);
                out.write(bytes);
            } catch (IOException e) {
                out.setLength(end);
                throw e;
            }
            if (sync) {
                out.getFD().sync();
            }
        }
    }

    /** Cuts half a line off, which a crash left; what cannot be one of ours stays as a line that no one can read. */
    private static long endOfLines(RandomAccessFile file) throws IOException {
        long length = file.length();
        byte[] tail = new byte[(int) Math.min(length, TextLines.LONGEST)];
        file.seek(length - tail.length);
        file.readFully(tail);
        for (int i = tail.length - 1; i >= 0; i--) {
            if (tail[i] == '\n') {
                long end = length - tail.length + i + 1;
                file.setLength(end);
                return end;
            }
        }
        if (length > tail.length) {
            file.seek(length);
            file.write('\n');
            return length + 1;
        }
        file.setLength(0);
        return 0;
    }

    /** The first line that is a checkpoint; null when there is none, or no such file. */
    static @Nullable Checkpoint first(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try (Reader reader = new Reader(file)) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                if (line.checkpoint() != null) {
                    return line.checkpoint();
                }
            }
            return null;
        }
    }

    /** The last line that is a checkpoint; null when there is none, or no such file. */
    static @Nullable Checkpoint last(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        Checkpoint found = inTail(file);
        if (found != null) {
            return found;
        }
        try (Reader reader = new Reader(file)) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                found = line.checkpoint() == null ? found : line.checkpoint();
            }
            return found;
        }
    }

    private static @Nullable Checkpoint inTail(Path file) throws IOException {
        byte[] tail;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            tail = new byte[(int) Math.min(in.length(), 2L * TextLines.LONGEST)];
            in.seek(in.length() - tail.length);
            in.readFully(tail);
        }
        int end = lastLineEnd(tail, tail.length);
        while (end > 0) {
            int start = lastLineEnd(tail, end - 1);
            Checkpoint read = CheckpointText.parse(new String(tail, start, end - 1 - start, StandardCharsets.UTF_8));
            if (read != null) {
                return read;
            }
            end = start;
        }
        return null;
    }

    /** Behind the last line end before {@code to}; 0 when there is none. */
    private static int lastLineEnd(byte[] bytes, int to) {
        for (int i = to; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return 0;
    }

    /**
     * One line of a seal.
     *
     * @param number from 1
     * @param offset where it begins, in bytes
     * @param checkpoint null when it is none of ours
     * @param torn whether it is what a crash in the middle of a write leaves
     */
    record Line(long number, long offset, @Nullable Checkpoint checkpoint, boolean torn) {}

    /** Reads a seal line by line, in bounded memory. */
    static final class Reader implements Closeable {

        private final TextLines lines;

        Reader(Path file) throws IOException {
            lines = new TextLines(file);
        }

        /** Null at the end. */
        @Nullable
        Line next() throws IOException {
            TextLine line = lines.next();
            if (line == null) {
                return null;
            }
            String text = line.text();
            Checkpoint checkpoint = CheckpointText.parse(text);
            // A line that lacks nothing but its line end, or has something else instead, was not torn by a crash.
            boolean torn = !line.whole()
                    && checkpoint == null
                    && CheckpointText.parse(text.substring(0, text.length() - 1)) == null;
            return new Line(line.number(), line.offset(), checkpoint, torn);
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
