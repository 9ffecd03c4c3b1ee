package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.handoff.MissingReason;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.EncodedRecord;
import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RawDecoder;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.record.RecordSource;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes records and sees that each is kept by every destination of its category, or is counted where it is missing; also if
 * the process dies. The only thing a request's thread waits for, and it waits for no disk unless it is asked to.
 * Thread-safe.
 */
public final class Trail implements Closeable {

    /** What {@link #begin} returns when the request must not be served: nothing of it was or will be kept. */
    public static final long REFUSED = Admission.REFUSED;

    /** How long a destination has to write what waits, or to let go of what it is replaced in. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private static final byte STARTED = EntryType.of(Category.AuditLogs, EntryType.STARTED);
    private static final byte FINAL = EntryType.of(Category.AuditLogs, EntryType.FINAL);
    private static final byte DIAGNOSTIC = EntryType.of(Category.DiagnosticLogs, EntryType.OTHER);

    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(1);

    private final Parts parts;
    private final RecordEncoder raw;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder lateMissing = new LongAdder();

    /** Held by whoever changes the destinations, and by whoever writes records that come after the end. */
    private final ReentrantLock changing = new ReentrantLock();

    /** Guarded by changing: what the late records go by. */
    private List<Setting> settings;

    private volatile Session session;
    private volatile boolean closed;

    private Trail(
            List<Setting> settings,
            Terms terms,
            Function<String, RecordEncoder> encoders,
            OwnRecords own,
            Consumer<String> log)
            throws IOException {
        this.settings = settings;
        raw = encoders.apply(Rendering.RAW);
        Report report = new Report(log);
        Rendering.Source renderings = new Rendering.Source(encoders, own, new RawDecoder());
        Told told = new Told(raw, accepted);
        Opener opener = new Opener(report, terms.sealing(), own, told::add, renderings);
        parts = new Parts(terms, opener, told, renderings, report);
        session = Session.open(parts, settings);
    }

    /**
     * Opens a trail. What a process before has accepted and not delivered goes on its way, and the exchanges that it left
     * open get their final record before this returns, unless the hand-off has no room for some seconds.
     *
     * @param settings where records go
     * @param encoders gives the encoder of a schema; must know {@code raw} and every schema of the settings, now and at a
     *     reload
     * @param own makes Gap and Pruned records
     * @param log takes one sentence for the operator at a time, on any thread
     * @throws IOException when the state folder or a destination cannot be opened: which one, why, and what to do; nothing
     *     is left open then
     */
    public static Trail open(
            List<Setting> settings,
            Terms terms,
            Function<String, RecordEncoder> encoders,
            OwnRecords own,
            Consumer<String> log)
            throws IOException {
        Trail trail = new Trail(settings, terms, encoders, own, log);
        trail.session.sayFound();
        trail.session.closeAbandoned();
        trail.session.start();
        trail.awaitClosings(System.nanoTime() + PATIENCE);
        return trail;
    }

