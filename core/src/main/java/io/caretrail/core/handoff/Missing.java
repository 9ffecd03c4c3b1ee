package io.caretrail.core.handoff;

import java.nio.ByteBuffer;

/**
 * The payload of an entry that stands where others are missing.
 *
 * @param reason why
 * @param count how many; of {@link MissingReason#DAMAGED} the least that it can have been
 * @param bytes of the ring that were passed over, when damaged; else 0
 */
@SuppressWarnings("DoNotCallSuggester")
public record Missing(MissingReason reason, long count, long bytes) {

    /** Reads what {@link Reader#copyTo} copied of an entry of a type with {@link Ring#MISSING} in it, wherever it was kept since. */
    public static Missing read(ByteBuffer payload) {
        throw new UnsupportedOperationException();
    }
}
