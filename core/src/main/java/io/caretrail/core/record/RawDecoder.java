package io.caretrail.core.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what {@link RawEncoder} wrote, whole or only whose it is. Immutable and thread-safe. */
public final class RawDecoder {

    private static final byte[] RECORD_ID = "\"recordId\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int SUFFIX = ".0".length();

    /**
     * The id of a record's exchange: its recordId without the last two characters. Looks at the first bytes only.
     *
     * @param raw from its position; which is left as it is
     * @return null when this is no raw record
     */
    public static @Nullable String exchangeId(ByteBuffer raw) {
        int from = indexOf(raw, RECORD_ID);
        if (from < 0) {
            return null;
        }
        int end = from;
        while (end < raw.limit() && raw.get(end) != '"') {
            end++;
        }
        if (end - SUFFIX <= from) {
            return null;
        }
        byte[] id = new byte[end - SUFFIX - from];
        raw.get(from, id);
        return new String(id, StandardCharsets.UTF_8);
    }

    /** Index behind the first occurrence; no text can stand before it that could hold a quotation mark. */
    private static int indexOf(ByteBuffer raw, byte[] name) {
        for (int at = raw.position(); at + name.length <= raw.limit(); at++) {
            int same = 0;
            while (same < name.length && raw.get(at + same) == name[same]) {
                same++;
            }
            if (same == name.length) {
                return at + same;
            }
        }
        return -1;
    }

    /**
     * Reads a whole record.
     *
     * @throws IOException when this is no raw record
     */
    public AuditRecord decode(byte[] raw) throws IOException {
        try {
            JsonNode node = RecordLibrary.MAPPER.readTree(raw);
            return new AuditRecord(
                    Instant.parse(text(node, "time")),
                    text(node, "recordId"),
                    text(node, "resourceId"),
                    text(node, "operationName"),
                    optional(node, "operationVersion"),
                    Category.valueOf(text(node, "category")),
                    ResultType.valueOf(text(node, "resultType")),
                    node.path("resultSignature").asInt(),
                    optional(node, "resultDescription"),
                    node.path("durationMs").asLong(),
                    optional(node, "callerIpAddress"),
                    optional(node, "correlationId"),
                    identity(node.path("identity")),
                    Level.valueOf(text(node, "level")),
                    text(node, "location"),
                    text(node, "type"),
                    optional(node, "uri"),
                    entries(node.path("properties")));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new IOException("no record in the schema raw: " + e.getClass().getName(), e);
        }
    }

    private static Identity identity(JsonNode node) {
        return new Identity(
                entries(node.path("claims")),
                optional(node, "user"),
                optional(node, "authMethod"),
                flag(node.path("authenticated")),
                flag(node.path("claimsVerified")));
    }

    private static Map<String, Object> entries(JsonNode node) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            entries.put(entry.getKey(), value(entry.getValue()));
        }
        return entries;
    }

    private static Object value(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.asLong();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(element.asString()));
            return elements;
        }
        return node.asString();
    }

    private static @Nullable Boolean flag(JsonNode node) {
        return node.isBoolean() ? node.asBoolean() : null;
    }

    private static String text(JsonNode node, String name) {
        String text = optional(node, name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    private static @Nullable String optional(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.asString() : null;
    }
}
