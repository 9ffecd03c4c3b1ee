package io.caretrail.agent.logging;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.diagnostic.LogLine;
import io.caretrail.core.record.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Behind Log4j 2's hook points: a logger has a message that has passed its level. Log4j's types are asked by the names of
 * their methods, since there are two ways in with the same types in another order. Thread-safe.
 */
public final class Log4jHooks implements ContainerHooks {

    private static final int ERROR = 200;
    private static final int WARN = 300;
    private static final int INFO = 400;

    private static final PublicMethod INT_LEVEL = new PublicMethod("intLevel");
    private static final PublicMethod NAME = new PublicMethod("getName");
    private static final PublicMethod FORMATTED = new PublicMethod("getFormattedMessage");
    /** Of a MapMessage or StructuredDataMessage. */
    private static final PublicMethod DATA = new PublicMethod("getData");

    private final Diagnostics diagnostics;

    /** Hooks for one Log4j. */
    public Log4jHooks(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        int ofLevel = name.endsWith("Located") ? 0 : 1;
        int ofMessage = name.endsWith("Located") ? 4 : 3;
        return (logger, arguments) -> {
            if (logger != null && arguments instanceof Object[] given && diagnostics.isOn()) {
                logs(logger, given[ofLevel], given[ofMessage], (Throwable) given[ofMessage + 1]);
            }
            return null;
        };
    }

    private void logs(Object logger, @Nullable Object logged, @Nullable Object message, @Nullable Throwable thrown) {
        Level level = logged == null ? null : level((Integer) INT_LEVEL.of(logged));
        if (level != null) {
            diagnostics.take(level, String.valueOf(NAME.of(logger)), () -> line(message, thrown));
        }
    }

    private static @Nullable Level level(@Nullable Integer level) {
        if (level == null || level == 0 || level > INFO) {
            return null;
        }
        return level <= ERROR ? Level.Error : level <= WARN ? Level.Warning : Level.Informational;
    }

    private static LogLine line(@Nullable Object message, @Nullable Throwable thrown) {
        Object formatted = message == null ? null : FORMATTED.of(message);
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        if (message != null && DATA.of(message) instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> data.put(String.valueOf(key), value));
        }
        return new LogLine(
                formatted == null ? "" : formatted.toString(),
                thrown == null ? null : thrown.getClass().getName(),
                data);
    }
}
