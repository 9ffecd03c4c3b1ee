package io.caretrail.agent.logging;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.diagnostic.LogLine;
import io.caretrail.core.record.Level;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Behind the hook points of java.util.logging, and of the JBoss LogManager, whose loggers are its loggers: a logger has a
 * record, and later it has given that to its handlers. Thread-safe.
 */
public final class JulHooks implements ContainerHooks {

    /** Of the JBoss LogManager's records, which may be formatted in other ways. */
    private static final PublicMethod FORMATTED = new PublicMethod("getFormattedMessage");

    private static final Formatter FORMATTER = new Formatter() {
        @Override
        public String format(LogRecord line) {
            return formatMessage(line);
        }
    };

    private final Diagnostics diagnostics;

    /** Hooks for one copy of the loggers. */
    public JulHooks(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return name.endsWith("Logged")
                ? (logger, thrown) -> {
                    diagnostics.handedOn();
                    return null;
                }
                : (logger, logged) -> {
                    try {
                        logs((Logger) logger, (LogRecord) logged);
                    } finally {
                        diagnostics.handsOn();
                    }
                    return null;
                };
    }

    private void logs(@Nullable Logger logger, @Nullable LogRecord logged) {
        if (logger == null || logged == null || !diagnostics.isOn()) {
            return;
        }
        Level level = level(logged.getLevel().intValue());
        if (level != null && logger.isLoggable(logged.getLevel())) {
            String name = Objects.requireNonNullElse(logged.getLoggerName(), logger.getName());
            diagnostics.take(level, Objects.requireNonNullElse(name, ""), () -> line(logged));
        }
    }

    private static @Nullable Level level(int level) {
        if (level >= java.util.logging.Level.SEVERE.intValue()) {
            return level == java.util.logging.Level.OFF.intValue() ? null : Level.Error;
        }
        if (level >= java.util.logging.Level.WARNING.intValue()) {
            return Level.Warning;
        }
        return level >= java.util.logging.Level.INFO.intValue() ? Level.Informational : null;
    }

    private static LogLine line(LogRecord logged) {
        Object formatted = logged.getClass() == LogRecord.class ? null : FORMATTED.of(logged);
        String message = formatted == null ? FORMATTER.formatMessage(logged) : formatted.toString();
        Throwable thrown = logged.getThrown();
        return new LogLine(
                message == null ? "" : message,
                thrown == null ? null : thrown.getClass().getName(),
                Map.of());
    }
}
