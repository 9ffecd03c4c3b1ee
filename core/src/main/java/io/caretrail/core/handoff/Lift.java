package io.caretrail.core.handoff;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Moves everything in a ring to greater positions, in a new file. A ring that lost its newest pages with the power, or came
 * back from a backup, would else hand out positions once more that stand for other entries elsewhere.
 */
final class Lift implements Consumer<Memory> {

    private final Memory from;
    private final Map<Long, Long> taken;
    private final long released;
    private final long end;
    private final long shift;

    /**
     * @param end of the ring as it was found
     * @param taken see {@link Ring#open(java.nio.file.Path, long, Map, Consumer)}
     */
    Lift(Memory from, long end, Map<Long, Long> taken) {
        this.from = from;
        this.taken = taken;
        this.end = end;
        released = new State(from).released();
        shift = furthest(taken) - released;
    }

    /** Behind this nothing has been handed out; a multiple of {@link Entries#UNIT}. */
    static long furthest(Map<Long, Long> taken) {
        long furthest = 0;
        for (long position : taken.values()) {
            furthest = Math.max(furthest, position);
        }
        return (furthest + Entries.UNIT - 1) & -Entries.UNIT;
    }

    /** Where the new ring begins. */
    long start() {
        return released + shift;
    }

    /** Where it ends. */
    long end() {
        return end + shift;
    }

    /** Fills the new file, whose state is cleared. */
    @Override
    public void accept(Memory to) {
        copyEntries(new Entries(from), new Entries(to));
        State old = new State(from);
        State state = new State(to);
        state.copyOf(old);
        for (int slot = 0; slot < State.CURSORS; slot++) {
            long key = old.cursorKey(slot);
            if (key != 0) {
                // What is taken already lies before the old end, all of it: the old end was reached once.
                long elsewhere = Math.min(end, taken.getOrDefault(key, 0L));
                state.liftCursor(slot, key, Math.max(old.cursor(slot, key), elsewhere) + shift);
            }
        }
    }

    private void copyEntries(Entries old, Entries entries) {
        for (long at = released; at < end; at += Entries.footprint(old.length(at))) {
            int length = old.length(at);
            byte type = old.type(at);
            if (type == Entries.VOID) {
                entries.writeVoid(at + shift, Entries.footprint(length));
            } else {
                byte[] payload = new byte[length];
                from.copy(at + Entries.HEADER, length, ByteBuffer.wrap(payload));
                entries.write(at + shift, type, payload, 0, length, Entries.checksum(payload, 0, length));
            }
        }
    }
}
