package io.caretrail.filter;

import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Caretrail's own log: through the application's SLF4J where it has one with a provider, else through java.util.logging,
 * which the container has set up. Thread-safe.
 */
final class ApplicationLog extends LegacyAbstractLogger {

    private static final String NAME = "io.caretrail";

    /** Takes a finished line. */
    @FunctionalInterface
    private interface Sink {
        void log(Level level, String message, @Nullable Throwable thrown);
    }

    private final transient Sink sink;

    private ApplicationLog(Sink sink) {
        this.name = NAME;
        this.sink = sink;
    }

    /** The log of the application whose class loader it is. */
    static Logger of(ClassLoader loader) {
        Sink slf4j = slf4j(loader);
        return new ApplicationLog(slf4j == null ? ApplicationLog::toJul : slf4j);
    }

    /** Null without SLF4J, and where SLF4J has nowhere to write to: it would swallow what an operator must read. */
    private static @Nullable Sink slf4j(ClassLoader loader) {
        Class<?> factory = ApplicationClass.ofSlf4j("LoggerFactory", loader);
        Class<?> type = ApplicationClass.ofSlf4j("Logger", loader);
        if (factory == null || type == null) {
            return null;
        }
        try {
            Object loggers = factory.getMethod("getILoggerFactory").invoke(null);
            if (loggers == null || loggers.getClass().getSimpleName().startsWith("NOP")) {
                return null;
            }
            Object logger = factory.getMethod("getLogger", String.class).invoke(null, NAME);
            Map<Level, Method> methods = new EnumMap<>(Level.class);
            for (Level level : Level.values()) {
                methods.put(
                        level,
                        type.getMethod(level.name().toLowerCase(java.util.Locale.ROOT), String.class, Throwable.class));
            }
            return (level, message, thrown) -> {
                Method method = methods.get(level);
                try {
                    if (method != null) {
                        method.invoke(logger, message, thrown);
                    }
                } catch (ReflectiveOperationException refused) {
                    toJul(level, message, thrown);
                }
            };
        } catch (ReflectiveOperationException | LinkageError unlikeSlf4j) {
            return null;
        }
    }

    private static void toJul(Level level, String message, @Nullable Throwable thrown) {
        LogRecord line = new LogRecord(
                switch (level) {
                    case ERROR -> java.util.logging.Level.SEVERE;
                    case WARN -> java.util.logging.Level.WARNING;
                    case INFO -> java.util.logging.Level.INFO;
                    case DEBUG, TRACE -> java.util.logging.Level.FINE;
                },
                message);
        line.setLoggerName(NAME);
        line.setSourceClassName(NAME);
        line.setSourceMethodName("");
        line.setThrown(thrown);
        java.util.logging.Logger.getLogger(NAME).log(line);
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        sink.log(level, "Caretrail: " + (text == null ? "" : text), thrown);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
