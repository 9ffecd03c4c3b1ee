package io.caretrail.core.health;

import io.caretrail.core.trail.TrailCounters;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows a trail to operators as MBeans of the JVM's platform server, as long as it runs. Thread-safe.
 *
 * <p>Nothing of JMX is touched before the first {@link #tend}: servers such as WildFly replace the platform's MBean server
 * while they boot. Where JMX is missing or refuses, that is said once, and auditing goes on.
 */
public final class Health implements AutoCloseable {

    /**
     * What is shown, as of one moment.
     *
     * @param counters of the trail
     * @param failures of Caretrail's own so far
     * @param isAuditing whether requests are audited
     */
    public record Vitals(TrailCounters counters, long failures, boolean isAuditing) {}

    private final String name;
    private final Supplier<Vitals> vitals;
    private final Consumer<String> warnings;
    private final InstantSource clock;
    private @Nullable HealthBeans beans;
    private boolean closed;

    /**
     * Shows nothing yet.
     *
     * @param name of the trail; in a JVM with another of that name a number is put behind it
     * @param vitals called on any thread; must not wait for a disk or a network
     * @param warnings for Caretrail's own log
     */
    public Health(String name, Supplier<Vitals> vitals, Consumer<String> warnings, InstantSource clock) {
        this.name = name;
        this.vitals = vitals;
        this.warnings = warnings;
        this.clock = clock;
    }

    /** To be called about twice a second, from when the server has begun to serve: follows the destinations. */
    public void tend() {
        TrailCounters now = vitals.get().counters();
        try {
            follow(now);
        } catch (NoClassDefFoundError e) {
            giveUp("this Java runtime has no JMX (" + e.getMessage() + "); use one with the module java.management");
        } catch (RuntimeException e) {
            giveUp(e + "; see what the server sets for JMX (javax.management.builder.initial, a security manager)");
        }
    }

    private synchronized void follow(TrailCounters now) {
        if (closed) {
            return;
        }
        if (beans == null) {
            beans = new HealthBeans(name, vitals, clock);
        }
        beans.follow(now.destinations());
    }

    private void giveUp(String why) {
        close();
        warnings.accept("the counters of " + name + " cannot be shown as MBeans, auditing goes on without: " + why);
    }

    /** Takes the MBeans away. Whoever reads one at this moment may still get an answer. */
    @Override
    public synchronized void close() {
        closed = true;
        HealthBeans registered = beans;
        beans = null;
        if (registered != null) {
            try {
                registered.close();
            } catch (RuntimeException e) {
                warnings.accept("the MBeans of " + name + " cannot be taken away, and hold what was undeployed: " + e);
            }
        }
    }
}
