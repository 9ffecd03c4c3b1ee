package io.caretrail.core.handoff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Places whose producer threw between claiming and publishing them; whoever reads makes them void.
 *
 * <p>The producer stores into {@link #places} itself: it may have come here by a StackOverflowError, and a call would
 * only meet the next.
 */
final class Orphans {

    static final int PLACES = 256;

    private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(long[].class);
    static final int SIZE_BITS = 16;

    /** Position in its upper, size in its lower bits, both in units of entries; 0 for none. */
    final long[] places = new long[PLACES];

    /** The largest entry that fits into a place here, in bytes. */
    static final long LARGEST = (1L << SIZE_BITS) * Entries.UNIT - Entries.UNIT;

    /** Publishes a place as void if it is an orphan. */
    boolean adopt(long position, Entries entries) {
        for (int i = 0; i < PLACES; i++) {
            long place = (long) PLACE.getVolatile(places, i);
            if (place != 0
                    && place >>> SIZE_BITS == position / Entries.UNIT
                    && PLACE.compareAndSet(places, i, place, 0L)) {
                entries.writeVoid(position, (place & ((1 << SIZE_BITS) - 1)) * Entries.UNIT);
                return true;
            }
        }
        return false;
    }
}
