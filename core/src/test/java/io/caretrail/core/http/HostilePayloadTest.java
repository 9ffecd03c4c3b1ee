package io.caretrail.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Destination;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.Identity;
import io.caretrail.core.record.Level;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.record.ResultType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Row 17 of the faults: what a hostile request leaves in a record cannot break out of any format's request. */
class HostilePayloadTest extends WithCollector {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final List<String> HOSTILE = List.of(
            "\u0000",
            "\u0001\u0008\u000B\u001B[2J\u007F",
            "\n{\"create\":{\"_id\":\"forged\"}}\n",
            "\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\n\r\n",
            "\"}]}],\"forged\":[{\"a\":\"",
            "\\\"},{\"event\":\"forged",
            "\\",
            "\\u0022",
            "\u0085\u2028\u2029\u202E\uFEFF\uFFFE\uFFFF",
            "\uD83D",
            "\uDE00",
            "\uDE00\uD83D",
            "a\uD83D\"b",
            "\uD83D\uDE00\uDBFF\uDFFF",
            "ü漢",
            "${jndi:ldap://x}");

    HostilePayloadTest(@TempDir Path folder) {
        super(folder, "");
    }

    /**
     * A format, and how its request is taken apart.
     *
     * @param records the records in it, without what the format added
     */
    record Format(String keys, String answer, Function<String, List<JsonNode>> records) {
        @Override
        public String toString() {
            return keys.lines().findFirst().orElseThrow();
        }
    }

    static Stream<Format> formats() {
        return Stream.of(
                new Format("format: ndjson", "", HostilePayloadTest::lines),
                new Format("format: json", "", body -> items(JSON.readTree(body))),
                new Format(
                        "format: splunk-hec\nauth: { tokenFile: token }",
                        "{\"text\":\"Success\",\"code\":0}",
                        body -> lines(body).stream()
                                .map(event -> event.get("event"))
                                .toList()),
                new Format(
                        "format: elasticsearch\nelasticsearch: { index: audit }",
                        "{\"errors\":false}",
                        HostilePayloadTest::bulk),
                new Format("format: otlp", "{}", HostilePayloadTest::logRecords),
                new Format(
                        "format: azure-logs-ingestion\nazure: { ruleId: dcr-00ab, stream: Custom-Caretrail }\n"
                                + "auth: { tokenFile: token }",
                        "",
                        body -> items(JSON.readTree(body)).stream()
                                .map(record -> without(record, "TimeGenerated"))
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void row_17_hostile_records_arrive_whole_and_alone_in_every_format(Format format) throws Exception {
        Files.writeString(collecting.folder.resolve("token"), "canary-token\n");
        answer(200, format.answer);
        List<byte[]> records = hostile();
        try (Destination http = open(format.keys, "batch: { records: 7 }")) {
            http.write(records.stream().map(ByteBuffer::wrap).toList());
        }
        List<JsonNode> arrived = new ArrayList<>();
        for (var request : sent()) {
            arrived.addAll(format.records.apply(text(request.getBody())));
        }
        assertEquals(records.stream().map(JSON::readTree).toList(), arrived);
        assertEquals(0, collecting.putAside);
    }

    /** Each piece in each field that a client fills, and records at the limit of 16 KB. */
    private static List<byte[]> hostile() {
        List<byte[]> records = new ArrayList<>();
        for (String piece : HOSTILE) {
            records.add(encoded(records.size(), piece));
            records.add(encoded(records.size(), piece.repeat(5) + "x"));
        }
        for (String piece : HOSTILE) {
            byte[] longest = encoded(records.size(), piece.repeat(20_000 / piece.length()));
            assertTrue(longest.length > 8 * 1024 && longest.length <= 16 * 1024, () -> piece + ": " + longest.length);
            records.add(longest);
        }
        records.add(encoded(
                records.size(),
                IntStream.range(0, 5_000)
                        .mapToObj(i -> HOSTILE.get(i % HOSTILE.size()))
                        .reduce("", String::concat)));
        return records;
    }

    private static byte[] encoded(int number, String text) {
        return new RawEncoder()
                .encode(new AuditRecord(
                        Instant.parse("2026-11-20T09:14:03.120450Z").plusMillis(number),
                        "ab" + String.format("%06d", number) + ".1",
                        "/hosts/h",
                        "read",
                        null,
                        Category.AuditLogs,
                        ResultType.Failed,
                        500,
                        "timeout",
                        3,
                        text.substring(0, Math.min(40, text.length())),
                        text.substring(0, Math.min(40, text.length())),
                        new Identity(Map.of("sub", text), text, "Basic", true, null),
                        Level.Error,
                        text.substring(0, Math.min(40, text.length())),
                        "t",
                        text,
                        Map.of("userAgent", text, "x" + text.substring(0, Math.min(9, text.length())), List.of(text))));
    }

    /** Not lenient: a byte that is no UTF-8 is an error. */
    private static String text(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private static List<JsonNode> lines(String body) {
        return List.of(body.split("\n")).stream().map(JSON::readTree).toList();
    }

    private static List<JsonNode> items(JsonNode array) {
        assertTrue(array.isArray(), array::toString);
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private static JsonNode without(JsonNode record, String field) {
        assertTrue(record.has(field), record::toString);
        ((ObjectNode) record).remove(field);
        return record;
    }

    private static List<JsonNode> bulk(String body) {
        List<JsonNode> all = lines(body);
        List<JsonNode> records = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 2) {
            JsonNode record = without(all.get(i + 1), "@timestamp");
            assertEquals(
                    record.get("recordId"),
                    all.get(i).get("create").get("_id"),
                    () -> "forged, or out of step: " + record);
            records.add(record);
        }
        return records;
    }

    private static List<JsonNode> logRecords(String body) {
        JsonNode scope =
                JSON.readTree(body).get("resourceLogs").get(0).get("scopeLogs").get(0);
        return items(scope.get("logRecords")).stream()
                .map(record ->
                        JSON.readTree(record.get("body").get("stringValue").stringValue()))
                .toList();
    }
}
