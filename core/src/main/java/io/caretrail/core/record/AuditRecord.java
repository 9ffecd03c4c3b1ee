package io.caretrail.core.record;

import io.caretrail.core.record.RecordFields.Text;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of the trail, in the field order of seed 001 and the contract's table. Immutable and thread-safe. Its
 * values are as read, of any length and with any character: the encoder makes them fit.
 *
 * @param time when it happened, written with microseconds in UTC
 * @param recordId the exchange's id and {@code .0} or {@code .1}; unique over hosts and restarts
 * @param operationVersion null when the operation has none
 * @param resultSignature the HTTP status sent, 0 for Started and when none was
 * @param resultDescription why it failed; null unless Failed
 * @param durationMs elapsed milliseconds; 0 for Started
 * @param callerIpAddress null on Caretrail's own records
 * @param correlationId null on Caretrail's own records
 * @param uri null on Caretrail's own records
 * @param properties in the order written; values are String, Integer, Long, Boolean or List of String
 */
public record AuditRecord(
        Instant time,
        String recordId,
        String resourceId,
        String operationName,
        @Nullable String operationVersion,
        Category category,
        ResultType resultType,
        int resultSignature,
        @Nullable String resultDescription,
        long durationMs,
        @Nullable String callerIpAddress,
        @Nullable String correlationId,
        Identity identity,
        Level level,
        String location,
        String type,
        @Nullable String uri,
        Map<String, Object> properties)
        implements TrailRecord, RecordSource {

    /** Why an exchange failed whose process died before its end (contract, Records). */
    public static final String PROCESS_ENDED = "process ended";

    /** What a source tells, as a record. */
    public static AuditRecord of(RecordSource source) {
        if (source instanceof AuditRecord record) {
            return record;
        }
        RecordCollector collector = new RecordCollector();
        source.tell(collector);
        return collector.record();
    }

    @Override
    public void tell(RecordFields fields) {
        fields.time(time.getEpochSecond(), time.getNano());
        fields.text(Text.RECORD_ID, recordId);
        fields.text(Text.RESOURCE_ID, resourceId);
        fields.text(Text.OPERATION_NAME, operationName);
        fields.text(Text.OPERATION_VERSION, operationVersion);
        fields.category(category);
        fields.result(resultType, resultSignature);
        fields.text(Text.RESULT_DESCRIPTION, resultDescription);
        fields.durationMs(durationMs);
        fields.text(Text.CALLER_IP_ADDRESS, callerIpAddress);
        fields.text(Text.CORRELATION_ID, correlationId);
        fields.identity(identity);
        fields.level(level);
        fields.text(Text.LOCATION, location);
        fields.text(Text.TYPE, type);
        fields.text(Text.URI, uri);
        fields.properties(properties);
    }

    /**
     * The final record of an exchange that nobody can end any more. When its process died is not known: it has the time of
     * this Started record and lasted 0 ms.
     */
    public AuditRecord processEnded() {
        return new AuditRecord(
                time,
                recordId.substring(0, recordId.length() - 1) + "1",
                resourceId,
                operationName,
                operationVersion,
                category,
                ResultType.Failed,
                0,
                PROCESS_ENDED,
                0,
                callerIpAddress,
                correlationId,
                identity,
                Level.Error,
                location,
                type,
                uri,
                properties);
    }
}
