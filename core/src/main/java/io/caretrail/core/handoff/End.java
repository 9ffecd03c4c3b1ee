package io.caretrail.core.handoff;

/** The end of the ring: the one word that producers contend for. It also says whether the ring is in use. */
final class End {

    private static final int END = Geometry.HOT;
    private static final int BOOT = Geometry.HOT + 64;
    private static final int UNIT = Entries.UNIT;

    private final Memory memory;
    private final long openPlace;
    private final long leftPlace;
    private final long closedPlace;
    private final long bootPlace;

    End(Memory memory) {
        this.memory = memory;
        this.openPlace = CheckedWord.mix(memory.salt() + END);
        this.leftPlace = CheckedWord.mix(memory.salt() + END + 1);
        this.closedPlace = CheckedWord.mix(memory.salt() + END + 2);
        this.bootPlace = CheckedWord.mix(memory.salt() + BOOT);
    }

    /**
     * Claims a place.
     *
     * @param limit the position that its end and the reserve behind it must not be beyond
     * @return its position, {@link Ring#FULL} or {@link Ring#CLOSED}
     */
    long claim(long footprint, long limit) {
        while (true) {
            long word = memory.getAcquire(END);
            if (!CheckedWord.isValid(word, openPlace)) {
                return Ring.CLOSED;
            }
            long position = CheckedWord.value(word) * UNIT;
            if (position + footprint > limit) {
                return Ring.FULL;
            }
            if (memory.compareAndSet(END, word, CheckedWord.of((position + footprint) / UNIT, openPlace))) {
                return position;
            }
        }
    }

    /** -1 when the word is destroyed. */
    long position() {
        long word = memory.getAcquire(END);
        boolean valid = CheckedWord.isValid(word, openPlace)
                || CheckedWord.isValid(word, leftPlace)
                || CheckedWord.isValid(word, closedPlace);
        return valid ? CheckedWord.value(word) * UNIT : -1;
    }

    /** Whether everything that was claimed has been published, and nothing is claimed any more. */
    boolean isClosed() {
        return CheckedWord.isValid(memory.getAcquire(END), closedPlace);
    }

    /** The run of the machine in which the ring was opened last; -1 when the word is destroyed. */
    long boot() {
        long word = memory.getAcquire(BOOT);
        return CheckedWord.isValid(word, bootPlace) ? CheckedWord.value(word) : -1;
    }

    void open(long position, long boot) {
        memory.set(BOOT, CheckedWord.of(boot, bootPlace));
        memory.setRelease(END, CheckedWord.of(position / UNIT, openPlace));
    }

    /** No claim succeeds from here on. */
    void leave() {
        long word;
        do {
            word = memory.getAcquire(END);
        } while (CheckedWord.isValid(word, openPlace)
                && !memory.compareAndSet(END, word, CheckedWord.of(CheckedWord.value(word), leftPlace)));
    }

    /** Marks an orderly end. */
    void close() {
        memory.setRelease(END, CheckedWord.of(position() / UNIT, closedPlace));
    }
}
