package io.caretrail.agent.start;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Looks again and again, for as long as a slow machine may need. */
final class Deadline {

    private static final long NANOS = Duration.ofSeconds(60).toNanos();

    private Deadline() {}

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + NANOS;
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("has not come: " + what);
            }
            Thread.sleep(50);
        }
    }
}
