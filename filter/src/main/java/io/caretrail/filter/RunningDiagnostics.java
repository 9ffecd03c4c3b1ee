package io.caretrail.filter;

import io.caretrail.core.diagnostic.Diagnostics;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the appenders of the application find what takes their lines: Logback makes them before the filter starts, and knows
 * nothing of it. One for each copy of the filter's classes, so for each application that has the jar. Thread-safe.
 */
final class RunningDiagnostics {

    private static final AtomicReference<@Nullable Diagnostics> CURRENT = new AtomicReference<>();

    private RunningDiagnostics() {}

    /** Null when nothing takes any. */
    static @Nullable Diagnostics get() {
        return CURRENT.get();
    }

    static void set(Diagnostics diagnostics) {
        CURRENT.set(diagnostics);
    }

    /** Unless others have been set meanwhile. */
    static void remove(Diagnostics diagnostics) {
        CURRENT.compareAndSet(diagnostics, null);
    }
}
