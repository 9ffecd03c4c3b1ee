package io.caretrail.filter.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.caretrail.core.diagnostic.LogLine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** One event of Logback as a line. Stateless and thread-safe. */
public final class LogbackLine {

    /** From Logback 1.3 on there are key-value pairs, and several markers. */
    private static final boolean HAS_PAIRS = Arrays.stream(ILoggingEvent.class.getMethods())
            .anyMatch(method -> method.getName().equals("getKeyValuePairs"));

    private LogbackLine() {}

    /** The seeds' level; null below INFO. */
    public static io.caretrail.core.record.@Nullable Level level(ILoggingEvent event) {
        int level = event.getLevel().toInt();
        if (level >= Level.ERROR_INT) {
            return io.caretrail.core.record.Level.Error;
        }
        if (level >= Level.WARN_INT) {
            return io.caretrail.core.record.Level.Warning;
        }
        return level >= Level.INFO_INT ? io.caretrail.core.record.Level.Informational : null;
    }

    /** Formats the message, which the event keeps: an appender's look at it does not format it again. */
    @SuppressWarnings("deprecation") // the older Logback's way
    public static LogLine of(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        Object[] ofMessage = event.getArgumentArray();
        if (ofMessage != null) {
            for (Object argument : ofMessage) {
                StructuredArguments.add(argument, arguments);
            }
        }
        if (HAS_PAIRS) {
            NewerEvent.add(event, arguments);
        } else {
            addMarker(event.getMarker(), arguments);
        }
        String message = event.getFormattedMessage();
        return new LogLine(message == null ? "" : message, thrown == null ? null : thrown.getClassName(), arguments);
    }

    @SuppressWarnings(
            "deprecation") // references of markers: SLF4J would rather have several, logstash-logback-encoder has both
    private static void addMarker(@Nullable Marker marker, Map<String, @Nullable Object> arguments) {
        if (marker != null) {
            StructuredArguments.add(marker, arguments);
            marker.iterator().forEachRemaining(reference -> StructuredArguments.add(reference, arguments));
        }
    }

    /** Apart, since an older Logback has not what it calls. */
    private static final class NewerEvent {

        private NewerEvent() {}

        static void add(ILoggingEvent event, Map<String, @Nullable Object> arguments) {
            if (event.getMarkerList() != null) {
                event.getMarkerList().forEach(marker -> addMarker(marker, arguments));
            }
            if (event.getKeyValuePairs() != null) {
                for (KeyValuePair pair : event.getKeyValuePairs()) {
                    arguments.put(pair.key, pair.value);
                }
            }
        }
    }
}
