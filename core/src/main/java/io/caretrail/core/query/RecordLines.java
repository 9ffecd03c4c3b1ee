package io.caretrail.core.query;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the lines of a file, plain or compressed (RFC 1952, any number of members), in bounded memory whatever the file
 * holds. The bytes of a line are valid until the next one is read.
 */
final class RecordLines implements Closeable {

    /** In bytes. A record has at most 16 KB, rendered in other schemas a few times that. */
    static final int LONGEST = 1024 * 1024;

    private static final int BLOCK = 64 * 1024;
    /** CRC-32 and length, behind the last compressed byte. */
    private static final int TRAILER = 8;

    private final InputStream in;
    private byte[] buffer = new byte[BLOCK];
    private int filled;
    private int start;
    private int end;
    /** Behind the line end. */
    private int next;

    private long number;
    private boolean whole;
    private boolean tooLong;

    /** @param progress told how many bytes of the file were read, each time some were */
    RecordLines(FileInputStream file, boolean compressed, LongConsumer progress) throws IOException {
        InputStream counted = new FilterInputStream(file) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int n = super.read(bytes, from, length);
                progress.accept(Math.max(n, 0));
                return n;
            }
        };
        in = compressed ? new Members(counted) : counted;
    }

    /**
     * Goes to the next line; false at the end of the file.
     *
     * @throws ZipException or {@link java.io.EOFException} when compressed data is damaged; what came before was good
     */
    boolean advance() throws IOException {
        start = next;
        tooLong = false;
        int seen = start;
        while (true) {
            for (int i = seen; i < filled; i++) {
                if (buffer[i] == '\n') {
                    return line(i, i + 1, true);
                }
            }
            makeRoom();
            seen = filled;
            int n = in.read(buffer, filled, buffer.length - filled);
            if (n < 0) {
                return (filled > start || tooLong) && line(filled, filled, false);
            }
            filled += n;
        }
    }

    private boolean line(int to, int behind, boolean isWhole) {
        end = to;
        next = behind;
        number++;
        whole = isWhole;
        return true;
    }

    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            start = 0;
        }
        if (filled == LONGEST || (tooLong && filled == buffer.length)) {
            tooLong = true;
            filled = 0;
        } else if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST, 2 * buffer.length));
        }
    }

    byte[] bytes() {
        return buffer;
    }

    /** Where the line begins in {@link #bytes}. */
    int start() {
        return start;
    }

    /** In bytes, without the line end. */
    int length() {
        return end - start;
    }

    /** Of the line, from 1. */
    long number() {
        return number;
    }

    /** Whether it has a line end. */
    boolean isWhole() {
        return whole;
    }

    /** Whether it is longer than {@link #LONGEST}; only its end is there then. */
    boolean isTooLong() {
        return tooLong;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Java's reader takes anything behind a member that is no further member for the end, and says nothing. */
    private static final class Members extends GZIPInputStream {

        private final InputStream compressed;

        Members(InputStream compressed) throws IOException {
            super(compressed, BLOCK);
            this.compressed = compressed;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            if (n < 0 && (inf.getRemaining() > TRAILER || compressed.read() >= 0)) {
                throw new ZipException("what stands behind the compressed data is none");
            }
            return n;
        }
    }
}
