package io.caretrail.core;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.door.Request;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import io.caretrail.core.health.Health;
import io.caretrail.core.record.LogAnalyticsEncoder;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.trail.Recovered;
import io.caretrail.core.trail.Sealing;
import io.caretrail.core.trail.Terms;
import io.caretrail.core.trail.Trail;
import io.caretrail.core.trail.TrailCounters;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * Auditing in one process: what a door starts, asks to begin exchanges, and stops. Thread-safe.
 */
public final class Caretrail implements Exchanges {

    /** The door through which requests come in. Called on any thread. */
    public interface Door {

        /** {@code agent} or {@code filter}. */
        String name();

        /** What tells this trail from others in the JVM, in words for an operator. */
        default String instance() {
            return name();
        }

        /** What it has armed so far, by name. */
        List<String> hooks();

        /** Called about twice a second, on one thread. */
        void tend();

        /** Called once, when the exchanges are over, or had their time, and before the Stop record: the last word. */
        default void end() {}

        /**
         * Called before a configuration comes into force, at the start and at each reload.
         *
         * @throws IOException when this door cannot have it: why and what to do; the start, or the reload, is refused then
         */
        default void expect(Configuration configuration) throws IOException {}

        /** Called when the configuration that was expected last comes not into force after all; the old one stays. */
        default void keep(Configuration inForce) {}
    }

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Door door;
    private final Logger log;
    private final InForce inForce;
    private final Trail trail;
    private final CountedExchanges exchanges;
    private final Diagnostics diagnostics;
    private final Announcer announcer;
    private final Reloading reloading;
    private final Health health;
    private final Tender tender = new Tender(this::tend, this::failed);
    private final LongAdder failures = new LongAdder();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Of the thread that tends; tried once. */
    private boolean hasLibrary;

    private Caretrail(ConfigurationWatch watch, Door door, Logger log) throws IOException {
        Configuration configuration = watch.inForce().configuration();
        this.door = door;
        this.log = log;
        inForce = new InForce(configuration);
        door.expect(configuration);
        RawEncoder raw = new RawEncoder();
        trail = Trail.open(
                configuration.settings(),
                terms(configuration, door.name()),
                encoders(raw, inForce),
                inForce,
                log::warn);
        exchanges = new CountedExchanges(trail);
        inForce.put(configuration, exchanges);
        diagnostics = new Diagnostics(trail, raw, inForce.ids(), InstantSource.system());
        diagnostics.use(configuration);
        announcer = new Announcer(door, inForce, trail, log);
        reloading = new Reloading(watch, door, inForce, trail, exchanges, log);
        health = new Health(
                door.instance(),
                () -> new Health.Vitals(trail.counters(), failures.sum(), isEnabled()),
                log::warn,
                InstantSource.system());
    }

    static Terms terms(Configuration configuration, String door) {
        return new Terms(
                configuration.state(),
                configuration.resourceId(),
                door,
                configuration.handOff(),
                Sealing.ofFiles(configuration.sealKeyFile()),
                configuration.required().patience(),
                Terms.SPOOL);
    }

    /**
     * Opens the trail of the watch's configuration and keeps both up to date. With {@code enabled: false} it writes that
     * one record, closes the trail again and audits nothing.
     *
     * @param log Caretrail's own
     * @throws IOException when a destination cannot be opened: which one, why and what to do
     */
    public static Caretrail start(ConfigurationWatch watch, Door door, Logger log) throws IOException {
        Caretrail caretrail = new Caretrail(watch, door, log);
        caretrail.announcer.started(watch.inForce());
        if (caretrail.isEnabled()) {
            caretrail.tender.start();
        } else {
            caretrail.announcer.silence();
            caretrail.stopped.set(true);
            caretrail.trail.close();
        }
        return caretrail;
    }

    /**
     * Brings what a process that died has accepted to the destinations of a configuration, and closes the exchanges that
     * it left open. Writes no record of its own but for gaps.
     *
     * @param door who does it, in words
     * @param log takes one sentence for the operator at a time
     * @param patience how long the destinations have
     * @throws IOException when a live process holds the state folder, or a destination cannot be opened: which, why and
     *     what to do
     */
    public static Recovered recover(Configuration configuration, String door, Consumer<String> log, Duration patience)
            throws IOException {
        InForce inForce = new InForce(configuration);
        return Trail.recover(
                configuration.settings(),
                terms(configuration, door),
                encoders(new RawEncoder(), inForce),
                inForce,
                log,
                patience);
    }

    /** Of each schema there is, following what is in force. */
    private static Function<String, RecordEncoder> encoders(RawEncoder raw, InForce inForce) {
        return schema -> schema.equals(LogAnalyticsEncoder.SCHEMA) ? new LogAnalyticsEncoder(raw, inForce::site) : raw;
    }

    /** Whether requests are audited; false while {@code enabled: false} is in force. */
    public boolean isEnabled() {
        return inForce.auditor() != null;
    }

    /** What takes the lines that the application logs. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }

    @Override
    public Exchange begin(Request request) {
        Auditor current = inForce.auditor();
        if (current == null) {
            return Exchange.EXCLUDED;
        }
        announcer.announce();
        return current.begin(request);
    }

    /**
     * Writes the Start record, the first time it is called. Requests do so when the first of them begins; a door need not,
     * unless it has something to say of itself without any.
     */
    public void announce() {
        announcer.announce();
    }

    /**
     * Says in the trail that something of Caretrail's own failed in the door.
     *
     * @param calls how many times; what the MBean shows
     * @param records how many are missing for it, at most
     * @param reason without anything of a request
     */
    public void missed(long calls, long records, String reason) {
        failures.add(calls);
        trail.accept(inForce.gap(records, 0, reason));
    }

    /** What went through the trail. */
    public TrailCounters counters() {
        return trail.counters();
    }

    /**
     * Waits some seconds for the exchanges that are open, writes the Stop record, drains and closes the trail. Records of
     * exchanges that end still later are written through.
     */
    public void stop() {
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        tender.stop();
        long open = exchanges.awaitEnds(PATIENCE);
        if (open > 0) {
            log.warn("stopping with {} requests still open; their final records are written if they end in time", open);
        }
        door.end();
        diagnostics.stop();
        announcer.stopped();
        trail.close();
        tender.awaitEnd(PATIENCE);
        health.close();
    }

    private void tend() {
        if (!hasLibrary) {
            hasLibrary = true;
            RawEncoder.loadLibrary();
        }
        boolean changed = reloading.ifChanged();
        if (changed) {
            diagnostics.use(inForce.configuration());
        }
        diagnostics.tellRest();
        try {
            door.tend();
        } finally {
            if (changed) {
                // Not before the door: once the Reload record is there, log lines are recorded that were not before.
                announcer.reloaded();
            }
        }
        announcer.announceInTime();
        // Not earlier: by now the server has set up the JVM's MBean server as it wants it.
        if (announcer.hasAnnounced()) {
            health.tend();
        }
    }

    private void failed(Throwable ours) {
        failures.increment();
        log.error("an error of Caretrail's own; auditing goes on", ours);
    }
}
