package io.caretrail.core.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record shorter: long values are cut, surplus properties, claims and list elements left out, names repaired,
 * and {@code properties.truncated} says which. For one record and one thread.
 */
final class Shortening {

    /** The property that names what was cut; the encoder's own. */
    static final String TRUNCATED = "truncated";

    private static final int NAME_BYTES = 256;
    private static final int ID_BYTES = 256;

    /**
     * The most a record may hold.
     *
     * @param valueBytes of a text, or of all texts of a list, as escaped UTF-8
     * @param entries properties, and as many claims
     */
    record Limits(int valueBytes, int entries) {}

    /**
     * Tried in turn. The first takes nothing from a record that fits and is there to repair names. The last always fits:
     * two ids of 256 bytes, 10 other texts of 64, 32 entries of 2 * 64, and all of their names once more in the list of
     * what was cut, come to less than 12 KB.
     */
    static final List<Limits> STEPS = List.of(
            new Limits(RecordEncoder.LIMIT, 4096),
            new Limits(8192, 1024),
            new Limits(4096, 512),
            new Limits(2048, 256),
            new Limits(1024, 128),
            new Limits(512, 64),
            new Limits(256, 32),
            new Limits(128, 32),
            new Limits(64, 16));

    private final Limits limits;
    private final Set<String> truncated = new LinkedHashSet<>();
    private int keptBytes;

    private Shortening(Limits limits) {
        this.limits = limits;
    }

    /** The shorter record; null when it is still too long, which is known before all of a huge one has been read. */
    static @Nullable AuditRecord of(AuditRecord record, Limits limits) {
        Shortening shortening = new Shortening(limits);
        AuditRecord shorter = shortening.shorten(record);
        return shortening.tooLong() ? null : shorter;
    }

    /** The same of a line of DiagnosticLogs, of which the limits leave out nothing that an audit record has not. */
    static @Nullable DiagnosticRecord of(DiagnosticRecord record, Limits limits) {
        Shortening shortening = new Shortening(limits);
        DiagnosticRecord shorter = shortening.shorten(record);
        return shortening.tooLong() ? null : shorter;
    }

    private boolean tooLong() {
        return keptBytes > RecordEncoder.LIMIT;
    }

    private AuditRecord shorten(AuditRecord record) {
        return new AuditRecord(
                record.time(),
                cut("recordId", record.recordId(), idBytes()),
                text("resourceId", record.resourceId()),
                text("operationName", record.operationName()),
                optional("operationVersion", record.operationVersion()),
                record.category(),
                record.resultType(),
                record.resultSignature(),
                optional("resultDescription", record.resultDescription()),
                record.durationMs(),
                optional("callerIpAddress", record.callerIpAddress()),
                record.correlationId() == null ? null : cut("correlationId", record.correlationId(), idBytes()),
                identity(record.identity()),
                record.level(),
                text("location", record.location()),
                text("type", record.type()),
                uri(record.uri()),
                properties(record.properties()));
    }

    private DiagnosticRecord shorten(DiagnosticRecord record) {
        return new DiagnosticRecord(
                record.time(),
                cut("recordId", record.recordId(), idBytes()),
                text("resourceId", record.resourceId()),
                text("operationName", record.operationName()),
                text("resultDescription", record.resultDescription()),
                record.correlationId() == null ? null : cut("correlationId", record.correlationId(), idBytes()),
                identity(record.identity()),
                record.level(),
                text("location", record.location()),
                uri(record.uri()),
                properties(record.properties()));
    }

    private @Nullable String uri(@Nullable String uri) {
        return uri == null ? null : withoutHalfEscape(text("uri", uri), uri);
    }

    private Identity identity(Identity identity) {
        return new Identity(
                entries("identity.claims", identity.claims()),
                optional("identity.user", identity.user()),
                optional("identity.authMethod", identity.authMethod()),
                identity.authenticated(),
                identity.claimsVerified());
    }

    private Map<String, Object> properties(Map<String, Object> properties) {
        Map<String, Object> kept = entries("properties", properties);
        Object earlier = kept.remove(TRUNCATED);
        if (earlier instanceof List<?> names) {
            names.forEach(name -> truncated.add(name.toString()));
        } else if (earlier != null) {
            truncated.add("properties." + TRUNCATED);
        }
        if (!truncated.isEmpty()) {
            kept.put(TRUNCATED, List.copyOf(truncated));
        }
        return kept;
    }

    private Map<String, Object> entries(String field, Map<String, Object> entries) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : entries.entrySet()) {
            if (tooLong()) {
                break;
            }
            if (entry.getValue() == null) {
                continue;
            }
            if (kept.size() == limits.entries()) {
                truncated.add(field);
                break;
            }
            int chars = EscapedText.charsWithin(entry.getKey(), Math.min(NAME_BYTES, limits.valueBytes()));
            String name = EscapedText.wellFormed(entry.getKey().substring(0, chars));
            if (kept.containsKey(name)) {
                truncated.add(field);
                continue;
            }
            if (chars < entry.getKey().length()) {
                truncated.add(field + "." + name);
            }
            keptBytes += EscapedText.bytes(name);
            kept.put(name, value(field + "." + name, entry.getValue()));
        }
        return kept;
    }

    private Object value(String field, Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            return value;
        }
        return value instanceof List<?> list ? list(field, list) : text(field, value.toString());
    }

    private List<String> list(String field, List<?> list) {
        List<String> kept = new ArrayList<>();
        int left = limits.valueBytes();
        for (Object element : list) {
            if (element == null) {
                continue;
            }
            int quotesAndComma = 3;
            left -= quotesAndComma;
            if (left < 0) {
                truncated.add(field);
                break;
            }
            String text = cut(field, element.toString(), left);
            left -= EscapedText.bytes(text);
            keptBytes += quotesAndComma;
            kept.add(text);
        }
        return kept;
    }

    private @Nullable String optional(String field, @Nullable String text) {
        return text == null ? null : text(field, text);
    }

    private String text(String field, String text) {
        return cut(field, text, limits.valueBytes());
    }

    private String cut(String field, String text, int maxBytes) {
        if (tooLong()) {
            return "";
        }
        int chars = EscapedText.charsWithin(text, maxBytes);
        if (chars < text.length()) {
            truncated.add(field);
        }
        String kept = EscapedText.wellFormed(text.substring(0, chars));
        keptBytes += EscapedText.bytes(kept);
        return kept;
    }

    /** Records are found by their ids: those are cut last. */
    private int idBytes() {
        return Math.max(ID_BYTES, limits.valueBytes());
    }

    /** A URI that was cut does not end within a percent-encoded byte (RFC 3986 section 2.1). */
    static String withoutHalfEscape(String cut, String whole) {
        int percent = cut.lastIndexOf('%');
        boolean half = cut.length() < whole.length() && percent >= 0 && percent > cut.length() - 3;
        return half ? cut.substring(0, percent) : cut;
    }
}
