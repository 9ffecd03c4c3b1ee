package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines of DiagnosticLogs as a collector gets them, held against their JSON Schema and their page. */
class DiagnosticRecordTest {

    private static final RawEncoder ENCODER = new RawEncoder();
    private static final String SCHEMA = read();

    private static String read() {
        try (InputStream in =
                RawEncoder.class.getResourceAsStream("/io/caretrail/schema/diagnostic-record.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static DiagnosticRecord line(String message, Map<String, Object> more) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("studyInstanceUid", "1.2.840.113619.2.1");
        properties.put("logger", "org.example.Store");
        properties.put("thread", "http-nio-8080-exec-1");
        properties.putAll(more);
        return new DiagnosticRecord(
                Instant.parse("2026-11-20T10:31:12.774001Z"),
                "01980f3a5c2e7b1d9f40a6c8e2b35d71.d1",
                "/hospital/radiology/pacs-1",
                "Store",
                message,
                "5d04211aaf172d43b83d9eb500464ec5",
                new Identity(Map.of(), "mueller", "BASIC", true, null),
                Level.Warning,
                "dc1",
                "https://pacs.example.org:443/studies",
                properties);
    }

    private static String encoded(DiagnosticRecord line) {
        byte[] bytes = ENCODER.encode(line);
        assertTrue(bytes.length <= RecordEncoder.LIMIT, () -> bytes.length + " bytes");
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<?> complaints(String line) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SCHEMA, InputFormat.JSON);
        return schema.validate(
                line,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    @Test
    void line_is_written_field_by_field_in_the_order_of_the_page() {
        assertEquals(
                "{\"time\":\"2026-11-20T10:31:12.774001Z\",\"recordId\":\"01980f3a5c2e7b1d9f40a6c8e2b35d71.d1\","
                        + "\"resourceId\":\"/hospital/radiology/pacs-1\",\"operationName\":\"Store\","
                        + "\"category\":\"DiagnosticLogs\",\"resultDescription\":\"attribute (0010,0020) is empty\","
                        + "\"correlationId\":\"5d04211aaf172d43b83d9eb500464ec5\","
                        + "\"identity\":{\"user\":\"mueller\",\"authMethod\":\"BASIC\",\"authenticated\":true},"
                        + "\"level\":\"Warning\",\"location\":\"dc1\",\"uri\":\"https://pacs.example.org:443/studies\","
                        + "\"properties\":{\"studyInstanceUid\":\"1.2.840.113619.2.1\","
                        + "\"logger\":\"org.example.Store\",\"thread\":\"http-nio-8080-exec-1\",\"dose\":5}}",
                encoded(line("attribute (0010,0020) is empty", Map.of("dose", 5))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "plain", "two\r\nlines\u2028\u0085", "quote \" and \\\\ and \u0000", "\uD800 alone", "é漢😀"})
    void any_message_makes_one_line_that_conforms(String message) {
        String line = encoded(line(message, Map.of(message, message)));
        assertFalse(
                Pattern.compile("[\\x00-\\x1F\\x7F-\\x9F\\u2028\\u2029]")
                        .matcher(line)
                        .find(),
                line);
        assertEquals(List.of(), complaints(line), line);
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 17_000, 1_000_000})
    void long_message_is_cut_and_said_to_be(int length) {
        JsonNode line =
                new JsonMapper().readTree(encoded(line("é\"".repeat(length / 2), Map.of("x", "y".repeat(length)))));
        List<String> truncated = new ArrayList<>();
        line.path("properties").path("truncated").forEach(name -> truncated.add(name.stringValue()));
        assertEquals(List.of("resultDescription", "properties.x"), truncated);
        assertEquals(
                "1.2.840.113619.2.1",
                line.path("properties").path("studyInstanceUid").stringValue());
        assertEquals(List.of(), complaints(line.toString()));
    }

    @Test
    void line_of_no_request_conforms_and_one_that_only_says_so_does_not() {
        DiagnosticRecord some = line("x", Map.of());
        DiagnosticRecord background = new DiagnosticRecord(
                some.time(),
                some.recordId(),
                some.resourceId(),
                DiagnosticRecord.BACKGROUND,
                "x",
                null,
                Identity.UNKNOWN,
                Level.Error,
                some.location(),
                null,
                some.properties());
        assertEquals(List.of(), complaints(encoded(background)));
        assertNotEquals(List.of(), complaints(encoded(background).replace("Background", "Store")));
        assertNotEquals(List.of(), complaints(encoded(some).replace("\"Store\"", "\"Background\"")));
        assertNotEquals(List.of(), complaints(encoded(some).replace("DiagnosticLogs", "AuditLogs")));
        assertNotEquals(List.of(), complaints(encoded(some).replace(".d1", ".1")));
    }

    @Test
    void page_has_a_row_for_every_field_in_their_order() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("basedir", ""), "..", "docs", "diagnostic-logs.md"));
        List<String> rows = Pattern.compile("^\\| `(\\w+)` \\| (?:text|object) \\|", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(row -> row.group(1))
                .toList();
        assertEquals(
                new ArrayList<>(
                        new JsonMapper().readTree(SCHEMA).get("properties").propertyNames()),
                rows);
    }
}
