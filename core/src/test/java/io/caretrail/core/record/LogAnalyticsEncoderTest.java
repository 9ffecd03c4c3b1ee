package io.caretrail.core.record;

import static io.caretrail.core.record.SampleRecords.entries;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.record.LogAnalyticsEncoder.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogAnalyticsEncoderTest {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final LogAnalyticsEncoder FHIR =
            new LogAnalyticsEncoder(new RawEncoder(), () -> new Site("contoso", false));
    private static final LogAnalyticsEncoder DICOM =
            new LogAnalyticsEncoder(new RawEncoder(), () -> new Site("", true));

    private static final CaretrailRecords OWN = new CaretrailRecords(
            new CaretrailRecords.Origin("/hosts/app-1/services/fhir", "app-1", "T"),
            new CaretrailRecords.Program("0.1.0", "app-1", 4711),
            () -> "id1",
            InstantSource.fixed(Instant.parse("2026-11-20T09:14:03.5Z")));

    /** A row of a record, with all that holds for every row checked. */
    private static JsonNode checked(byte[] row) {
        String line = new String(row, UTF_8);
        assertTrue(row.length <= RecordEncoder.LIMIT, () -> row.length + " bytes");
        assertFalse(line.chars().anyMatch(ch -> LineSafeEscapes.escapes(ch) || ch < 0x20), line);
        JsonNode json = STRICT.readTree(line);
        PublishedSchema.ofTable(json.path("Type").asString("")).assertIsRight(line);
        return json;
    }

    private static JsonNode properties(JsonNode row) {
        String text = row.get("Properties").stringValue();
        assertFalse(text.chars().anyMatch(ch -> LineSafeEscapes.escapes(ch) || ch < 0x20), text);
        return STRICT.readTree(text);
    }

    private static JsonNode row(AuditRecord record) {
        return checked(FHIR.encode(record));
    }

    private static JsonNode diagnostic(String json) throws IOException {
        return checked(FHIR.translate(json.getBytes(UTF_8)));
    }

    @Test
    void every_value_of_a_record_is_in_its_row() {
        for (AuditRecord record : List.of(SampleRecords.started(), SampleRecords.succeeded(), SampleRecords.failed())) {
            JsonNode raw = STRICT.readTree(new RawEncoder().encode(record));
            JsonNode row = row(record);
            Set<String> values = new TreeSet<>();
            row.forEach(value -> values.add(value.isString() ? value.stringValue() : value.toString()));
            raw.properties().forEach(field -> {
                JsonNode value = field.getValue();
                String text = value.isString() ? value.stringValue() : value.toString();
                // The one that is the same in all records of a trail, as it is configured.
                assertTrue(field.getKey().equals("type") || values.contains(text), () -> field + " in " + row);
            });
        }
    }

    @Test
    void operation_decides_the_table_and_the_service_where_that_does_not_tell() throws Exception {
        assertEquals(
                "MicrosoftHealthcareApisAuditLogs",
                row(SampleRecords.started()).get("Type").stringValue());
        assertEquals(
                "AHDSDicomAuditLogs", row(SampleRecords.succeeded()).get("Type").stringValue());
        assertEquals(
                "MicrosoftHealthcareApisAuditLogs",
                row(SampleRecords.failed()).get("Type").stringValue());
        assertEquals(
                "AHDSDicomAuditLogs",
                checked(DICOM.encode(SampleRecords.failed())).get("Type").stringValue());
        assertEquals(
                "MicrosoftHealthcareApisAuditLogs",
                checked(DICOM.encode(SampleRecords.started())).get("Type").stringValue());
        assertEquals(
                "",
                checked(DICOM.encode(SampleRecords.failed())).get("TenantId").stringValue());
    }

    @Test
    void operations_of_dicom_are_those_that_the_reference_of_operations_has() throws IOException {
        Path reference = Path.of(System.getProperty("basedir", ""), "src/test/resources/io/caretrail/core/operation");
        Set<String> named = new TreeSet<>();
        for (String file : List.of("operations.tsv", "operations-reference.tsv")) {
            try (Stream<String> lines = Files.lines(reference.resolve(file))) {
                lines.filter(line -> !line.startsWith("#"))
                        .map(line -> line.split("\t", -1))
                        .filter(cells -> cells.length > 3)
                        .map(cells -> cells[3])
                        .filter(name -> !name.isEmpty() && Character.isUpperCase(name.charAt(0)))
                        .filter(name -> !name.equals("Other"))
                        .forEach(named::add);
            }
        }
        assertTrue(named.size() > 20, named::toString);
        Set<String> unknown = new TreeSet<>(named);
        unknown.removeAll(LogAnalyticsTable.DICOM_OPERATIONS);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void caretrails_own_records_say_in_rows_what_they_say_in_raw() {
        List<AuditRecord> own = List.of(
                OWN.start("9f86", List.of("Tomcat", "Jetty")),
                OWN.stop("9f86", List.of()),
                OWN.reload("9f86", List.of()),
                OWN.disabled("9f86"),
                OWN.gap(17, 3, "the hand-off was full"),
                OWN.pruned("audit.2020-11-19.1.ndjson.gz", 1048576, 90210),
                OWN.checkpoint(new OwnRecords.Sealed("t", "f", 42, 7, "c", "k", "{\"seal\":1}", "sig==")));
        for (AuditRecord record : own) {
            for (JsonNode row : List.of(row(record), checked(DICOM.encode(record)))) {
                JsonNode raw = STRICT.readTree(new RawEncoder().encode(record));
                assertEquals(raw.get("properties"), properties(row));
                assertEquals(raw.get("operationName"), row.get("OperationName"));
                assertEquals(raw.get("recordId"), row.get("RecordId"));
                assertEquals(raw.get("time"), row.get("TimeGenerated"));
                assertEquals(raw.get("resultType"), row.get("ResultType"));
                assertEquals(raw.get("level"), row.get("Level"));
                assertFalse(row.has("CorrelationId") || row.has("CallerIPAddress") || row.has("Uri"), row::toString);
            }
        }
    }

    @Test
    void line_of_no_request_is_a_diagnostic_row_too() throws Exception {
        String raw = """
            {"time":"2026-11-20T09:14:04.133018Z","recordId":"a.d0","resourceId":"/r","operationName":"Log",\
            "category":"DiagnosticLogs","resultDescription":"pool is full","identity":{},"level":"Error",\
            "location":"dc1","properties":{"logger":"org.example.Pool","exception":"java.lang.Error"}}\
            """;
        assertEquals(
                "{\"TimeGenerated\":\"2026-11-20T09:14:04.133018Z\",\"RecordId\":\"a.d0\",\"_ResourceId\":\"/r\",\"OperationName\":\"Log\",\"LogCategory\":\"DiagnosticLogs\",\"Message\":\"pool"
                        + " is full\",\"Identity\":{},\"LogLevel\":\"Error\",\"Location\":\"dc1\","
                        + "\"Type\":\"MicrosoftHealthcareApisDiagnosticLogs\","
                        + "\"Properties\":\"{\\\"logger\\\":\\\"org.example.Pool\\\",\\\"exception\\\":\\\"java.lang.Error\\\"}\","
                        + "\"TenantId\":\"contoso\"}",
                diagnostic(raw).toString());
        assertEquals(
                "AHDSDicomDiagnosticLogs",
                checked(DICOM.translate(raw.getBytes(UTF_8))).get("Type").stringValue());
    }

    @Test
    void claims_that_are_no_text_become_text() {
        AuditRecord record = SampleRecords.startedWith(
                SampleRecords.URI, entries("iss", List.of("a", "b"), "oid", 17L), entries("method", "GET"));
        JsonNode row = row(record);
        assertEquals("[\"a\",\"b\"]", row.get("CallerIdentityIssuer").stringValue());
        assertEquals("17", row.get("CallerIdentityObjectId").stringValue());
        assertFalse(row.has("FhirResourceType"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "\u0000", "\u2028", "\u0085", "ä", "\ud83d\ude00", "%41", "{\"a\":[1]}"})
    void row_is_never_longer_than_a_record_may_be_and_names_what_was_cut(String piece) throws IOException {
        for (int length : List.of(1, 3_000, 7_000, 16_000, 70_000)) {
            String value = piece.repeat(length / piece.length() + 1);
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("fhirResourceType", "Patient");
            properties.put("userAgent", value);
            properties.put("list", List.of(value, value));
            JsonNode row = row(SampleRecords.startedWith("https://h:443/" + value, Map.of("oid", value), properties));
            assertEquals(SampleRecords.started().recordId(), row.get("RecordId").stringValue());
            List<String> cut = truncated(row);
            JsonNode kept = properties(row).path("userAgent");
            assertEquals(
                    !cut.contains("properties.userAgent"), kept.asString("").equals(value), () -> cut + " " + length);
            assertTrue(value.startsWith(kept.asString("")), kept::toString);
            assertEquals(
                    !cut.contains("uri"), row.get("RequestUri").stringValue().equals("https://h:443/" + value));
            assertFalse(row.get("RequestUri").stringValue().matches(".*%[0-9A-F]?$"));
        }
    }

    @Test
    void long_diagnostic_line_is_cut_and_says_so() throws IOException {
        String message = "\\\"".repeat(4_000);
        JsonNode row = diagnostic("""
            {"time":"2026-11-20T09:14:04.133018Z","recordId":"a.d0","resourceId":"/r","operationName":"Store",\
            "category":"DiagnosticLogs","resultDescription":"%s","correlationId":"c","identity":{},"level":"Error",\
            "location":"dc1","properties":{"exception":"%s","truncated":["properties.exception"]}}\
            """.formatted(message, "\\\\".repeat(3_900)));
        assertTrue(truncated(row).contains("properties.exception"), row::toString);
        assertTrue(row.get("Message").stringValue().startsWith("\"\"\""), row::toString);
    }

    /** A record of the schema raw that is full of names, of which most are in the list of what was cut too. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 120, 250})
    void record_full_of_names_becomes_a_row_and_its_list_of_what_was_cut_stays_short(int nameLength)
            throws IOException {
        StringBuilder properties = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int i = 0; properties.length() + names.length() < 15_000; i++) {
            String name = "\\\"".repeat(nameLength / 2) + i;
            properties.append('"').append(name).append("\":\"\\\\\",");
            names.append(i == 0 ? "" : ",").append("\"properties.").append(name).append('"');
        }
        JsonNode row = diagnostic("""
            {"time":"2026-11-20T09:14:04.133018Z","recordId":"a.d0","resourceId":"/r","operationName":"Store",\
            "category":"DiagnosticLogs","resultDescription":"m","correlationId":"c","identity":{},"level":"Error",\
            "location":"dc1","properties":{%s"truncated":[%s]}}\
            """.formatted(properties, names));
        assertTrue(truncated(row).contains("properties"), row::toString);
    }

    private static List<String> truncated(JsonNode row) {
        List<String> names = new ArrayList<>();
        properties(row).path("truncated").forEach(name -> names.add(name.stringValue()));
        return names;
    }

    /** Whatever the encoder of the schema raw makes of a record, it becomes a row. */
    @Test
    void random_records_become_rows_with_the_same_ids() {
        Random random = new Random(20261120);
        for (int i = 0; i < 500; i++) {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (int p = random.nextInt(40); p > 0; p--) {
                properties.put(
                        text(random, 12),
                        random.nextBoolean() ? text(random, 1 << random.nextInt(14)) : random.nextLong());
            }
            AuditRecord record = SampleRecords.startedWith(
                    text(random, 1 << random.nextInt(14)), Map.of("iss", text(random, 200)), properties);
            JsonNode row = row(record);
            assertEquals(record.recordId(), row.get("RecordId").stringValue());
            assertEquals(record.correlationId(), row.get("CorrelationId").stringValue());
        }
    }

    private static String text(Random random, int length) {
        int kinds = random.nextInt(3);
        return random.ints(1 + random.nextInt(length))
                .mapToObj(any -> String.valueOf(
                        kinds == 0
                                ? (char) ('a' + Math.floorMod(any, 26))
                                : kinds == 1 ? (char) Math.floorMod(any, 256) : (char) any))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{}", "[1]", "null", "Gap 1", "{\"recordId\":\"a\"}", "{\"category\":\"AuditLogs\"}"})
    void what_is_no_record_is_refused(String text) {
        assertThrows(IOException.class, () -> FHIR.translate(text.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @EnumSource(LogAnalyticsTable.class)
    void published_schema_has_the_columns_of_the_table_in_their_order(LogAnalyticsTable table) {
        JsonNode schema =
                STRICT.readTree(PublishedSchema.ofTable(table.tableName()).text());
        assertEquals(
                table.columnNames(), new ArrayList<>(schema.get("properties").propertyNames()));
        schema.get("properties").properties().forEach(column -> {
            assertTrue(column.getValue().has("title") && column.getValue().has("description"), column::toString);
        });
        assertEquals(table.tableName(), schema.at("/properties/Type/const").stringValue());
    }

    @Test
    void page_names_every_column() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("basedir", ""), "..", "docs", "schemas.md"));
        for (LogAnalyticsTable table : LogAnalyticsTable.values()) {
            table.columnNames().forEach(column -> assertTrue(page.contains("`" + column + "`"), column));
            assertTrue(page.contains("`" + table.tableName() + "`"), table::tableName);
        }
    }

    @Test
    void row_that_breaks_its_schema_is_refused() {
        String line = new String(FHIR.encode(SampleRecords.succeeded()), UTF_8);
        PublishedSchema schema = PublishedSchema.ofTable("AHDSDicomAuditLogs");
        schema.assertIsRight(line);
        for (String[] broken : new String[][] {
            {"\"StatusCode\":200", "\"StatusCode\":\"200\""},
            {"\"StatusCode\"", "\"statusCode\""},
            {"\"Type\":\"AHDSDicomAuditLogs\"", "\"Type\":\"MicrosoftHealthcareApisAuditLogs\""},
            {"\"Properties\":\"", "\"Properties\":{},\"More\":\""},
            {"Succeeded", "succeeded"},
            {"\"TenantId\":\"contoso\"", "\"Tenant\":\"contoso\""},
            {"03.000000Z", "03Z"}
        }) {
            String other = line.replace(broken[0], broken[1]);
            assertNotEquals(line, other, broken[0]);
            assertNotEquals(List.of(), schema.complaintsOf(other), other);
        }
    }
}
