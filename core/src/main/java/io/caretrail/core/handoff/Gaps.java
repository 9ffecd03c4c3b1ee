package io.caretrail.core.handoff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is missing, from the counters in the {@link State} to the entries that say it. An entry holds the counter it
 * speaks up to: when the process dies between the entry and the note that it was told, it is not told again.
 */
final class Gaps {

    static final int PAYLOAD = 32;
    private static final int COUNT = 0;
    private static final int BYTES = 8;
    private static final int UP_TO = 16;
    private static final int REASON = 24;

    private final Entries entries;
    private final State state;
    private final AtomicBoolean telling = new AtomicBoolean();

    /** Made beforehand: telling must work without memory. For the one that is {@link #telling}. */
    private final byte[] payload = new byte[PAYLOAD];

    private final ByteBuffer fields = fields(payload);

    private volatile boolean untold;

    Gaps(Entries entries, State state) {
        this.entries = entries;
        this.state = state;
    }

    static boolean isMissing(byte type) {
        return (type & Ring.MISSING) != 0;
    }

    static Missing read(ByteBuffer payload) {
        ByteBuffer fields = payload.slice().order(ByteOrder.LITTLE_ENDIAN);
        return new Missing(MissingReason.of(fields.get(REASON)), fields.getLong(COUNT), fields.getLong(BYTES));
    }

    void count(byte type, MissingReason reason, long count) {
        state.count(type, reason, count);
        untold = true;
    }

    boolean isUntold() {
        return untold;
    }

    /** After a start: whether the last owner left something to tell. */
    void look() {
        for (byte type = 0; type <= Ring.LARGEST_TYPE; type++) {
            for (MissingReason reason : MissingReason.ALL) {
                untold |= state.counted(type, reason) > state.told(type, reason);
            }
        }
    }

    /** Tells what has been counted, as far as there is room; leaves it to another thread that is at it. */
    void tell(Space space, Orphans orphans) {
        if (!telling.compareAndSet(false, true)) {
            return;
        }
        try {
            untold = false;
            for (byte type = 0; type <= Ring.LARGEST_TYPE; type++) {
                for (MissingReason reason : MissingReason.ALL) {
                    if (!tell(type, reason, space, orphans)) {
                        untold = true;
                        return;
                    }
                }
            }
        } finally {
            space.unpin();
            telling.set(false);
        }
    }

    private boolean tell(byte type, MissingReason reason, Space space, Orphans orphans) {
        long upTo = state.counted(type, reason);
        long count = upTo - state.told(type, reason);
        if (count <= 0) {
            return true;
        }
        fill(fields, reason, count, 0, upTo);
        long position = Ring.FULL;
        boolean written = false;
        try {
            position = space.claim(Entries.UNIT, 0);
            if (position < 0) {
                return false;
            }
            // Until it is noted as told: at the next start nobody else could know that it was.
            space.pin(position);
            write(position, type, payload);
            written = true;
        } finally {
            if (!written && position >= 0) {
                // No calls here, see Orphans.
                int place = (int) (position / Entries.UNIT) & (Orphans.PLACES - 1);
                orphans.places[place] = ((position / Entries.UNIT) << Orphans.SIZE_BITS) | 1;
                untold = true;
            }
        }
        state.tell(type, reason, upTo);
        return true;
    }

    /** Writes and publishes an entry of one unit. */
    void write(long position, byte type, byte[] payload) {
        int checksum = Entries.checksum(payload, 0, PAYLOAD);
        entries.write(position, (byte) (Ring.MISSING | type), payload, 0, PAYLOAD, checksum);
    }

    static byte[] payload(MissingReason reason, long count, long bytes, long upTo) {
        byte[] filled = new byte[PAYLOAD];
        fill(fields(filled), reason, count, bytes, upTo);
        return filled;
    }

    private static ByteBuffer fields(byte[] payload) {
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void fill(ByteBuffer fields, MissingReason reason, long count, long bytes, long upTo) {
        fields.putLong(COUNT, count).putLong(BYTES, bytes).putLong(UP_TO, upTo).put(REASON, reason.code());
    }

    /** Notes as told what an entry tells that was found at a start. */
    void found(byte type, ByteBuffer payload) {
        ByteBuffer told = payload.slice().order(ByteOrder.LITTLE_ENDIAN);
        MissingReason reason = MissingReason.of(told.get(REASON));
        state.tell(type & ~Ring.MISSING, reason, told.getLong(UP_TO));
    }
}
