package io.caretrail.core.handoff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.zip.CRC32C;

/** The mapped file of a ring: words by their offset, bytes of entries by their position, which wraps around. */
final class Memory {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final MappedByteBuffer map;

    /** The same, of the type that the VarHandle is exact for. */
    private final ByteBuffer bytes;

    private final long capacity;
    private final long salt;

    Memory(MappedByteBuffer map, Geometry geometry) {
        this.map = map;
        this.bytes = map;
        this.capacity = geometry.capacity();
        this.salt = geometry.salt();
    }

    long capacity() {
        return capacity;
    }

    long salt() {
        return salt;
    }

    MappedByteBuffer map() {
        return map;
    }

    /** Offset of a position. */
    int offset(long position) {
        return Geometry.ENTRIES + (int) (position % capacity);
    }

    long get(int offset) {
        return (long) LONG.get(bytes, offset);
    }

    long getAcquire(int offset) {
        return (long) LONG.getAcquire(bytes, offset);
    }

    void set(int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    void setRelease(int offset, long value) {
        LONG.setRelease(bytes, offset, value);
    }

    boolean compareAndSet(int offset, long expected, long value) {
        return LONG.compareAndSet(bytes, offset, expected, value);
    }

    /** Puts bytes of an entry from an offset on; in front of the end of the ring, where no header wraps. */
    void put(int at, byte[] from, int start, int length) {
        int fitting = (int) Math.min(length, Geometry.ENTRIES + capacity - at);
        bytes.put(at, from, start, fitting);
        if (fitting < length) {
            bytes.put(Geometry.ENTRIES, from, start + fitting, length - fitting);
        }
    }

    void copy(long position, int length, ByteBuffer into) {
        if (into.remaining() < length) {
            throw new BufferOverflowException();
        }
        int at = offset(position);
        int fitting = (int) Math.min(length, Geometry.ENTRIES + capacity - at);
        into.put(into.position(), bytes, at, fitting);
        into.put(into.position() + fitting, bytes, Geometry.ENTRIES, length - fitting);
        into.position(into.position() + length);
    }

    int checksum(long position, int length) {
        CRC32C crc = new CRC32C();
        int at = offset(position);
        int fitting = (int) Math.min(length, Geometry.ENTRIES + capacity - at);
        crc.update(bytes.slice(at, fitting));
        if (fitting < length) {
            crc.update(bytes.slice(Geometry.ENTRIES, length - fitting));
        }
        return (int) crc.getValue();
    }

    /** Makes the system take every page for changed, so that the next sync writes those that a failed one has dropped. */
    void touchEveryPage() {
        for (int offset = 0; offset < bytes.capacity(); offset += Geometry.PAGE) {
            long unused = (long) LONG.getAndBitwiseOr(bytes, offset, 0L);
        }
    }
}
