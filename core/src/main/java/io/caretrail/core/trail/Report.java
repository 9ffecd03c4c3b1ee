package io.caretrail.core.trail;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What the trail says to the operator. A log that fails must not stop the trail; what it lost is counted. */
final class Report {

    private final Consumer<String> log;
    private final AtomicLong unsaid = new AtomicLong();

    Report(Consumer<String> log) {
        this.log = log;
    }

    void say(String message) {
        try {
            log.accept(message);
        } catch (RuntimeException e) {
            unsaid.incrementAndGet();
        }
    }

    long unsaid() {
        return unsaid.get();
    }
}
