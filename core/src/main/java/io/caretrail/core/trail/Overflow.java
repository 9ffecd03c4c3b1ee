package io.caretrail.core.trail;

import io.caretrail.core.handoff.Missing;
import io.caretrail.core.handoff.Ring;
import io.caretrail.core.spool.Entry;
import io.caretrail.core.spool.Lost;
import io.caretrail.core.spool.Spool;
import io.caretrail.core.spool.Spooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one lane go that the hand-off cannot hold for it: its spool, and past that a count of what is
 * missing, which outlives the process. Guarded by the lane's backlog.
 */
final class Overflow {

    /** Type of an entry in the spool that says how many are missing; the hand-off has none of this type. */
    private static final byte GAP = 0x20;

    private static final String DAMAGED = "the spool was damaged on the disk";
    private static final long TRY_AGAIN = TimeUnit.SECONDS.toNanos(1);

    /** Opens the spool when it is needed. */
    interface Opening {
        Path folder() throws IOException;
    }

    private final Opening folder;
    private final Shortfall shortfall;
    private final Tally tally;
    private final Report report;
    private final Outage outage;
    private volatile @Nullable Spool spool;

    /** Up to here the spool was filled by an earlier process; its gaps were counted as records that wait. */
    private volatile long inherited = -1;

    private long quota;
    private long retryAt;

    /** Why nothing more can be taken; null when it can. Read by admission on any thread. */
    private volatile @Nullable String full;

    Overflow(Opening folder, long quota, Shortfall shortfall, String key, Tally tally, Report report) {
        this.tally = tally;
        this.report = report;
        outage = new Outage(key + ": its spool cannot be written", report);
        this.folder = folder;
        this.quota = quota;
        this.shortfall = shortfall;
    }

    /** Whether half of the room is taken; as of the last change. Read by admission on any thread. */
    private volatile boolean crowded;

    /** Before this there is no spool, and nothing in it. */
    Spool open() throws IOException {
        Spool open = spool;
        if (open == null) {
            open = Spool.open(folder.folder(), quota);
            open.recovered().remarks().forEach(report::say);
            inherited = open.lastPosition();
            spool = open;
            crowded = open.bytes() > quota / 2;
        }
        return open;
    }

    /** From now on it may take so many bytes on disk. */
    void quota(long next) {
        quota = next;
        Spool open = spool;
        if (open != null) {
            open.quota(next);
            crowded = open.bytes() > next / 2;
        }
    }

    boolean isEmpty() {
        Spool open = spool;
        return open == null || open.isEmpty();
    }

    long records() {
        Spool open = spool;
        return open == null ? 0 : open.records();
    }

    long bytes() {
        Spool open = spool;
        return open == null ? 0 : open.bytes();
    }

    /** Position of the newest entry that was ever spooled. */
    long lastPosition() {
        Spool open = spool;
        return open == null ? -1 : open.lastPosition();
    }

    @Nullable
    String full() {
        return full;
    }

    /** Whether half of the room is taken, or there is none. On any thread. */
    boolean isCrowded() {
        return crowded || full != null;
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
            Spool open = open();
            long missing = missing() - said;
            List<Entry> all = new ArrayList<>(entries.size() + 1);
            if (missing > 0) {
                all.add(new Entry(before, GAP, ByteBuffer.allocate(Long.BYTES).putLong(0, missing)));
            }
            all.addAll(entries);
            if (!open.append(all)) {
                return refused("the spool was full");
            }
            missingSaid(missing);
            full = null;
            crowded = open.bytes() > quota / 2;
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

    /** Moves what is next into the batch, as much as goes in. For the lane's thread; not guarded. */
    void take(Batch batch) throws IOException {
        Spool open = spool;
        if (open == null) {
            return;
        }
        while (!batch.isFull()) {
            Spooled next = open.next();
            if (next == null) {
                return;
            }
            // What was on its way from the hand-off when the lane was spilled is in both.
            boolean fresh = next.position() > batch.end();
            if (next instanceof Lost lost) {
                tally.missing.addAndGet(lost.entries());
                batch.add(new Gap(lost.entries(), 0, DAMAGED), lost.position());
                report.say(lost.where());
            } else if (next instanceof Entry entry && fresh) {
                addSpooled(entry, batch);
            }
        }
    }

    private void addSpooled(Entry entry, Batch batch) {
        byte[] record = new byte[entry.bytes().remaining()];
        entry.bytes().duplicate().get(record);
        if (entry.type() == GAP) {
            addGap(noRoom(gap(record)), entry.position(), batch);
        } else if ((entry.type() & Ring.MISSING) != 0) {
            addGap(Gap.of(entry.type(), Missing.read(ByteBuffer.wrap(record))), entry.position(), batch);
        } else {
            batch.add(record, entry.position());
        }
    }

    private void addGap(Gap gap, long position, Batch batch) {
        if (position <= inherited) {
            tally.due.addAndGet(gap.missing() - 1);
            tally.missing.addAndGet(gap.missing());
        }
        batch.add(gap, position);
    }

    /** Says how many found no room. */
    static Gap noRoom(long missing) {
        return new Gap(missing, 0, "the destination was too slow, and its spool had no room");
    }

    /** How many are missing, as an entry of the type {@link #GAP} says. */
    private static long gap(byte[] entry) {
        return ByteBuffer.wrap(entry).getLong();
    }

    private String numbers() {
        return records() + " records are in it, " + missing() + " found no room";
    }

    void delivered(long position) throws IOException {
        Spool open = spool;
        if (open != null) {
            open.delivered(Math.min(position, open.lastPosition()));
            crowded = open.bytes() > quota / 2;
        }
    }

    void force() throws IOException {
        Spool open = spool;
        if (open != null) {
            open.force();
        }
    }

    void close() throws IOException {
        shortfall.close();
        Spool open = spool;
        if (open != null) {
            open.close();
        }
    }
}
