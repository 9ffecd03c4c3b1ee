package io.caretrail.core.handoff;

import java.nio.ByteBuffer;

/**
 * The payload of an entry that stands where others are missing.
 *
 * @param reason why
 * @param count how many; of {@link MissingReason#DAMAGED} the least that it can have been
 * @param bytes of the ring that were passed over, when damaged; else 0
 */
public record Missing(MissingReason reason, long count, long bytes) {

    /** Reads what {@link Reader#copyTo} copied of an entry whose type has {@link Ring#MISSING} in it. */
    public static Missing read(ByteBuffer payload) {
        return Gaps.read(payload);
    }
}
