package io.caretrail.core.handoff;

import java.nio.ByteBuffer;

/** Goes through a ring in order, at its own pace. For one thread at a time; any number of readers do not disturb each other. */
@SuppressWarnings("DoNotCallSuggester")
public final class Reader {

    Reader() {}

    /**
     * Goes to the next entry, if it is published: never waits. Void entries are passed over.
     *
     * @return false at the end, at an entry that its producer has not finished yet, and when the ring is closed
     * @throws OvertakenException when this place was released
     */
    public boolean next() {
        throw new UnsupportedOperationException();
    }

    /** What {@link Ring#offer} was given; with {@link Ring#MISSING} set in it, the payload is a {@link Missing}. */
    public byte type() {
        throw new UnsupportedOperationException();
    }

    public boolean isMissing() {
        throw new UnsupportedOperationException();
    }

    /** What is missing here. Only when {@link #isMissing}. */
    public Missing missing() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of the payload. */
    public int length() {
        throw new UnsupportedOperationException();
    }

    /** Position of the entry. */
    public long start() {
        throw new UnsupportedOperationException();
    }

    /** Position behind the entry, as {@link Ring#offer} returned it. */
    public long end() {
        throw new UnsupportedOperationException();
    }

    /** Where {@link #next} will look: {@link #end} of the entry, or further where void entries have been passed over since. */
    public long position() {
        throw new UnsupportedOperationException();
    }

    /**
     * Copies the payload; the position of {@code into} moves by {@link #length}.
     *
     * @throws OvertakenException when the place was released meanwhile
     * @throws java.nio.BufferOverflowException when there is too little room
     */
    public void copyTo(ByteBuffer into) {
        throw new UnsupportedOperationException();
    }
}
