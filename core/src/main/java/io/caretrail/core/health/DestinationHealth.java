package io.caretrail.core.health;

import io.caretrail.core.health.Health.Vitals;
import io.caretrail.core.trail.TrailCounters.Delivered;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what it shows when it is asked, but for the time of the last success, which is told. */
final class DestinationHealth implements DestinationHealthMXBean {

    private final String key;
    private final Supplier<Vitals> vitals;
    private final InstantSource clock;
    private volatile Delivered last;
    private volatile @Nullable Instant lastSuccess;

    DestinationHealth(Delivered first, Supplier<Vitals> vitals, InstantSource clock) {
        key = first.key();
        last = first;
        this.vitals = vitals;
        this.clock = clock;
        lastSuccess = first.delivered() > 0 ? clock.instant() : null;
    }

    String key() {
        return key;
    }

    /** Takes a look, about twice a second and on one thread. */
    void observe(Delivered now) {
        if (now.delivered() > last.delivered()) {
            lastSuccess = clock.instant();
        }
        last = now;
    }

    /** A destination that a reload has just taken away shows what it had. */
    private Delivered now() {
        return vitals.get().counters().destinations().stream()
                .filter(destination -> destination.key().equals(key))
                .findFirst()
                .orElse(last);
    }

    @Override
    public long getDelivered() {
        return now().delivered();
    }

    @Override
    public long getWaiting() {
        return now().waiting();
    }

    @Override
    public long getSpooled() {
        return now().spooled();
    }

    @Override
    public long getSpooledBytes() {
        return now().spoolBytes();
    }

    @Override
    public long getLost() {
        return now().missing();
    }

    @Override
    public long getRetried() {
        return now().retried();
    }

    @Override
    public long getQuarantined() {
        return now().quarantined();
    }

    @Override
    public long getRefused() {
        return now().refused();
    }

    @Override
    public boolean isFailing() {
        return now().failure() != null;
    }

    @Override
    public @Nullable String getFailure() {
        return now().failure();
    }

    @Override
    public @Nullable String getLastSuccess() {
        Instant success = lastSuccess;
        return success == null ? null : success.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    @Override
    public long getSecondsSinceSuccess() {
        Instant success = lastSuccess;
        // A clock that was set back makes no negative time.
        return success == null
                ? -1
                : Math.max(0, Duration.between(success, clock.instant()).toSeconds());
    }
}
