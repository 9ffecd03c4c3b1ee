package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An encoded record as a collector sees it. */
final class Line {

    private static final RawEncoder ENCODER = new RawEncoder();
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Every character that some standard or tool ends a line at, and what a terminal acts on. */
    private static final Pattern BREAKING = Pattern.compile("[\\x00-\\x1F\\x7F-\\x9F\\u2028\\u2029]");

    private Line() {}

    static String encoded(AuditRecord record) {
        return strictUtf8(ENCODER.encode(record));
    }

    /** Encodes, and checks all that holds for every record whatever it is of. */
    static JsonNode checked(AuditRecord record) {
        byte[] bytes = ENCODER.encode(record);
        assertTrue(bytes.length <= RecordEncoder.LIMIT, () -> bytes.length + " bytes");
        String line = strictUtf8(bytes);
        assertFalse(BREAKING.matcher(line).find(), line);
        JsonNode json = STRICT.readTree(line);
        PublishedSchema.assertAccepts(line);
        assertEquals(MicrosecondTime.format(record.time()), json.get("time").stringValue());
        assertEquals(record.recordId(), json.get("recordId").stringValue());
        assertEquals(record.correlationId(), json.path("correlationId").stringValue(null));
        assertEquals(record.category().name(), json.get("category").stringValue());
        assertEquals(record.resultType().name(), json.get("resultType").stringValue());
        return json;
    }

    static List<String> truncated(JsonNode json) {
        Iterator<JsonNode> names = json.get("properties").path("truncated").iterator();
        Iterable<JsonNode> iterable = () -> names;
        return StreamSupport.stream(iterable.spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
    }

    private static String strictUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        }
    }
}
