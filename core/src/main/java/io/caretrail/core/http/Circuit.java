package io.caretrail.core.http;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How much to ask of a collector after failures: from the third one in a row on only a few records are tried first, and it
 * is left alone for longer and longer, with jitter, so that many servers do not come back at the same moment. Used by one
 * thread.
 */
final class Circuit {

    static final int PROBE = 10;

    private static final int OPENS_AT = 3;
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final RandomGenerator random;
    private int failures;

    Circuit(RandomGenerator random) {
        this.random = random;
    }

    /** How many records to send first. */
    int first(int records) {
        return isOpen() ? Math.min(PROBE, records) : records;
    }

    boolean isOpen() {
        return failures >= OPENS_AT;
    }

    void succeeded() {
        failures = 0;
    }

    /** Notes that nothing was kept; returns how long to leave the collector alone, null to leave that to the caller. */
    @Nullable
    Duration failed() {
        failures++;
        if (!isOpen()) {
            return null;
        }
        int doublings = Math.min(failures - OPENS_AT, 10);
        long most = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
        return Duration.ofMillis(random.nextLong(most / 2, most + 1));
    }
}
