package io.caretrail.core.handoff;

/** The room in the ring: what may be claimed, and what was released. Releasing is for one thread at a time. */
final class Space {

    private final End end;
    private final State state;
    private final long capacity;

    private volatile long released;

    /** Nothing from here on is released, whoever has read it. */
    private volatile long pin = Long.MAX_VALUE;

    Space(End end, State state, long capacity) {
        this.end = end;
        this.state = state;
        this.capacity = capacity;
        this.released = state.released();
    }

    /** Claims a place: its position, {@link Ring#FULL} or {@link Ring#CLOSED}. */
    long claim(long footprint, long reserve) {
        return end.claim(footprint, released + capacity - reserve);
    }

    long end() {
        return end.position();
    }

    long released() {
        return released;
    }

    void release(long position) {
        long to = Math.min(position, Math.min(pin, end()));
        if (to > released) {
            state.release(to);
            released = to;
        }
    }

    void pin(long position) {
        pin = position;
    }

    void unpin() {
        pin = Long.MAX_VALUE;
    }
}
