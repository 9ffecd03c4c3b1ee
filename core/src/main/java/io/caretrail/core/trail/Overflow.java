package io.caretrail.core.trail;

import io.caretrail.core.spool.Entry;
import io.caretrail.core.spool.Spool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one lane go that the hand-off cannot hold for it: its spool, and past that a count of what is
 * missing, which outlives the process. Guarded by the lane's backlog.
 */
final class Overflow {

    /** Type of an entry in the spool that says how many are missing; the hand-off has none of this type. */
    static final byte GAP = 0x20;

    private static final long TRY_AGAIN = TimeUnit.SECONDS.toNanos(1);

    /** Opens the spool when it is needed. */
    interface Opening {
        Path folder() throws IOException;
    }

    private final Opening folder;
    private final long quota;
    private final Shortfall shortfall;
    private final Report report;
    private final Outage outage;
    private @Nullable Spool spool;
    private long retryAt;

    /** Why nothing more can be taken; null when it can. Read by admission on any thread. */
    private volatile @Nullable String full;

    Overflow(Opening folder, long quota, Shortfall shortfall, String key, Report report) {
        this.report = report;
        outage = new Outage(key + ": its spool cannot be written", report);
        this.folder = folder;
        this.quota = quota;
        this.shortfall = shortfall;
    }

    /** Before this there is no spool, and nothing in it. */
    void open() throws IOException {
        if (spool == null) {
            Spool opened = Spool.open(folder.folder(), quota);
            opened.recovered().remarks().forEach(report::say);
            spool = opened;
        }
    }

    @Nullable
    Spool spool() {
        return spool;
    }

    boolean isEmpty() {
        return spool == null || spool.isEmpty();
    }

    long records() {
        return spool == null ? 0 : spool.records();
    }

    long bytes() {
        return spool == null ? 0 : spool.bytes();
    }

    /** Position of the newest entry that was ever spooled. */
    long lastPosition() {
        return spool == null ? -1 : spool.lastPosition();
    }

    @Nullable
    String full() {
        return full;
    }

    /** How many records found no room behind the last one that was spooled. */
    long missing() {
        return shortfall.count();
    }

    void addMissing(long count) {
        shortfall.count(shortfall.count() + count);
    }

    void missingSaid(long count) {
        shortfall.count(Math.max(0, shortfall.count() - count));
    }

    /**
     * Spools entries, behind a word on how many are missing before them.
     *
     * @param before position in front of the entries
     * @param said how many of those are on their way to the destination already
     * @return false when they cannot be taken now
     */
    boolean append(List<Entry> entries, long before, long said) {
        if (System.nanoTime() - retryAt < 0) {
            return false;
        }
        try {
            open();
            long missing = missing() - said;
            List<Entry> all = new ArrayList<>(entries.size() + 1);
            if (missing > 0) {
                all.add(new Entry(before, GAP, ByteBuffer.allocate(Long.BYTES).putLong(0, missing)));
            }
            all.addAll(entries);
            if (!Objects.requireNonNull(spool).append(all)) {
                return refused("the spool was full");
            }
            missingSaid(missing);
            full = null;
            outage.over(this::numbers);
            return true;
        } catch (IOException | RuntimeException e) {
            outage.failed(e, this::numbers);
            return refused(Reason.of(e));
        }
    }

    private boolean refused(String why) {
        full = why;
        retryAt = System.nanoTime() + TRY_AGAIN;
        return false;
    }

    /** How many are missing, as an entry of the type {@link #GAP} says. */
    static long gap(byte[] entry) {
        return ByteBuffer.wrap(entry).getLong();
    }

    private String numbers() {
        return records() + " records are in it, " + missing() + " found no room";
    }

    void delivered(long position) throws IOException {
        if (spool != null) {
            spool.delivered(Math.min(position, spool.lastPosition()));
        }
    }

    void force() throws IOException {
        if (spool != null) {
            spool.force();
        }
    }

    void close() throws IOException {
        shortfall.close();
        if (spool != null) {
            spool.close();
        }
    }
}
