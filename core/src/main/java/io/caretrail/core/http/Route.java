package io.caretrail.core.http;

import java.time.Clock;
import java.util.function.Consumer;

/** What lasts from batch to batch. Used by one thread. */
final class Route {

    /** Successes after which a longer request is dared again. */
    private static final int DARE_AFTER = 1_000;

    private final HttpSettings settings;
    private final Caller caller;
    private final Circuit circuit;
    private final Suspicion suspicion;
    private final Quarantine quarantine;
    private final Consumer<String> warnings;
    private final Clock clock;
    private long longest = Long.MAX_VALUE;
    private int shipments;

    Route(
            HttpSettings settings,
            Caller caller,
            Circuit circuit,
            Suspicion suspicion,
            Quarantine quarantine,
            Consumer<String> warnings,
            Clock clock) {
        this.settings = settings;
        this.caller = caller;
        this.circuit = circuit;
        this.suspicion = suspicion;
        this.quarantine = quarantine;
        this.warnings = warnings;
        this.clock = clock;
    }

    HttpSettings settings() {
        return settings;
    }

    Caller caller() {
        return caller;
    }

    Circuit circuit() {
        return circuit;
    }

    Suspicion suspicion() {
        return suspicion;
    }

    Quarantine quarantine() {
        return quarantine;
    }

    Consumer<String> warnings() {
        return warnings;
    }

    Clock clock() {
        return clock;
    }

    /** The sum of records that the collector is not known to find too long. */
    long longest() {
        return longest;
    }

    /** A request of several records was too long for the collector: later ones are shorter from the beginning. */
    void tooLong(long bytes) {
        longest = Math.min(longest, Math.max(bytes / 2, 1));
        shipments = 0;
    }

    /** A batch is through. */
    void arrived() {
        shipments++;
        if (shipments >= DARE_AFTER && longest < Long.MAX_VALUE) {
            shipments = 0;
            longest = longest > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : longest * 2;
        }
    }
}
