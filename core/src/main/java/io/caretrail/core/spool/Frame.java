package io.caretrail.core.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * An entry as it lies in a segment: behind {@value #HEAD} bytes that let it be told from damage.
 *
 * <pre>
 *  0  mark        4 bytes, never found in UTF-8 text
 *  4  CRC32C      4 bytes, of all that follows
 *  8  length      4 bytes, of the entry's own bytes
 * 12  offset      8 bytes, where in its segment the frame begins
 * 20  position    8 bytes
 * 28  number      8 bytes, one more than that of the entry before
 * 36  type        1 byte
 * </pre>
 *
 * @param offset where in its segment it begins
 * @param end where in its segment the next one begins
 * @param number counts the entries of the spool from 1, over restarts too, so that a gap has a size
 */
record Frame(long offset, long end, long number, Entry entry) {

    static final int HEAD = 37;

    private static final int MARK = 0xFFC5_FE01;
    private static final int CHECKED_FROM = 8;

    static int size(Entry entry) {
        return HEAD + entry.bytes().remaining();
    }

    /** Writes a frame at the buffer's position. */
    static void put(ByteBuffer into, long offset, long number, Entry entry) {
        int start = into.position();
        into.putInt(MARK);
        into.putInt(0);
        into.putInt(entry.bytes().remaining());
        into.putLong(offset);
        into.putLong(entry.position());
        into.putLong(number);
        into.put(entry.type());
        into.put(entry.bytes().duplicate());
        into.putInt(start + 4, checksum(into, start, into.position() - start));
    }

    /** The size of the frame that seems to begin here, of which the head is there; -1 when none does. */
    static int sizeAt(ByteBuffer bytes, int start, long offset) {
        int length = bytes.getInt(start + 8);
        boolean plausible = bytes.getInt(start) == MARK
                && length >= 0
                && length <= Entry.LONGEST
                && bytes.getLong(start + 12) == offset;
        return plausible ? HEAD + length : -1;
    }

    /** Whether the frame of this size is what was once put. */
    static boolean isWhole(ByteBuffer bytes, int start, int size) {
        return bytes.getInt(start + 4) == checksum(bytes, start, size);
    }

    /** Copies a frame of this size out. */
    static Frame get(ByteBuffer bytes, int start, int size) {
        byte[] own = new byte[size - HEAD];
        bytes.get(start + HEAD, own);
        long offset = bytes.getLong(start + 12);
        return new Frame(
                offset,
                offset + size,
                bytes.getLong(start + 28),
                new Entry(bytes.getLong(start + 20), bytes.get(start + 36), ByteBuffer.wrap(own)));
    }

    private static int checksum(ByteBuffer bytes, int start, int size) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), bytes.arrayOffset() + start + CHECKED_FROM, size - CHECKED_FROM);
        return (int) crc.getValue();
    }
}
