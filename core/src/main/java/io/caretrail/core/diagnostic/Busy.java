package io.caretrail.core.diagnostic;

/**
 * What the calling thread is in the middle of, so that nothing is recorded because something is recorded, and no line twice
 * that one logging hands on to another. Holds no class of ours beyond its own field: a thread keeps it for life.
 */
final class Busy {

    private static final int RECORDING = 0;
    private static final int HANDING_ON = 1;

    private static final ThreadLocal<int[]> STATE = ThreadLocal.withInitial(() -> new int[2]);

    private Busy() {}

    /** False when the thread is recording a line already. */
    static boolean begin() {
        int[] state = STATE.get();
        if (state[RECORDING] != 0) {
            return false;
        }
        state[RECORDING] = 1;
        return true;
    }

    static void end() {
        STATE.get()[RECORDING] = 0;
    }

    static void handsOn() {
        STATE.get()[HANDING_ON]++;
    }

    static void handedOn() {
        int[] state = STATE.get();
        // One that began before there was a hook is not known.
        state[HANDING_ON] = Math.max(0, state[HANDING_ON] - 1);
    }

    static boolean isHandingOn() {
        return STATE.get()[HANDING_ON] > 0;
    }
}
