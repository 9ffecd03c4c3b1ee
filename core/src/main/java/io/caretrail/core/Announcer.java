package io.caretrail.core;

import io.caretrail.core.Caretrail.Door;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.LoadedConfiguration;
import io.caretrail.core.trail.Trail;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** What Caretrail says of itself: to auditors in the trail, to operators in its own log. Thread-safe. */
final class Announcer {

    private static final long ANNOUNCE_AFTER = TimeUnit.SECONDS.toNanos(10);

    private final Door door;
    private final InForce inForce;
    private final Trail trail;
    private final Logger log;
    private final AtomicBoolean announced = new AtomicBoolean();
    private final long created = System.nanoTime();

    Announcer(Door door, InForce inForce, Trail trail, Logger log) {
        this.door = door;
        this.inForce = inForce;
        this.trail = trail;
        this.log = log;
    }

    /** The start, to operators only: what is armed shows later. */
    void started(LoadedConfiguration loaded) {
        Configuration configuration = loaded.configuration();
        log.info(
                "version {} ({}), configuration {}, hash {}; {}",
                Version.current(),
                door.name(),
                loaded.source(),
                configuration.hash().substring(0, 12),
                configuration.settings().stream().map(Announcer::text).collect(Collectors.joining("; ")));
        cautions(configuration);
    }

    void reloaded() {
        Configuration configuration = inForce.configuration();
        trail.accept(inForce.reload(door.hooks()));
        log.info("the changed configuration is in force (hash {})", configuration.hash());
        cautions(configuration);
    }

    private void cautions(Configuration configuration) {
        configuration.warnings().forEach(log::warn);
        if (!configuration.enabled()) {
            trail.accept(inForce.disabled());
            log.warn("auditing is switched off by caretrail.enabled=false");
        }
    }

    /** Whether the trail has its Start record. */
    boolean hasAnnounced() {
        return announced.get();
    }

    /** The Start record, the first time. */
    void announce() {
        if (!announced.get() && announced.compareAndSet(false, true)) {
            trail.accept(inForce.start(door.hooks()));
        }
    }

    /** No Start record: nothing is audited. */
    void silence() {
        announced.set(true);
    }

    /** Without requests too, but not before a server has had the time to load all that is hooked. */
    void announceInTime() {
        if (!door.hooks().isEmpty() && System.nanoTime() - created > ANNOUNCE_AFTER) {
            announce();
        }
    }

    /** A JVM that was no server (java -version with JAVA_TOOL_OPTIONS) leaves the trail as it was. */
    void stopped() {
        if (!door.hooks().isEmpty()) {
            announce();
        }
        if (announced.get()) {
            trail.accept(inForce.stop(door.hooks()));
        }
    }

    private static String text(Setting setting) {
        return setting.categories() + " to "
                + setting.destinations().stream().map(Announcer::text).collect(Collectors.joining(", "));
    }

    private static String text(DestinationSettings destination) {
        Object path = destination.values().get("path");
        return path == null ? destination.kind() : destination.kind() + " " + path;
    }
}
