package io.caretrail.core.record;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the server's log (seed 000, "Diagnostic log details"; docs/diagnostic-logs.md). Immutable and thread-safe.
 * Its values are as read, of any length and with any character: the encoder makes them fit.
 *
 * @param time when it was logged, written with microseconds in UTC
 * @param recordId the exchange's id, {@code .d} and the number of the line within the exchange, from 1
 * @param operationName of the request; of a line outside any, {@link #BACKGROUND}
 * @param resultDescription the message, without credentials as far as their patterns are known
 * @param correlationId of the request; null outside any
 * @param uri of the request, after the rules; null outside any
 * @param properties in the order written; values are String, Integer, Long, Boolean or List of String
 */
public record DiagnosticRecord(
        Instant time,
        String recordId,
        String resourceId,
        String operationName,
        String resultDescription,
        @Nullable String correlationId,
        Identity identity,
        Level level,
        String location,
        @Nullable String uri,
        Map<String, Object> properties)
        implements TrailRecord {

    /** The operationName of a line that was logged outside any request. */
    public static final String BACKGROUND = "Background";

    @Override
    public Category category() {
        return Category.DiagnosticLogs;
    }
}
