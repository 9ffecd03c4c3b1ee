package io.caretrail.core.seal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a file of text, plain or compressed, line by line in bounded memory. */
final class TextLines implements Closeable {

    /** In bytes; of a longer line the rest is passed over. */
    static final int LONGEST = 64 * 1024;

    private final InputStream in;
    private byte[] line = new byte[2 * 1024];
    private long number;
    private long offset;

    /**
     * One line.
     *
     * @param number from 1
     * @param offset where it begins, in bytes
     * @param text without line end
     * @param whole whether it has a line end
     */
    record TextLine(long number, long offset, String text, boolean whole) {}

    TextLines(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(new FileInputStream(file.toFile()), LONGEST);
        try {
            in = file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(raw), LONGEST) : raw;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** Null at the end. */
    @Nullable
    TextLine next() throws IOException {
        int length = 0;
        long start = offset;
        for (int b = in.read(); b >= 0; b = in.read()) {
            offset++;
            if (b == '\n') {
                return line(start, length, true);
            }
            if (length == line.length && length < LONGEST) {
                line = Arrays.copyOf(line, 2 * length);
            }
            if (length < line.length) {
                line[length++] = (byte) b;
            }
        }
        return offset == start ? null : line(start, length, false);
    }

    private TextLine line(long start, int length, boolean whole) {
        number++;
        return new TextLine(number, start, new String(line, 0, length, StandardCharsets.UTF_8), whole);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
