package io.caretrail.core.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as nearly all are straight into their bytes: the same bytes as {@link RecordProvider}, which writes the
 * others, with texts that have to be repaired, shortened or escaped beyond a backslash. Allocates nothing. Thread-safe.
 */
final class RecordWriter {

    private static final byte[] TIME = json("{\"time\":\"");
    private static final byte[] RECORD_ID = json("\",\"recordId\":\"");
    private static final byte[] OPERATION_NAME = json(",\"operationName\":\"");
    private static final byte[] OPERATION_VERSION = json(",\"operationVersion\":\"");
    private static final byte[] CATEGORY = json(",\"category\":\"");
    private static final byte[] RESULT_TYPE = json(",\"resultType\":\"");
    private static final byte[] RESULT_SIGNATURE = json(",\"resultSignature\":");
    private static final byte[] RESULT_DESCRIPTION = json(",\"resultDescription\":\"");
    private static final byte[] DURATION = json(",\"durationMs\":");
    private static final byte[] CALLER = json(",\"callerIpAddress\":\"");
    private static final byte[] CORRELATION_ID = json(",\"correlationId\":\"");
    private static final byte[] IDENTITY = json(",\"identity\":{");
    private static final byte[] CLAIMS = json("\"claims\":{");
    private static final byte[] USER = json("\"user\":\"");
    private static final byte[] AUTH_METHOD = json("\"authMethod\":\"");
    private static final byte[] AUTHENTICATED = json("\"authenticated\":");
    private static final byte[] CLAIMS_VERIFIED = json("\"claimsVerified\":");
    private static final byte[] LEVEL = json(",\"level\":\"");
    private static final byte[] URI = json(",\"uri\":\"");
    private static final byte[] PROPERTIES = json(",\"properties\":{");

    private final MicrosecondTime time = new MicrosecondTime();
    private final KeptField resourceId = new KeptField("resourceId");
    private final KeptField location = new KeptField("location");
    private final KeptField type = new KeptField("type");

    /** False when the record is one for the library; what the buffer holds is of no use then. */
    boolean write(AuditRecord record, RecordBuffer buffer) {
        buffer.put(TIME);
        Instant moment = record.time();
        time.put(moment.getEpochSecond(), moment.getNano(), buffer);
        buffer.put(RECORD_ID);
        buffer.text(record.recordId());
        buffer.write('"');
        resourceId.put(record.resourceId(), buffer);
        text(OPERATION_NAME, record.operationName(), buffer);
        text(OPERATION_VERSION, record.operationVersion(), buffer);
        text(CATEGORY, record.category().name(), buffer);
        text(RESULT_TYPE, record.resultType().name(), buffer);
        number(RESULT_SIGNATURE, record.resultSignature(), buffer);
        text(RESULT_DESCRIPTION, record.resultDescription(), buffer);
        number(DURATION, record.durationMs(), buffer);
        text(CALLER, record.callerIpAddress(), buffer);
        text(CORRELATION_ID, record.correlationId(), buffer);
        identity(record.identity(), buffer);
        text(LEVEL, record.level().name(), buffer);
        location.put(record.location(), buffer);
        type.put(record.type(), buffer);
        text(URI, record.uri(), buffer);
        buffer.put(PROPERTIES);
        buffer.members().put(record.properties());
        buffer.write('}');
        buffer.write('}');
        return buffer.isWhole();
    }

    private static void identity(Identity identity, RecordBuffer buffer) {
        buffer.put(IDENTITY);
        int start = buffer.length();
        if (!identity.claims().isEmpty()) {
            buffer.put(CLAIMS);
            buffer.members().put(identity.claims());
            buffer.write('}');
        }
        member(start, USER, identity.user(), buffer);
        member(start, AUTH_METHOD, identity.authMethod(), buffer);
        flag(start, AUTHENTICATED, identity.authenticated(), buffer);
        flag(start, CLAIMS_VERIFIED, identity.claimsVerified(), buffer);
        buffer.write('}');
    }

    private static void member(int start, byte[] name, @Nullable String value, RecordBuffer buffer) {
        if (value != null) {
            comma(start, buffer);
            text(name, value, buffer);
        }
    }

    private static void flag(int start, byte[] name, @Nullable Boolean value, RecordBuffer buffer) {
        if (value != null) {
            comma(start, buffer);
            buffer.put(name);
            buffer.flag(value);
        }
    }

    /** Between two members, not before the first. */
    private static void comma(int start, RecordBuffer buffer) {
        if (buffer.length() > start) {
            buffer.write(',');
        }
    }

    private static void text(byte[] name, @Nullable String value, RecordBuffer buffer) {
        if (value != null) {
            buffer.put(name);
            buffer.text(value);
            buffer.write('"');
        }
    }

    private static void number(byte[] name, long value, RecordBuffer buffer) {
        buffer.put(name);
        buffer.number(value);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
