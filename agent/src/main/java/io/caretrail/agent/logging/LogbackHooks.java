package io.caretrail.agent.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.record.Level;
import io.caretrail.filter.logback.LogbackLine;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Behind Logback's hook point: a logger is about to call its appenders. Thread-safe. */
public final class LogbackHooks implements ContainerHooks {

    private final Diagnostics diagnostics;

    /** Hooks for one Logback. */
    public LogbackHooks(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return (logger, event) -> {
            if (event instanceof ILoggingEvent logged && diagnostics.isOn()) {
                logs(logged);
            }
            return null;
        };
    }

    private void logs(ILoggingEvent event) {
        Level level = LogbackLine.level(event);
        if (level != null) {
            diagnostics.take(level, event.getLoggerName(), () -> LogbackLine.of(event));
        }
    }
}
