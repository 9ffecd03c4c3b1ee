package io.caretrail.filter;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the appenders of the application find what takes their lines: Logback makes them before the filter starts, and knows
 * nothing of it. One for each copy of the filter's classes, so for each application that has the jar. Thread-safe.
 */
final class RunningApplication {

    private static final AtomicReference<@Nullable WebApplication> CURRENT = new AtomicReference<>();

    private RunningApplication() {}

    /** Null when nothing takes any. */
    static @Nullable WebApplication get() {
        return CURRENT.get();
    }

    static void set(WebApplication application) {
        CURRENT.set(application);
    }

    /** Unless another has been set meanwhile. */
    static void remove(WebApplication application) {
        CURRENT.compareAndSet(application, null);
    }
}
