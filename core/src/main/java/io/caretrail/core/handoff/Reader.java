package io.caretrail.core.handoff;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Goes through a ring in order, at its own pace. For one thread at a time; any number of readers do not disturb each
 * other.
 */
public final class Reader {

    private final Ring ring;
    private final Memory memory;
    private final Entries entries;

    private long start;
    private long end;
    private byte type;
    private int length;

    /** Bytes that were found damaged while the ring was in use; then there is no payload in the ring. */
    private long damaged;

    Reader(Ring ring, Memory memory, Entries entries, long from) {
        this.ring = ring;
        this.memory = memory;
        this.entries = entries;
        this.start = from;
        this.end = from;
    }

    /**
     * Goes to the next entry, if it is published: never waits. Void entries are passed over.
     *
     * @return false at the end, at an entry that its producer has not finished yet, and when the ring is closed
     * @throws OvertakenException when this place was released
     */
    public boolean next() {
        while (ring.isReadable(end)) {
            if (entries.isMeasured(end)) {
                type = entries.type(end);
                length = entries.length(end);
                damaged = entries.isIntact(end) ? 0 : Entries.footprint(length);
            } else {
                damaged = distanceToNext(end);
            }
            checkNotOvertaken(end);
            if (damaged > 0) {
                return passDamage();
            }
            start = end;
            end += Entries.footprint(length);
            if (type != Entries.VOID) {
                return true;
            }
        }
        // An entry of a later lap looks like one that is not published yet.
        checkNotOvertaken(end);
        return false;
    }

    private long distanceToNext(long from) {
        long newest = ring.end();
        long at = from + Entries.UNIT;
        while (at < newest && !entries.isEntry(at)) {
            at += Entries.UNIT;
        }
        return at - from;
    }

    private boolean passDamage() {
        start = end;
        end += damaged;
        type = Ring.MISSING;
        length = Gaps.PAYLOAD;
        return true;
    }

    private void checkNotOvertaken(long position) {
        VarHandle.acquireFence();
        if (ring.released() > position) {
            throw new OvertakenException(position, ring.released());
        }
    }

    /** What {@link Ring#offer} was given; with {@link Ring#MISSING} set in it, the payload is a {@link Missing}. */
    public byte type() {
        return type;
    }

    /** Whether this entry stands for others that are missing. */
    public boolean isMissing() {
        return Gaps.isMissing(type);
    }

    /** What is missing here. Only when {@link #isMissing}. */
    public Missing missing() {
        ByteBuffer payload = ByteBuffer.allocate(length);
        copyTo(payload);
        return Missing.read(payload.flip());
    }

    /** Bytes of the payload. */
    public int length() {
        return length;
    }

    /** Position of the entry. */
    public long start() {
        return start;
    }

    /** Position behind the entry, as {@link Ring#offer} returned it. */
    public long end() {
        return end;
    }

    /**
     * Copies the payload; the position of {@code into} moves by {@link #length}.
     *
     * @throws OvertakenException when the place was released meanwhile
     * @throws java.nio.BufferOverflowException when there is too little room
     */
    public void copyTo(ByteBuffer into) {
        if (damaged > 0) {
            into.put(Gaps.payload(MissingReason.DAMAGED, 1, damaged, 0));
            return;
        }
        memory.copy(start + Entries.HEADER, length, into);
        checkNotOvertaken(start);
    }
}
