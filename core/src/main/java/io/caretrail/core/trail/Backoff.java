package io.caretrail.core.trail;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to leave a destination alone after a failure: exponential with full jitter, so that a hundred servers do not
 * come back to their collector in step. For one thread.
 */
final class Backoff {

    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_LOCAL = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_REMOTE = TimeUnit.SECONDS.toNanos(30);

    private final long longest;
    private long most = FIRST;

    Backoff(boolean remote) {
        longest = remote ? LONGEST_REMOTE : LONGEST_LOCAL;
    }

    /** In nanoseconds. */
    long next() {
        long now = most;
        most = Math.min(2 * most, longest);
        return ThreadLocalRandom.current().nextLong(now + 1);
    }

    void reset() {
        most = FIRST;
    }
}
