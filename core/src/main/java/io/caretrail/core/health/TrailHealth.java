package io.caretrail.core.health;

/** Reads what it shows when it is asked. */
record TrailHealth(Health.Source source) implements TrailHealthMXBean {

    @Override
    public boolean isAuditing() {
        return source.isAuditing();
    }

    @Override
    public long getAccepted() {
        return source.counters().accepted();
    }

    @Override
    public long getWritten() {
        return source.counters().written();
    }

    @Override
    public long getWaiting() {
        return source.counters().waiting();
    }

    @Override
    public long getLost() {
        return source.counters().missing();
    }

    @Override
    public long getRefused() {
        return source.counters().refused();
    }

    @Override
    public long getOwnFailures() {
        return source.failures();
    }

    @Override
    public long getUnsaid() {
        return source.counters().unsaid();
    }
}
