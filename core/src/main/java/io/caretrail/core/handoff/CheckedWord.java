package io.caretrail.core.handoff;

/**
 * A number in one 64-bit word that shows when the word is not one: 48 bits of value, 16 of check. One word, so that it
 * can be changed by compare-and-set and is whole whenever the process dies.
 *
 * <p>The check is linear: one flipped bit is always seen. A word of zeros is never valid.
 */
final class CheckedWord {

    static final long LARGEST = (1L << 48) - 1;

    private CheckedWord() {}

    /** @param place differs for each place, so that words which changed places are noticed */
    static long of(long value, long place) {
        return (value << 16) | check(value, place);
    }

    static boolean isValid(long word, long place) {
        return (word & 0xFFFF) == check(word >>> 16, place);
    }

    /** Of a valid word. */
    static long value(long word) {
        return word >>> 16;
    }

    private static long check(long value, long place) {
        long mask = fold(place);
        return fold(value) ^ (mask == 0 ? 0x5A5A : mask);
    }

    private static long fold(long bits) {
        return (bits ^ (bits >>> 16) ^ (bits >>> 32) ^ (bits >>> 48)) & 0xFFFF;
    }

    /** Spreads the bits of a number over all 64; the finaliser of SplittableRandom. */
    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
