package io.caretrail.core;

import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationWatch;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.LoadedConfiguration;
import io.caretrail.core.door.Request;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import io.caretrail.core.exchange.Keeper;
import io.caretrail.core.health.Health;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.CaretrailRecords;
import io.caretrail.core.record.OwnRecords;
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
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

        /**
         * Called before a configuration comes into force, at the start and at each reload.
         *
         * @throws IOException when this door cannot have it: why and what to do; the start, or the reload, is refused then
         */
        default void expect(Configuration configuration) throws IOException {}
    }

    private static final long TEND_MILLIS = 500;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final long ANNOUNCE_AFTER = TimeUnit.SECONDS.toNanos(10);

    private final ConfigurationWatch watch;
    private final Door door;
    private final Logger log;
    private final ExchangeIds ids = new ExchangeIds();
    private final RecordEncoder encoder = new RawEncoder();
    private final AtomicBoolean announced = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread tender = new Thread(null, this::tend, "caretrail-tend", 0, false);
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Health health;
    private final Trail trail;
    private final long created = System.nanoTime();

    /** Not the watch's: that one is ahead when the destinations of a changed configuration cannot be opened. */
    private volatile Configuration inForce;

    private volatile CaretrailRecords own;

    /** Null while {@code enabled: false} is in force. */
    private volatile @Nullable Auditor auditor;

    private Caretrail(ConfigurationWatch watch, Door door, Logger log) throws IOException {
        this.watch = watch;
        this.door = door;
        this.log = log;
        Configuration configuration = watch.inForce().configuration();
        inForce = configuration;
        own = ownRecords(configuration);
        door.expect(configuration);
        trail = Trail.open(
                configuration.settings(),
                terms(configuration, door.name()),
                schema -> encoder,
                new CurrentOwnRecords(),
                log::warn);
        auditor = auditor(configuration);
        health = new Health(
                door.instance(),
                () -> new Health.Vitals(trail.counters(), failures.sum(), isEnabled()),
                log::warn,
                InstantSource.system());
    }

    private static Terms terms(Configuration configuration, String door) {
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
        caretrail.tellStart(watch.inForce().configuration());
        if (caretrail.isEnabled()) {
            caretrail.tender.setDaemon(true);
            caretrail.tender.setContextClassLoader(null);
            caretrail.tender.start();
        } else {
            caretrail.announced.set(true);
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
        RecordEncoder encoder = new RawEncoder();
        return Trail.recover(
                configuration.settings(),
                terms(configuration, door),
                schema -> encoder,
                ownRecords(configuration, new ExchangeIds()),
                log,
                patience);
    }

    /** Whether requests are audited; false while {@code enabled: false} is in force. */
    public boolean isEnabled() {
        return auditor != null;
    }

    @Override
    public Exchange begin(Request request) {
        Auditor current = auditor;
        if (current == null) {
            return Exchange.EXCLUDED;
        }
        if (!announced.get()) {
            announce();
        }
        return current.begin(request);
    }

    /**
     * Writes the Start record, the first time it is called. Requests do so when the first of them begins; a door need not,
     * unless it has something to say of itself without any.
     */
    public void announce() {
        if (announced.compareAndSet(false, true)) {
            trail.accept(own.start(inForce.hash(), door.hooks()));
        }
    }

    /** Says in the trail that records are missing for a reason that the door knows. */
    public void missed(long records, String reason) {
        failures.add(records);
        trail.accept(own.gap(records, 0, reason));
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
        awaitOpenExchanges();
        if (!door.hooks().isEmpty()) {
            announce();
        }
        // A JVM that was no server (java -version with JAVA_TOOL_OPTIONS) leaves the trail as it was.
        if (announced.get()) {
            trail.accept(own.stop(inForce.hash(), door.hooks()));
        }
        trail.close();
        awaitTender();
        health.close();
    }

    /** An application that is undeployed is gone only when its last thread is. */
    private void awaitTender() {
        stopping.countDown();
        try {
            tender.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOpenExchanges() {
        long deadline = System.nanoTime() + PATIENCE;
        try {
            while (open() > 0 && System.nanoTime() - deadline < 0) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (open() > 0) {
            log.warn(
                    "stopping with {} requests still open; their final records are written if they end in time",
                    open());
        }
    }

    private long open() {
        return begun.sum() - ended.sum();
    }

    private void tend() {
        while (!stopped.get()) {
            try {
                if (stopping.await(TEND_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                reloadIfChanged();
                door.tend();
                announceInTime();
                // Not earlier: by now the server has set up the JVM's MBean server as it wants it.
                if (announced.get()) {
                    health.tend();
                }
            } catch (InterruptedException nobodyDoesThis) {
                return;
            } catch (RuntimeException e) {
                failures.increment();
                log.error("an error of Caretrail's own; auditing goes on", e);
            }
        }
    }

    /** Without requests too, but not before a server has had the time to load all that is hooked. */
    private void announceInTime() {
        if (!announced.get() && !door.hooks().isEmpty() && System.nanoTime() - created > ANNOUNCE_AFTER) {
            announce();
        }
    }

    private void reloadIfChanged() {
        try {
            LoadedConfiguration changed = watch.poll();
            if (changed != null && !stopped.get()) {
                reload(changed.configuration());
            }
        } catch (ConfigurationException e) {
            log.error("the changed configuration is wrong, the old one stays in force:\n{}", e.getMessage());
        } catch (IOException e) {
            log.error(
                    "the changed configuration cannot be used, the old destinations stay in force: {}", e.getMessage());
        }
    }

    private void reload(Configuration changed) throws IOException {
        door.expect(changed);
        trail.reload(changed.settings(), changed.required().patience());
        if (!changed.handOff().equals(inForce.handOff()) || !Objects.equals(changed.state(), inForce.state())) {
            log.warn("handOff and state are taken over at the next start; until then they stay as they are");
        }
        inForce = changed;
        own = ownRecords(changed);
        auditor = auditor(changed);
        trail.accept(own.reload(changed.hash(), door.hooks()));
        log.info("the changed configuration is in force (hash {})", changed.hash());
        changed.warnings().forEach(log::warn);
        if (!changed.enabled()) {
            tellDisabled(changed);
        }
    }

    private void tellStart(Configuration configuration) {
        log.info(
                "version {} ({}), configuration {}, hash {}; {}",
                Version.current(),
                door.name(),
                configuration.file() == null ? "built in" : configuration.file(),
                configuration.hash().substring(0, 12),
                configuration.settings().stream().map(Caretrail::text).collect(Collectors.joining("; ")));
        configuration.warnings().forEach(log::warn);
        if (!configuration.enabled()) {
            tellDisabled(configuration);
        }
    }

    private void tellDisabled(Configuration configuration) {
        trail.accept(own.disabled(configuration.hash()));
        log.warn("auditing is switched off by caretrail.enabled=false");
    }

    private static String text(Setting setting) {
        return setting.categories() + " to "
                + setting.destinations().stream().map(Caretrail::text).collect(Collectors.joining(", "));
    }

    private static String text(DestinationSettings destination) {
        Object path = destination.values().get("path");
        return path == null ? destination.kind() : destination.kind() + " " + path;
    }

    private @Nullable Auditor auditor(Configuration configuration) {
        return configuration.enabled() ? new Auditor(configuration, ids, new Counting()) : null;
    }

    /** Knows how many exchanges are open. */
    private final class Counting implements Keeper {
        @Override
        public long begin(AuditRecord started, boolean exempt) {
            long room = trail.begin(started, exempt);
            if (room != REFUSED) {
                begun.increment();
            }
            return room;
        }

        @Override
        public void end(AuditRecord last, long room) {
            ended.increment();
            trail.end(last, room);
        }
    }

    private CaretrailRecords ownRecords(Configuration configuration) {
        return ownRecords(configuration, ids);
    }

    private static CaretrailRecords ownRecords(Configuration configuration, ExchangeIds ids) {
        return new CaretrailRecords(
                new CaretrailRecords.Origin(configuration.resourceId(), configuration.location(), configuration.type()),
                new CaretrailRecords.Program(
                        Version.current(),
                        configuration.location(),
                        ProcessHandle.current().pid()),
                ids::next,
                InstantSource.system());
    }

    /** The trail outlives a configuration; its own records follow the one in force. */
    private final class CurrentOwnRecords implements OwnRecords {
        @Override
        public AuditRecord gap(long missing, long refused, String reason) {
            return own.gap(missing, refused, reason);
        }

        @Override
        public AuditRecord pruned(String file, long bytes, long records) {
            return own.pruned(file, bytes, records);
        }

        @Override
        public AuditRecord checkpoint(OwnRecords.Sealed sealed) {
            return own.checkpoint(sealed);
        }
    }
}
