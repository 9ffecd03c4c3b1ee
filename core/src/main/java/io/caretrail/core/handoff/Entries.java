package io.caretrail.core.handoff;

import java.util.zip.CRC32C;

/**
 * How an entry lies in the ring: a header of three words, then the payload, which may wrap around. Entries begin at
 * multiples of {@link #UNIT}, so a header never wraps and two producers never share a cache line.
 *
 * <pre>
 * 0  stamp     the entry's own position, salted; written last
 * 8  measure   length (32 bits), type (8), check of both and the position (24)
 * 16 checksum  CRC32C of the payload, salted with the position; above it 32 bits unused
 * 24 payload
 * </pre>
 *
 * <p>All three tell this lap from the one before: bytes of an earlier entry of the same length at the same place would
 * otherwise be taken for the new one when its producer dies before it has copied them.
 */
final class Entries {

    static final int UNIT = 64;
    static final int HEADER = 24;

    /** The type of an entry that is to be passed over; its payload is whatever was there. */
    static final byte VOID = 0;

    private static final int MEASURE = 8;
    private static final int CHECKSUM = 16;

    private final Memory memory;

    Entries(Memory memory) {
        this.memory = memory;
    }

    static long footprint(int length) {
        return ((long) HEADER + length + UNIT - 1) & -UNIT;
    }

    static int checksum(byte[] payload, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(payload, offset, length);
        return (int) crc.getValue();
    }

    /** Writes a claimed entry and publishes it. */
    void write(long position, byte type, byte[] payload, int offset, int length, int checksum) {
        int at = memory.offset(position);
        memory.set(at + MEASURE, measure(position, type, length));
        memory.put(at + HEADER, payload, offset, length);
        memory.set(at + CHECKSUM, salted(checksum, position));
        memory.setRelease(at, stamp(position));
    }

    /** Publishes a claimed place as nothing. */
    void writeVoid(long position, long footprint) {
        int at = memory.offset(position);
        memory.set(at + MEASURE, measure(position, VOID, (int) (footprint - HEADER)));
        memory.setRelease(at, stamp(position));
    }

    boolean isPublished(long position) {
        return memory.getAcquire(memory.offset(position)) == stamp(position);
    }

    /** Publishes an entry that is whole but for its stamp. */
    void publish(long position) {
        memory.setRelease(memory.offset(position), stamp(position));
    }

    /** Takes back whatever stands where a stamp is. */
    void unpublish(long position) {
        memory.set(memory.offset(position), ~stamp(position));
    }

    /** Whether length and type are this entry's. */
    boolean isMeasured(long position) {
        long measure = memory.get(memory.offset(position) + MEASURE);
        return measure == measure(position, (byte) (measure >>> 32), (int) measure)
                && (int) measure >= 0
                && footprint((int) measure) <= memory.capacity();
    }

    /** Of a measured entry. */
    int length(long position) {
        return (int) memory.get(memory.offset(position) + MEASURE);
    }

    /** Of a measured entry. */
    byte type(long position) {
        return (byte) (memory.get(memory.offset(position) + MEASURE) >>> 32);
    }

    /** Whether the payload of a measured entry is what was written. */
    boolean isIntact(long position) {
        return type(position) == VOID
                || memory.get(memory.offset(position) + CHECKSUM)
                        == salted(memory.checksum(position + HEADER, length(position)), position);
    }

    /** Whether a whole, published entry stands there. */
    boolean isEntry(long position) {
        return isPublished(position) && isMeasured(position) && isIntact(position);
    }

    /** The position whose stamp stands at an offset, whatever it is worth. */
    long stampedAt(int offset) {
        return memory.get(offset) ^ memory.salt();
    }

    private long stamp(long position) {
        return position ^ memory.salt();
    }

    private long measure(long position, byte type, int length) {
        long measure = ((type & 0xFFL) << 32) | (length & 0xFFFF_FFFFL);
        return (CheckedWord.mix(measure ^ CheckedWord.mix(stamp(position))) << 40) | measure;
    }

    private long salted(int checksum, long position) {
        return (checksum ^ (CheckedWord.mix(stamp(position)) >>> 32)) & 0xFFFF_FFFFL;
    }
}
