package io.caretrail.core.health;

import io.caretrail.core.health.Health.Vitals;
import java.util.function.Supplier;

/** Reads what it shows when it is asked. */
record TrailHealth(Supplier<Vitals> vitals) implements TrailHealthMXBean {

    @Override
    public boolean isAuditing() {
        return vitals.get().isAuditing();
    }

    @Override
    public long getAccepted() {
        return vitals.get().counters().accepted();
    }

    @Override
    public long getWritten() {
        return vitals.get().counters().written();
    }

    @Override
    public long getWaiting() {
        return vitals.get().counters().waiting();
    }

    @Override
    public long getLost() {
        return vitals.get().counters().missing();
    }

    @Override
    public long getRefused() {
        return vitals.get().counters().refused();
    }

    @Override
    public long getOwnFailures() {
        return vitals.get().failures();
    }

    @Override
    public long getUnsaid() {
        return vitals.get().counters().unsaid();
    }
}
