package io.caretrail.core.handoff;

/**
 * What the ring remembers beside its entries: where it is released to, where each lane is, what is missing. Each word is
 * there twice, on pages of their own, and of two that differ the greater is true: all of them only grow.
 *
 * <p>Words may be lifted by several threads at once; making and freeing a cursor is for one at a time.
 */
final class State {

    static final int CURSORS = 32;

    /** {@link CheckedWord#value} counts positions in units of entries. */
    private static final int UNIT = Entries.UNIT;

    private static final int RELEASED = 0;
    private static final int FIRST_CURSOR = 512;
    private static final int CURSOR_SIZE = 16;
    private static final int COUNTED = 4096;
    private static final int TOLD = COUNTED + 2048;
    private static final int REASONS = 8;

    private static final int[] COPIES = {Geometry.STATE, Geometry.STATE_COPY};

    private final Memory memory;

    State(Memory memory) {
        this.memory = memory;
    }

    /** Fills the state of a new file. */
    void clear(long released) {
        for (int copy : COPIES) {
            for (int at = 0; at < Geometry.STATE_SIZE; at += Long.BYTES) {
                memory.set(copy + at, at < COUNTED ? 0 : CheckedWord.of(0, place(at)));
            }
        }
        lift(RELEASED, 0, released / UNIT);
    }

    /** Takes over what another ring remembers. */
    void copyOf(State other) {
        for (int copy : COPIES) {
            for (int at = COUNTED; at < Geometry.STATE_SIZE; at += Long.BYTES) {
                memory.set(copy + at, CheckedWord.of(Math.max(0, other.value(at, 0)), place(at)));
            }
        }
        for (int slot = 0; slot < CURSORS; slot++) {
            long key = other.cursorKey(slot);
            if (key != 0) {
                makeCursor(slot, key);
                liftCursor(slot, key, other.cursor(slot, key));
            }
        }
    }

    /** -1 when both copies are destroyed. */
    long released() {
        return position(value(RELEASED, 0));
    }

    void release(long position) {
        lift(RELEASED, 0, position / UNIT);
    }

    /** The key of the cursor in a place, 0 when it is free. */
    long cursorKey(int slot) {
        int word = wordOf(slot);
        for (int copy : COPIES) {
            long key = memory.get(copy + keyOf(slot));
            if (key != 0 && CheckedWord.isValid(memory.get(copy + word), place(word) ^ key)) {
                return key;
            }
        }
        return 0;
    }

    /** Whether there is a cursor in a place, or was until it was destroyed. */
    boolean isUsed(int slot) {
        for (int copy : COPIES) {
            if (memory.get(copy + keyOf(slot)) != 0 || memory.get(copy + wordOf(slot)) != 0) {
                return true;
            }
        }
        return false;
    }

    /** -1 for one that was never moved. */
    long cursor(int slot, long key) {
        long value = value(wordOf(slot), key);
        return value == 0 ? -1 : position(value);
    }

    void makeCursor(int slot, long key) {
        int word = wordOf(slot);
        for (int copy : COPIES) {
            memory.set(copy + word, CheckedWord.of(0, place(word) ^ key));
            memory.setRelease(copy + keyOf(slot), key);
        }
    }

    void liftCursor(int slot, long key, long position) {
        lift(wordOf(slot), key, Math.max(0, position / UNIT));
    }

    /** Makes both copies of a cursor the same again. */
    void repairCursor(int slot, long key) {
        lift(wordOf(slot), key, Math.max(0, value(wordOf(slot), key)));
        for (int copy : COPIES) {
            memory.setRelease(copy + keyOf(slot), key);
        }
    }

    /** Sets a cursor back, which only a ring that lost entries needs. */
    void setCursor(int slot, long key, long position) {
        makeCursor(slot, key);
        liftCursor(slot, key, position);
    }

    void freeCursor(int slot) {
        for (int copy : COPIES) {
            memory.set(copy + keyOf(slot), 0);
            memory.set(copy + wordOf(slot), 0);
        }
    }

    /** How many entries were ever counted as missing; -1 when both copies are destroyed. */
    long counted(int type, MissingReason reason) {
        return value(COUNTED + counter(type, reason), 0);
    }

    void count(int type, MissingReason reason, long more) {
        int at = COUNTED + counter(type, reason);
        int offset = Geometry.STATE + at;
        long word;
        long sum;
        do {
            word = memory.getAcquire(offset);
            sum = Math.min(CheckedWord.LARGEST, CheckedWord.value(word) + more);
        } while (!memory.compareAndSet(offset, word, CheckedWord.of(sum, place(at))));
        lift(Geometry.STATE_COPY, at, 0, sum);
    }

    /** How many of {@link #counted} an entry in the ring speaks of, or spoke of; -1 when both copies are destroyed. */
    long told(int type, MissingReason reason) {
        return value(TOLD + counter(type, reason), 0);
    }

    void tell(int type, MissingReason reason, long upTo) {
        lift(TOLD + counter(type, reason), 0, upTo);
    }

    /** Makes counters that were destroyed valid again; what is not known is taken for told. */
    boolean repairCounters() {
        boolean whole = true;
        for (int type = 0; type <= Ring.LARGEST_TYPE; type++) {
            for (MissingReason reason : MissingReason.ALL) {
                long counted = counted(type, reason);
                long told = told(type, reason);
                whole &= counted >= 0 && told >= 0;
                long known = Math.max(0, Math.max(counted, told));
                lift(COUNTED + counter(type, reason), 0, known);
                lift(TOLD + counter(type, reason), 0, told < 0 ? known : told);
            }
        }
        return whole;
    }

    private long value(int at, long key) {
        long greatest = -1;
        for (int copy : COPIES) {
            long word = memory.getAcquire(copy + at);
            if (CheckedWord.isValid(word, place(at) ^ key)) {
                greatest = Math.max(greatest, CheckedWord.value(word));
            }
        }
        return greatest;
    }

    private void lift(int at, long key, long value) {
        lift(Geometry.STATE, at, key, value);
        lift(Geometry.STATE_COPY, at, key, value);
    }

    private void lift(int copy, int at, long key, long value) {
        long place = place(at) ^ key;
        long word;
        do {
            word = memory.getAcquire(copy + at);
            if (CheckedWord.isValid(word, place) && CheckedWord.value(word) >= value) {
                return;
            }
        } while (!memory.compareAndSet(copy + at, word, CheckedWord.of(value, place)));
    }

    private long place(int at) {
        return CheckedWord.mix(memory.salt() + at);
    }

    private static long position(long value) {
        return value < 0 ? -1 : value * UNIT;
    }

    private static int keyOf(int slot) {
        return FIRST_CURSOR + slot * CURSOR_SIZE;
    }

    private static int wordOf(int slot) {
        return keyOf(slot) + Long.BYTES;
    }

    private static int counter(int type, MissingReason reason) {
        return (type * REASONS + reason.code()) * Long.BYTES;
    }
}