    /**
     * Brings what a dead process left to the destinations, without auditing anything, and lets everything go again.
     *
     * @param patience how long the destinations have
     * @throws IOException as {@link #open}; a live process that holds the state folder is one such reason
     */
    public static Recovered recover(
            List<Setting> settings,
            Terms terms,
            Function<String, RecordEncoder> encoders,
            OwnRecords own,
            Consumer<String> log,
            Duration patience)
            throws IOException {
        Trail trail = open(settings, terms, encoders, own, log);
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            while (trail.isWaiting() && deadline - System.nanoTime() > 0) {
                LockSupport.parkNanos(LOOK_AGAIN);
            }
        } finally {
            trail.close();
        }
        Session session = trail.session;
        return Recovered.of(
                session.folder(),
                session.ring().found(),
                session.closings().closed(),
                trail.counters().destinations());
    }

    private boolean isWaiting() {
        return !session.closings().isDone()
                || session.ring().end() > session.writer().followed()
                || counters().destinations().stream().anyMatch(destination -> destination.waiting() > 0);
    }

    private void awaitClosings(long deadline) {
        while (!session.closings().isDone() && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }

    /**
     * Takes the Started record of an exchange, of category AuditLogs. Returns at once, unless a destination is required that
     * cannot take it, or the hand-off is to survive a loss of power. Never throws.
     *
     * @param exempt never refused, whatever is required
     * @return to be given to {@link #end}; or {@link #REFUSED}
     */
    public long begin(RecordSource started, boolean exempt) {
        try {
            if (!isWanted(Category.AuditLogs)) {
                return 0;
            }
            long room = session.admission().begin(STARTED, raw, started, exempt);
            if (room == Admission.CLOSED) {
                writeLate(STARTED, EncodedRecord.of(raw.encode(AuditRecord.of(started))));
                return 0;
            }
            if (room != REFUSED) {
                accepted.increment();
            }
            return room;
        } catch (Throwable failure) {
            accepted.increment();
            missing(STARTED, failure);
            return 0;
        }
    }

    /**
     * Takes the final record of an exchange, for which there is always room. Never throws.
     *
     * @param room what {@link #begin} returned
     */
    public void end(RecordSource last, long room) {
        take(last, Category.AuditLogs, FINAL, room);
    }

    /**
     * Takes a record. Encodes it on the calling thread and returns without waiting for a destination; after
     * {@link #close} it returns when the record has been written, so that what ends while the process shuts down is kept
     * too. Never throws: a record that cannot be taken is counted, and a Gap record says so. An interrupt that is pending
     * stays pending.
     */
    public void accept(AuditRecord record) {
        take(record, record.category(), EntryType.of(record), 0);
    }

    /**
     * Takes a line of DiagnosticLogs, in the schema {@code raw}. Never waits: what finds no room beside what audit records may
     * need is counted, and a Gap record says so. Never throws.
     */
    public void diagnostic(byte[] line) {
        try {
            if (isWanted(Category.DiagnosticLogs)) {
                accepted.increment();
                if (!session.admission().offerDiagnostic(line)) {
                    writeLate(DIAGNOSTIC, EncodedRecord.of(line));
                }
            }
        } catch (Throwable failure) {
            missing(DIAGNOSTIC, failure);
        }
    }

    /**
     * Counts lines of DiagnosticLogs that were left out, and has a Gap record say so in every destination that takes them.
     * Never waits, never throws.
     */
    public void missedDiagnostics(long lines, MissingReason reason) {
        if (isWanted(Category.DiagnosticLogs)) {
            accepted.add(lines);
            if (!session.admission().missing(DIAGNOSTIC, reason, lines)) {
                lateMissing.add(lines);
            }
        }
    }

    private void take(RecordSource record, Category category, byte type, long room) {
        boolean counted = false;
        try {
            if (!isWanted(category)) {
                return;
            }
            accepted.increment();
            counted = true;
            try (EncodedRecord line = raw.lend(record)) {
                if (!session.admission().offer(type, line, room)) {
                    writeLate(type, line);
                }
            }
        } catch (Throwable failure) {
            // The edge to the application: OutOfMemoryError and StackOverflowError come up here as well.
            if (!counted) {
                accepted.increment();
            }
            missing(type, failure);
        }
    }

    private boolean isWanted(Category category) {
        return session.writer().routes().wanted().contains(category);
    }

    private void missing(byte type, Throwable failure) {
        MissingReason reason = failure instanceof Error ? MissingReason.FAILED : MissingReason.NOT_ENCODED;
        if (!session.admission().missing(type, reason, 1)) {
            lateMissing.increment();
        }
    }

    /** The trail is closed; the state folder is opened once more for this record. */
    private void writeLate(byte type, EncodedRecord line) {
        boolean interrupted = Thread.interrupted();
        changing.lock();
        try {
            Session again = Session.open(parts, settings);
            if (again.admission().offer(type, line, 0)) {
                late.increment();
            }
            again.writeThrough();
        } catch (IOException | RuntimeException e) {
            lateMissing.increment();
            parts.report().say("a record that came after the end is missing: " + e.getMessage());
        } finally {
            changing.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Goes over to other destinations without losing or doubling a record. Those whose settings are the same stay open;
     * one that is changed under its old key takes over what waits for it. Returns when the change is done.
     *
     * @param patience as in {@link Terms}
     * @throws IOException when a new destination cannot be opened; everything stays as it was then
     * @throws IllegalStateException when the trail is closed
     */
    public void reload(List<Setting> next, Duration patience) throws IOException {
        changing.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the trail is closed");
            }
            session.reload(next, System.nanoTime() + PATIENCE);
            session.admission().patience(patience);
            settings = next;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Writes what waits, for some seconds at most, and lets go of every thread and file. What cannot be written in that
     * time stays in the state folder for the next start, and that is said. Records accepted later are still written, by
     * the threads that bring them.
     */
    @Override
    public void close() {
        // A channel closes itself under a thread that is interrupted, and the state folder has one.
        boolean interrupted = Thread.interrupted();
        changing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (session.close(System.nanoTime() + PATIENCE)) {
                Session.open(parts, settings).writeThrough();
            }
        } catch (IOException e) {
            parts.report().say("what was accepted while the trail was closed waits: " + e.getMessage());
        } finally {
            session.sayWaiting();
            changing.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The counters as of now; the parts are read one after the other while records go through. */
    public TrailCounters counters() {
        Session now = session;
        long missing = now.admission().missing() + lateMissing.sum();
        long written = now.writer().written() + late.sum();
        long taken = accepted.sum();
        return new TrailCounters(
                taken,
                written,
                Math.max(0, taken - written - missing),
                missing,
                now.admission().refused(),
                parts.report().unsaid(),
                now.writer().routes().lanes().stream().map(Lane::counters).toList());
    }
}
