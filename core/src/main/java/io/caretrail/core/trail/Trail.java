package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.seal.Signer;
import io.caretrail.core.trail.Routes.Route;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes records and sees that each is kept by every destination of its category, or is counted where it is missing. The
 * only thing a request's thread waits for, and it waits for no disk. Thread-safe.
 */
public final class Trail implements Closeable {

    /** How long a destination has to write what waits, or to let go of what it is replaced in. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    /** For a thread to notice that its time is over. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(1);

    private final Function<String, RecordEncoder> encoderOf;
    private final OwnRecords own;
    private final Report report;
    private final Opener opener;
    private final HandOff handOff;
    private final Writer writer;
    private final Worker writerThread;
    private final LongAdder accepted = new LongAdder();

    /** Held by whoever changes the destinations. */
    private final ReentrantLock changing = new ReentrantLock();

    /** Held by whoever writes records that come after the end. */
    private final ReentrantLock late = new ReentrantLock();

    private volatile Encoders encoders = Encoders.NONE;
    private volatile boolean closed;

    private Trail(
            Configuration.HandOff handOff,
            @Nullable Signer signer,
            Function<String, RecordEncoder> encoderOf,
            OwnRecords own,
            Consumer<String> log) {
        this.encoderOf = encoderOf;
        this.own = own;
        this.handOff = new MemoryHandOff(handOff.size());
        report = new Report(log);
        opener = new Opener(report, signer, p -> accept(own.pruned(p.file(), p.bytes(), p.records())));
        writer = new Writer(this.handOff, new Routes(List.of()), report);
        writerThread = new Worker("caretrail-writer", writer);
    }

    /**
     * Opens a trail.
     *
     * @param settings where records go
     * @param handOff how much may wait in memory before it is written
     * @param encoders gives the encoder of a schema; must know every schema of the settings, now and at a reload
     * @param own makes Gap and Pruned records
     * @param log takes one sentence for the operator at a time, on any thread
     * @throws IOException when a destination cannot be opened: which one, why, and what to do; nothing is left open then
     */
    public static Trail open(
            List<Setting> settings,
            Configuration.HandOff handOff,
            Function<String, RecordEncoder> encoders,
            OwnRecords own,
            Consumer<String> log)
            throws IOException {
        return open(settings, handOff, null, encoders, own, log);
    }

    /**
     * Opens a trail whose files are sealed.
     *
     * @param signer the key; null to seal nothing
     * @throws IOException as {@link #open(List, Configuration.HandOff, Function, OwnRecords, Consumer)}
     */
    public static Trail open(
            List<Setting> settings,
            Configuration.HandOff handOff,
            @Nullable Signer signer,
            Function<String, RecordEncoder> encoders,
            OwnRecords own,
            Consumer<String> log)
            throws IOException {
        Trail trail = new Trail(handOff, signer, encoders, own, log);
        Plan plan = Plan.make(List.of(), settings, trail.opener, encoders);
        trail.writerThread.start();
        trail.carryOut(plan);
        return trail;
    }

    /**
     * Takes a record. Encodes it on the calling thread and returns without waiting for a destination; after
     * {@link #close} it returns when the record has been written, so that what ends while the process shuts down is kept
     * too. Never throws: a record that cannot be taken is counted, and a Gap record says so. An interrupt that is pending
     * stays pending.
     */
    public void accept(AuditRecord record) {
        boolean offered = false;
        try {
            Item.Accepted item = encoders.encode(record);
            if (item == null) {
                return;
            }
            accepted.increment();
            offered = true;
            handOff.offer(item);
            if (closed) {
                writeLate();
            }
        } catch (Throwable failure) {
            // The edge to the application: OutOfMemoryError and StackOverflowError come up here as well.
            if (!offered) {
                accepted.increment();
                handOff.missing(record.category(), "the record could not be encoded");
            }
        }
    }

    /**
     * Goes over to other destinations without losing or doubling a record. Those whose settings are the same stay open;
     * one that is changed under its old key takes over what waits for it. Returns when the change is done.
     *
     * @throws IOException when a new destination cannot be opened; everything stays as it was then
     * @throws IllegalStateException when the trail is closed
     */
    public void reload(List<Setting> settings) throws IOException {
        changing.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the trail is closed");
            }
            carryOut(Plan.make(writer.current().lanes(), settings, opener, encoderOf));
        } finally {
            changing.unlock();
        }
    }

    private void carryOut(Plan plan) {
        long deadline = System.nanoTime() + PATIENCE;
        List<Route> all = new ArrayList<>();
        for (Plan.Step step : plan.steps()) {
            all.add(new Route(lane(step, deadline), step.categories()));
        }
        Routes next = new Routes(all);
        // Every schema of both before the switch: a record must not lack the one it is asked for behind it.
        encoders = encoders.and(next);
        writer.use(next, deadline);
        encoders = Encoders.of(next);
        plan.retired().forEach(lane -> lane.finish(deadline));
        plan.retired().forEach(lane -> lane.awaitEnd(deadline + GRACE));
    }

    private Lane lane(Plan.Step step, long deadline) {
        if (step instanceof Plan.Step.Keep keep) {
            keep.lane().rename(keep.settings());
            return keep.lane();
        }
        if (step instanceof Plan.Step.Replace replace) {
            if (!replace.lane().replace(replace.target(), deadline)) {
                report.say(replace.target().settings().key()
                        + ": the destination before it hangs; what waits goes to the new one when that returns");
            }
            return replace.lane();
        }
        Plan.Step.Add add = (Plan.Step.Add) step;
        Lane lane = new Lane(add.target(), add.encoder(), own, report);
        lane.start();
        return lane;
    }

    /**
     * Writes what waits, for some seconds at most, and lets go of every thread and file. What cannot be written in that
     * time is counted and reported. Records accepted later are still written, by the threads that bring them.
     */
    @Override
    public void close() {
        changing.lock();
        try {
            if (closed) {
                return;
            }
            long deadline = System.nanoTime() + PATIENCE;
            writer.finish(deadline);
            writerThread.join(deadline + GRACE);
            List<Lane> lanes = writer.current().lanes();
            lanes.forEach(lane -> lane.finish(deadline));
            lanes.forEach(lane -> lane.awaitEnd(deadline + GRACE));
            // An accept either sees this and writes for itself, or has offered before and is written here.
            closed = true;
            writeLate();
        } finally {
            changing.unlock();
        }
    }

    private void writeLate() {
        boolean interrupted = Thread.interrupted();
        late.lock();
        try {
            while (writer.dispatchLate()) {
                writer.current().lanes().forEach(lane -> lane.writeLate(opener));
            }
        } finally {
            late.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The counters as of now; the parts are read one after the other while records go through. */
    public TrailCounters counters() {
        return new TrailCounters(
                accepted.sum(),
                writer.written(),
                handOff.waiting(),
                handOff.missing(),
                report.unsaid(),
                writer.current().lanes().stream().map(Lane::counters).toList());
    }
}
