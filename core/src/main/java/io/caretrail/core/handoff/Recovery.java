package io.caretrail.core.handoff;

import io.caretrail.core.handoff.Found.Damage;
import io.caretrail.core.handoff.Found.LastStop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes through a ring as the last owner left it and makes it whole: what was claimed and never published becomes void,
 * what is damaged becomes an entry that says so, at its place. Running it again changes nothing, so it may be killed.
 */
final class Recovery {

    private final Memory memory;
    private final Entries entries;
    private final State state;
    private final End mark;
    private final Gaps gaps;
    private final LastStop lastStop;
    private final Consumer<String> messages;

    private final List<Damage> damages = new ArrayList<>();
    private long found;
    private long holes;
    private long start;
    private long end;

    Recovery(Memory memory, Machine machine, Consumer<String> messages) {
        this.memory = memory;
        this.entries = new Entries(memory);
        this.state = new State(memory);
        this.mark = new End(memory);
        this.gaps = new Gaps(entries, state);
        this.messages = messages;
        this.lastStop = lastStop(machine.boot());
    }

    private LastStop lastStop(long boot) {
        if (mark.isClosed()) {
            return LastStop.CLOSED;
        }
        return boot != 0 && mark.boot() == boot ? LastStop.KILLED : LastStop.MACHINE_DOWN;
    }

    /** Whether anything says where the entries are or were: a word, a cursor, an entry. To be asked before {@link #run}. */
    boolean locate() {
        start = bounds();
        return end > 0;
    }

    Found run() {
        repairCursors();
        for (long at = start; at < end; ) {
            at = entries.isEntry(at) ? pass(at) : heal(at);
        }
        if (!state.repairCounters()) {
            messages.accept("counters of missing records in the hand-off were destroyed; what they held is not known");
        }
        state.release(start);
        return new Found(lastStop, found, holes, List.copyOf(damages));
    }

    /** Valid after {@link #run}. */
    long end() {
        return end;
    }

    /** Finds where the entries begin and end, from what is left of the words that say it and of the entries. */
    private long bounds() {
        long released = state.released();
        long marked = mark.position();
        end = marked;
        boolean whole = released >= 0 && marked >= released && marked - released <= memory.capacity();
        if (whole && lastStop != LastStop.MACHINE_DOWN) {
            return released;
        }
        end = Math.max(newest(Math.max(0, released)), Math.max(released, furthestCursor()));
        if (marked <= end + memory.capacity()) {
            end = Math.max(end, marked);
        }
        if (released < 0) {
            messages.accept("where the hand-off was released to is not known any more; all it holds is taken as new");
        }
        if (end == 0) {
            return 0;
        }
        long begin = Math.max(released, Math.max(0, end - memory.capacity()));
        end = Math.max(end, lastZeroed(end, begin + memory.capacity()));
        scrub();
        return begin;
    }

    /** The end of the last part that lost its content, 0 for none: what was there nobody knows, so it counts as used. */
    private long lastZeroed(long from, long to) {
        long at = to - Entries.UNIT;
        while (at >= from && !isZeroed(at, at + Entries.UNIT)) {
            at -= Entries.UNIT;
        }
        return at < from ? 0 : at + Entries.UNIT;
    }

    private long furthestCursor() {
        long furthest = 0;
        for (int slot = 0; slot < State.CURSORS; slot++) {
            furthest = Math.max(furthest, cursor(slot));
        }
        return furthest;
    }

    /** -1 when there is none in this place. */
    private long cursor(int slot) {
        long key = state.cursorKey(slot);
        return key == 0 ? -1 : state.cursor(slot, key);
    }

    /** Makes both copies of each cursor the same again. */
    private void repairCursors() {
        for (int slot = 0; slot < State.CURSORS; slot++) {
            long key = state.cursorKey(slot);
            if (key != 0) {
                state.repairCursor(slot, key);
            } else if (state.isUsed(slot)) {
                state.freeCursor(slot);
                messages.accept("the cursor of a destination was destroyed; it begins with the oldest record there is");
            }
        }
    }

    /** Takes stamps away that no entry goes with: a producer that claims the place later would seem to have published it. */
    private void scrub() {
        for (long at = end; at < end + memory.capacity(); at += Entries.UNIT) {
            if (entries.isPublished(at)) {
                entries.unpublish(at);
            }
        }
    }

    /** The end of the newest entry anywhere in the ring, 0 for none. */
    private long newest(long from) {
        long newest = 0;
        for (int slot = 0; slot < memory.capacity(); slot += Entries.UNIT) {
            long position = entries.stampedAt(Geometry.ENTRIES + slot);
            if (position >= from && position >= newest && isPossible(position, slot) && entries.isEntry(position)) {
                newest = position + Entries.footprint(entries.length(position));
            }
        }
        return newest;
    }

    private boolean isPossible(long position, int slot) {
        return position % memory.capacity() == slot && position / Entries.UNIT <= CheckedWord.LARGEST;
    }

    private long firstEntry(long from) {
        long at = from;
        while (at < end && !entries.isEntry(at)) {
            at += Entries.UNIT;
        }
        return at;
    }

    private long pass(long at) {
        byte type = entries.type(at);
        if (type != Entries.VOID) {
            found++;
        }
        if (Gaps.isMissing(type)) {
            ByteBuffer payload = ByteBuffer.allocate(entries.length(at));
            memory.copy(at + Entries.HEADER, payload.capacity(), payload);
            gaps.found(type, payload.flip());
        }
        return at + Entries.footprint(entries.length(at));
    }

    /** Deals with a place where no whole entry is. */
    private long heal(long at) {
        boolean published = entries.isPublished(at);
        long next;
        if (entries.isMeasured(at)) {
            next = Math.min(end, at + Entries.footprint(entries.length(at)));
            if (!published && entries.isIntact(at) && entries.type(at) != Entries.VOID) {
                entries.publish(at);
                return pass(at);
            }
        } else {
            next = Math.min(end, firstEntry(at + Entries.UNIT));
        }
        if (lastStop == LastStop.KILLED && !published && !isZeroed(at, next)) {
            holes++;
            entries.writeVoid(at, next - at);
        } else {
            damaged(at, next);
        }
        return next;
    }

    private boolean isZeroed(long from, long to) {
        for (long at = from; at < to; at += Entries.UNIT) {
            int offset = memory.offset(at);
            boolean zero = true;
            for (int i = 0; i < Entries.UNIT && zero; i += Long.BYTES) {
                zero = memory.get(offset + i) == 0;
            }
            if (zero) {
                return true;
            }
        }
        return false;
    }

    private void damaged(long from, long to) {
        byte type = entries.isMeasured(from) && !Gaps.isMissing(entries.type(from)) ? entries.type(from) : 0;
        damages.add(new Damage(from, to - from));
        found++;
        if (to - from > Entries.UNIT) {
            entries.writeVoid(from + Entries.UNIT, to - from - Entries.UNIT);
        }
        gaps.write(from, type, Gaps.payload(MissingReason.DAMAGED, 1, to - from, 0));
        // A lane that was in the middle of it would look for an entry where none begins any more.
        for (int slot = 0; slot < State.CURSORS; slot++) {
            long cursor = cursor(slot);
            if (cursor > from && cursor < to && cursor != from + Entries.UNIT) {
                state.setCursor(slot, state.cursorKey(slot), from);
            }
        }
    }
}
