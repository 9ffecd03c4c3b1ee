package io.caretrail.core.record;

/**
 * The line of a record, lent by the encoder that wrote it: for one thread, until it is closed. What is behind
 * {@link #length} is of no record.
 */
public interface EncodedRecord extends AutoCloseable {

    /** Lends an array of the caller's own, all of which is the line. */
    static EncodedRecord of(byte[] line) {
        return new Whole(line);
    }

    /** The array that the line stands in, from its first byte on; not to be written to, nor kept. */
    byte[] bytes();

    /** The line's length in bytes. */
    int length();

    /** Gives the array back to the encoder; a second call does nothing. */
    @Override
    void close();

    /** Nobody wants the array back. */
    final class Whole implements EncodedRecord {

        private final byte[] line;

        private Whole(byte[] line) {
            this.line = line;
        }

        @Override
        public byte[] bytes() {
            return line;
        }

        @Override
        public int length() {
            return line.length;
        }

        @Override
        public void close() {}
    }
}
