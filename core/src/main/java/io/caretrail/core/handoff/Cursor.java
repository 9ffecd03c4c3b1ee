package io.caretrail.core.handoff;

/** The persisted progress of one lane: everything before it is delivered. For one thread at a time. */
@SuppressWarnings("DoNotCallSuggester")
public final class Cursor {

    /** What {@link #position} is until the first move. */
    public static final long NEW = -1;

    private final long key;

    Cursor(long key) {
        this.key = key;
    }

    public long key() {
        return key;
    }

    /** The position that was last moved to, or {@link #NEW}. */
    public long position() {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves forward, never back: a smaller position is ignored.
     *
     * @throws IllegalStateException when the ring is closed or the cursor was freed
     */
    public void moveTo(long position) {
        throw new UnsupportedOperationException();
    }

    /** Gives the place up, for a lane that is no more. */
    public void free() {
        throw new UnsupportedOperationException();
    }
}
