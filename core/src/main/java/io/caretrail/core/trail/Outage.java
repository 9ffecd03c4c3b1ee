package io.caretrail.core.trail;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that fails again and again: said at the beginning, about each minute, and at the end. For one thread. */
final class Outage {

    private static final long SAY_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final String what;
    private final Report report;
    private volatile @Nullable String reason;
    private long since;
    private long said;
    private boolean unsaid;
    private long times;

    /** @param what the beginning of each sentence: {@code settings[0].destinations.file cannot be written} */
    Outage(String what, Report report) {
        this.what = what;
        this.report = report;
    }

    void failed(Throwable failure, Supplier<String> numbers) {
        long now = System.nanoTime();
        times++;
        if (reason == null) {
            reason = Reason.of(failure);
            since = now;
            unsaid = true;
        }
        if (unsaid) {
            report.say(what + ": " + text(failure) + " (it is tried again; " + numbers.get() + ")");
            // Only now: with no memory left the saying fails too.
            unsaid = false;
            said = now;
        } else if (now - said >= SAY_EVERY) {
            said = now;
            report.say(what + " for " + TimeUnit.NANOSECONDS.toSeconds(now - since) + " s, " + times + " attempts: "
                    + text(failure) + " (" + numbers.get() + ")");
        }
    }

    /** Ends it, if it was on. */
    void over(Supplier<String> numbers) {
        if (reason != null) {
            reason = null;
            report.say(what + ": over after " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since) + " s, "
                    + times + " attempts (" + numbers.get() + ")");
            times = 0;
        }
    }

    /** Why, of the first failure, in words for the trail; null when all is well. Safe on any thread. */
    @Nullable
    String reason() {
        return reason;
    }

    private static String text(Throwable failure) {
        return failure instanceof java.io.IOException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.toString();
    }
}
