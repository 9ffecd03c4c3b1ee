package io.caretrail.core.seal;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the hashes of the lines of a file, plain or compressed, in bounded memory whatever the file holds. */
final class LineReader implements Closeable {

    private static final int BLOCK = 64 * 1024;

    private final InputStream in;
    private final MessageDigest digest = Hash.digest();
    private final byte[] block = new byte[BLOCK];
    private int at;
    private int filled;
    private long number;
    private long offset;

    /** A line. */
    static final class Read {

        private final long number;
        private final long offset;
        private final byte[] hash;
        private final boolean whole;

        private Read(long number, long offset, byte[] hash, boolean whole) {
            this.number = number;
            this.offset = offset;
            this.hash = hash;
            this.whole = whole;
        }

        /** From 1. */
        long number() {
            return number;
        }

        /** Where it begins, in bytes. */
        long offset() {
            return offset;
        }

        /** SHA-256 of its bytes, line end included; not to be changed. */
        byte[] hash() {
            return hash;
        }

        /** Whether it has a line end. */
        boolean isWhole() {
            return whole;
        }
    }

    LineReader(Path file) throws IOException {
        InputStream raw = new FileInputStream(file.toFile());
        try {
            in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, BLOCK) : raw;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** Passes over bytes without looking at them. */
    void skipTo(long place, long nextLine) throws IOException {
        while (offset < place && fill()) {
            int n = (int) Math.min(filled - at, place - offset);
            at += n;
            offset += n;
        }
        number = nextLine - 1;
    }

    /** Number of the last line read. */
    long number() {
        return number;
    }

    /** Behind the last line read, in bytes. */
    long offset() {
        return offset;
    }

    /**
     * The next line; null at the end of the file.
     *
     * @throws IOException also when compressed data is damaged
     */
    @Nullable
    Read next() throws IOException {
        long start = offset;
        while (fill()) {
            for (int i = at; i < filled; i++) {
                if (block[i] == '\n') {
                    return line(start, i + 1, true);
                }
            }
            take(filled);
        }
        return offset == start ? null : line(start, at, false);
    }

    private Read line(long start, int to, boolean whole) {
        take(to);
        number++;
        return new Read(number, start, digest.digest(), whole);
    }

    private void take(int to) {
        digest.update(block, at, to - at);
        offset += to - at;
        at = to;
    }

    /** False at the end of the file. */
    private boolean fill() throws IOException {
        if (at < filled) {
            return true;
        }
        at = 0;
        filled = Math.max(0, in.read(block));
        return filled > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
