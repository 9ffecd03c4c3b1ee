package io.caretrail.core.trail;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one destination, bounded by bytes, with the places where records are missing. Not thread-safe: its lane
 * guards it.
 */
final class Backlog {

    /** In bytes. Enough for seconds of a busy server; a destination that is down for longer leaves a counted gap. */
    static final long LIMIT = 16L * 1024 * 1024;

    /** In bytes: with less room than this the next batch of the writer might not fit. */
    static final long ROOM_FOR_A_BATCH = 512L * 1024;

    private static final int OVERHEAD = 64;

    /** A record, or a place where some are missing. */
    sealed interface Entry {}

    record Kept(ByteBuffer line) implements Entry {}

    record Gap(long missing, String reason) implements Entry {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long records;

    /** False when there is no room for it. */
    boolean add(ByteBuffer line) {
        if (bytes + line.remaining() + OVERHEAD > LIMIT) {
            return false;
        }
        entries.addLast(new Kept(line));
        bytes += line.remaining() + OVERHEAD;
        records++;
        return true;
    }

    /** Notes that records are missing behind the last one; keeps the first reason of one gap. */
    void missing(long count, String reason) {
        if (entries.peekLast() instanceof Gap gap) {
            entries.removeLast();
            entries.addLast(new Gap(gap.missing() + count, gap.reason()));
        } else {
            entries.addLast(new Gap(count, reason));
        }
    }

    @Nullable
    Entry poll() {
        Entry entry = entries.pollFirst();
        if (entry instanceof Kept kept) {
            bytes -= kept.line().remaining() + OVERHEAD;
            records--;
        }
        return entry;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean hasRoomForBatch() {
        return LIMIT - bytes >= ROOM_FOR_A_BATCH;
    }

    long records() {
        return records;
    }
}
