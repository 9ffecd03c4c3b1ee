package io.caretrail.core.handoff;

/** The persisted progress of one lane: everything before it is delivered. For one thread at a time. */
public final class Cursor {

    /** What {@link #position} is until the first move. */
    public static final long NEW = -1;

    private final Ring ring;
    private final State state;
    private final int slot;
    private final long key;

    Cursor(Ring ring, State state, int slot, long key) {
        this.ring = ring;
        this.state = state;
        this.slot = slot;
        this.key = key;
    }

    /** What it was made with. */
    public long key() {
        return key;
    }

    /** The position that was last moved to, or {@link #NEW}. */
    public long position() {
        return state.cursor(slot, key);
    }

    /**
     * Moves forward, never back: a smaller position is ignored.
     *
     * @throws IllegalStateException when the ring is closed or the cursor was freed
     */
    public void moveTo(long position) {
        change(() -> state.liftCursor(slot, key, position));
    }

    /**
     * Gives the place up, for a lane that is no more.
     *
     * @throws IllegalStateException when the ring is closed or the cursor was freed
     */
    public void free() {
        change(() -> state.freeCursor(slot));
    }

    private void change(Runnable change) {
        ring.guarded(() -> {
            if (state.cursorKey(slot) != key) {
                throw new IllegalStateException("the cursor was freed");
            }
            change.run();
        });
    }
}
