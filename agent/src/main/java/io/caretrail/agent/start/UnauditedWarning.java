package io.caretrail.agent.start;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Says again and again, at ever longer pauses, that nothing is audited in this JVM. Used by one thread. */
final class UnauditedWarning {

    /** Servers take their time to load the classes that answer requests. */
    static final Duration FIRST = Duration.ofSeconds(30);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Logger log;
    private final LongSupplier nanoTime;
    private Duration pause = FIRST;
    private long next;

    /**
     * A warning; its time runs from now.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    UnauditedWarning(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        next = nanoTime.getAsLong() + FIRST.toNanos();
    }

    /** Warns if it is time, and says whether it did. To be called while no hook is armed, the oftener the more punctual. */
    boolean tend() {
        long now = nanoTime.getAsLong();
        if (now - next < 0) {
            return false;
        }
        log.warn("NO REQUEST IS AUDITED: no server that Caretrail can hook has been loaded in this JVM."
                + " If this is a server, please report its name and version; if not, remove -javaagent");
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        next = now + pause.toNanos();
        return true;
    }
}
