package io.caretrail.core.seal;

import io.caretrail.core.seal.LineReader.Read;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Compares the lines of one file with the checkpoints that cover them. */
final class DataCheck {

    /** How many lines to look ahead for a line that was expected. */
    private static final int AHEAD = 64;

    private final Path file;
    private final MessageDigest link = Hash.digest();
    private long records;
    private long tail;
    private long tailLine;
    private long tailOffset;
    private @Nullable Finding finding;

    private DataCheck(Path file) {
        this.file = file;
    }

    /**
     * Checks a file.
     *
     * @param lines how many lines of the seal to go by: those found good
     */
    static DataCheck of(Path file, Path seal, long lines) throws IOException {
        DataCheck check = new DataCheck(file);
        try (LineReader data = new LineReader(file);
                SealFile.Reader checkpoints = new SealFile.Reader(seal)) {
            try {
                check.run(data, checkpoints, lines);
            } catch (ZipException | EOFException damaged) {
                check.finding = new Finding(
                        file,
                        data.number() + 1,
                        data.offset(),
                        "the compressed data is damaged here (" + damaged.getMessage() + ")");
            }
        } catch (ZipException | EOFException damaged) {
            check.finding = Finding.of(file, "is no compressed file (" + damaged.getMessage() + ")");
        }
        return check;
    }

    private void run(LineReader data, SealFile.Reader checkpoints, long lines) throws IOException {
        boolean first = true;
        for (long i = 0; i < lines && finding == null; i++) {
            SealFile.Line line = checkpoints.next();
            if (line == null || line.checkpoint() == null) {
                break;
            }
            if (first) {
                data.skipTo(
                        line.checkpoint().lines().from(),
                        line.checkpoint().lines().first());
                first = false;
            }
            compare(data, line.checkpoint(), checkpoints);
        }
        tailLine = data.number() + 1;
        tailOffset = data.offset();
        if (finding == null) {
            for (Read read = data.next(); read != null; read = data.next()) {
                tail += read.isWhole() ? 1 : 0;
            }
        }
    }

    private void compare(LineReader data, Checkpoint checkpoint, SealFile.Reader behind) throws IOException {
        Lines lines = checkpoint.lines();
        byte[] marks = lines.markBytes();
        byte[] value = Hash.bytes(lines.before());
        for (int i = 0; i < lines.count(); i++) {
            Read read = data.next();
            if (read == null) {
                finding = new Finding(
                        file,
                        data.number() + 1,
                        data.offset(),
                        "is missing, and all that stood behind it: the file was cut here");
                return;
            }
            if (!isMarked(read, marks, i)) {
                byte[] expected = expected(marks, i, behind);
                finding = new Finding(file, read.number(), read.offset(), difference(read, data, expected));
                return;
            }
            link.update(value);
            link.update(read.hash());
            value = link.digest();
            records++;
        }
        if (!Hash.hex(value).equals(lines.after()) || (lines.count() > 0 && data.offset() != lines.to())) {
            finding = new Finding(
                    file,
                    lines.first(),
                    lines.from(),
                    "this line, or one of the " + (lines.count() - 1) + " behind it, is not the one that was sealed");
        }
    }

    private static boolean isMarked(Read read, byte[] marks, int line) {
        int from = line * LineChain.MARK_BYTES;
        return Arrays.equals(
                read.hash(), 0, LineChain.MARK_BYTES, marks, from, Math.min(marks.length, from + LineChain.MARK_BYTES));
    }

    /** The marks from a line on, of the checkpoints behind it too. */
    private static byte[] expected(byte[] marks, int line, SealFile.Reader behind) throws IOException {
        byte[] all = Arrays.copyOfRange(marks, line * LineChain.MARK_BYTES, marks.length);
        while (all.length < AHEAD * LineChain.MARK_BYTES) {
            SealFile.Line next = behind.next();
            if (next == null || next.checkpoint() == null) {
                break;
            }
            byte[] more = next.checkpoint().lines().markBytes();
            int length = all.length;
            all = Arrays.copyOf(all, length + more.length);
            System.arraycopy(more, 0, all, length, more.length);
        }
        return all;
    }

    /** What has happened to the lines from here on, as far as the next ones can tell. */
    private static String difference(Read read, LineReader data, byte[] marks) throws IOException {
        List<Read> next = new ArrayList<>();
        for (Read one = data.next(); one != null && next.size() < AHEAD; one = data.next()) {
            next.add(one);
        }
        if (!read.isWhole()) {
            return "half of this line is missing, and all that stood behind it: the file was cut here";
        }
        int expected = marks.length / LineChain.MARK_BYTES;
        if (expected > 1 && !next.isEmpty() && isMarked(read, marks, 1) && isMarked(next.get(0), marks, 0)) {
            return "this line and the next one were swapped";
        }
        for (int later = 1; later < expected; later++) {
            if (isMarked(read, marks, later)) {
                return (later == 1 ? "1 line is" : later + " lines are") + " missing here";
            }
        }
        for (int i = 0; i < next.size(); i++) {
            if (isMarked(next.get(i), marks, 0)) {
                return (i == 0 ? "1 line was" : (i + 1) + " lines were") + " inserted here";
            }
        }
        return "this line is not the one that was sealed";
    }

    /** The first thing that is wrong; null when nothing is. */
    @Nullable
    Finding finding() {
        return finding;
    }

    /** Lines that were as they were sealed. */
    long records() {
        return records;
    }

    /** Whole lines behind the last checkpoint. */
    long tail() {
        return tail;
    }

    /** The number of the first of them. */
    long tailLine() {
        return tailLine;
    }

    /** Where they begin, in bytes. */
    long tailOffset() {
        return tailOffset;
    }
}
