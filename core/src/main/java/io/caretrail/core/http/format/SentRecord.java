package io.caretrail.core.http.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoded record, as formats look into it. Immutable.
 *
 * @param json the record as it was encoded
 * @param fields its texts, whole numbers and truths, those at the top
 */
record SentRecord(String json, Map<String, Object> fields) {

    /** Where the schema log-analytics has what the formats look for. */
    private static final Map<String, List<String>> COLUMNS = Map.of(
            "time", List.of("TimeGenerated"),
            "recordId", List.of("RecordId"),
            "operationName", List.of("OperationName"),
            "category", List.of("LogCategory"),
            "resultType", List.of("ResultType"),
            "resultSignature", List.of("StatusCode"),
            "callerIpAddress", List.of("CallerIPAddress"),
            "correlationId", List.of("CorrelationId"),
            "level", List.of("Level", "LogLevel"),
            "location", List.of("Location"));

    static SentRecord of(ByteBuffer encoded) {
        byte[] bytes = Body.bytes(encoded);
        return new SentRecord(new String(bytes, StandardCharsets.UTF_8), Json.topFields(bytes));
    }

    /** What tells a redelivery: its recordId; of a record that has none a digest of it, which stays the same too. */
    String id() {
        String id = text("recordId");
        return id != null && !id.isEmpty() ? id : digest();
    }

    private String digest() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is in every Java", impossible);
        }
    }

    /** Null when there is no text of that name; names are those of the schema raw. */
    @Nullable
    String text(String name) {
        return field(name) instanceof String text ? text : null;
    }

    /** Text, whole number or truth; null when there is none of that name, which is one of the schema raw. */
    @Nullable
    Object field(String name) {
        Object value = fields.get(name);
        for (String column : value == null ? COLUMNS.getOrDefault(name, List.of()) : List.<String>of()) {
            value = value == null ? fields.get(column) : value;
        }
        return value;
    }

    /** When it happened; null when it does not say. */
    @Nullable
    Instant time() {
        String time = text("time");
        try {
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeException none) {
            return null;
        }
    }

    /** The record with its time under another name too, in front; unless it has that name already. */
    String withTimeAs(String name) {
        String time = text("time");
        if (time == null || fields.containsKey(name) || !json.startsWith("{")) {
            return json;
        }
        return "{\"" + name + "\":" + Json.quoted(time) + "," + json.substring(1);
    }
}
