package io.caretrail.core.http.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoded record, as formats look into it. Immutable.
 *
 * @param json the record as it was encoded
 * @param fields its texts, whole numbers and truths, those at the top
 */
record SentRecord(String json, Map<String, Object> fields) {

    static SentRecord of(ByteBuffer encoded) {
        byte[] bytes = Body.bytes(encoded);
        return new SentRecord(new String(bytes, StandardCharsets.UTF_8), Json.topFields(bytes));
    }

    /** What tells a redelivery: its recordId; of a record of another schema a digest of it, which stays the same too. */
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

    /** Null when there is no text of that name. */
    @Nullable
    String text(String name) {
        return fields.get(name) instanceof String text ? text : null;
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
