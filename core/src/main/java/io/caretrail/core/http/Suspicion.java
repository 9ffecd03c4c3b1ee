package io.caretrail.core.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells a poison record from a collector that was set up wrong and refuses everything: the trail must not walk into the
 * quarantine. Used by one thread.
 */
final class Suspicion {

    /** Records refused in a row, none taken between, until the collector is suspected. */
    static final int REFUSALS = 8;

    /** How long it is given to take something; then what it refuses is poison after all. */
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);

    private final LongSupplier nanos;
    private int refusals;
    private long since;

    Suspicion(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void accepted() {
        refusals = 0;
    }

    /** Notes that a record was refused by itself; returns whether it is the collector rather than the record. */
    boolean refused() {
        if (refusals == REFUSALS - 1) {
            since = nanos.getAsLong();
        }
        refusals = Math.min(refusals + 1, REFUSALS);
        return refusals == REFUSALS && nanos.getAsLong() - since < PATIENCE;
    }
}
