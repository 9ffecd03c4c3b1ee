package io.caretrail.core.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * The hash chain over the lines of a trail. Hash of a line: SHA-256 of its bytes, line end included. Value behind a line:
 * SHA-256 of the value before it and the hash of the line. It goes on from file to file. For one thread at a time.
 */
final class LineChain {

    /** Of the hash of each line so many bytes are kept in the seal: enough to find the line that was changed. */
    static final int MARK_BYTES = 8;

    private final MessageDigest line = Hash.digest();
    private final MessageDigest link = Hash.digest();
    private final byte[] hash = new byte[Hash.BYTES];
    private final byte[] value = new byte[Hash.BYTES];

    // Where the last checkpoint ended.
    private final byte[] before = new byte[Hash.BYTES];
    private long from;
    private long firstLine = 1;

    // What came since.
    private final ByteArrayOutputStream marks = new ByteArrayOutputStream();
    private int count;
    private long lineEnd;
    /** Behind the last byte taken; behind {@link #lineEnd} when half a line was. */
    private long position;

    /** Goes on in a new file. */
    void startFile() {
        resume(Hash.hex(before), 0, 1);
    }

    /** Goes on where a checkpoint ended. */
    void resume(String after, long to, long nextLine) {
        System.arraycopy(Hash.bytes(after), 0, before, 0, Hash.BYTES);
        from = to;
        firstLine = nextLine;
        rewind();
    }

    /** Forgets what came since the last checkpoint. */
    void rewind() {
        System.arraycopy(before, 0, value, 0, Hash.BYTES);
        line.reset();
        marks.reset();
        count = 0;
        lineEnd = from;
        position = from;
    }

    /** Lines since the last checkpoint. */
    int count() {
        return count;
    }

    /** In bytes from the beginning of the file: behind the last byte taken. */
    long position() {
        return position;
    }

    /** Where the lines end that the last checkpoint covers. */
    long sealedTo() {
        return from;
    }

    /** Takes a line; the record has no line end, and its position stays. */
    void line(ByteBuffer record) {
        position += record.remaining() + 1;
        line.update(record.duplicate());
        line.update((byte) '\n');
        end();
    }

    /** Takes bytes of a file up to a number of lines since the last checkpoint; returns how many it took. */
    int bytes(byte[] bytes, int length, int lines) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                line.update(bytes, start, i + 1 - start);
                position += i + 1 - start;
                start = i + 1;
                end();
                if (count >= lines) {
                    return start;
                }
            }
        }
        line.update(bytes, start, length - start);
        position += length - start;
        return length;
    }

    /** Takes what stands behind the last line end as a line, when anything does. */
    void endOfFile() {
        if (position > lineEnd) {
            end();
        }
    }

    private void end() {
        try {
            line.digest(hash, 0, Hash.BYTES);
            link.update(value);
            link.update(hash);
            link.digest(value, 0, Hash.BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        marks.write(hash, 0, MARK_BYTES);
        count++;
        lineEnd = position;
    }

    /** What came since the last checkpoint. */
    Lines lines() {
        return new Lines(
                firstLine,
                count,
                from,
                lineEnd,
                Hash.hex(before),
                Hash.hex(value),
                Base64.getEncoder().encodeToString(marks.toByteArray()));
    }

    /** A checkpoint covers what came; half a line stays for the next one. */
    void sealed() {
        System.arraycopy(value, 0, before, 0, Hash.BYTES);
        firstLine += count;
        from = lineEnd;
        marks.reset();
        count = 0;
    }
}
