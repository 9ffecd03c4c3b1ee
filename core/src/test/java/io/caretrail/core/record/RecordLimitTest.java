package io.caretrail.core.record;

import static io.caretrail.core.record.SampleRecords.entries;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RecordLimitTest {

    private static final String MEGABYTE = "m".repeat(1_000_000);

    @Test
    void a_record_of_exactly_the_limit_stays_whole_and_one_byte_more_is_cut() {
        int frame =
                Line.encoded(SampleRecords.startedWith("", Map.of(), Map.of())).length();
        String longest = "u".repeat(RecordEncoder.LIMIT - frame);
        String whole = Line.encoded(SampleRecords.startedWith(longest, Map.of(), Map.of()));
        assertEquals(RecordEncoder.LIMIT, whole.length());
        assertFalse(whole.contains("truncated"));
        JsonNode cut = Line.checked(SampleRecords.startedWith(longest + "u", Map.of(), Map.of()));
        assertEquals(List.of("uri"), Line.truncated(cut));
    }

    @Test
    void a_uri_of_a_megabyte_is_cut_and_nothing_else() {
        AuditRecord started = SampleRecords.started();
        JsonNode json = Line.checked(SampleRecords.startedWith(
                "https://h:443/" + MEGABYTE, started.identity().claims(), started.properties()));
        assertEquals(List.of("uri"), Line.truncated(json));
        assertEquals(8192, json.get("uri").stringValue().length());
        assertEquals("fhir.example.org", json.get("properties").get("host").stringValue());
        assertEquals("4f1c", json.get("identity").get("claims").get("oid").stringValue());
    }

    @Test
    void ten_copied_headers_of_2048_hostile_characters_fit() {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            headers.put("X-MS-AZUREFHIR-AUDIT-" + i, "\u0001".repeat(2_048));
        }
        JsonNode json = Line.checked(SampleRecords.startedWith(SampleRecords.URI, Map.of(), headers));
        assertEquals(headers.keySet().stream().map("properties."::concat).toList(), Line.truncated(json));
        assertEquals(SampleRecords.URI, json.get("uri").stringValue());
    }

    @Test
    void ten_thousand_properties_and_claims_fit_and_the_loss_is_named() {
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            many.put("X-Header-" + i, "value " + i);
        }
        JsonNode json = Line.checked(SampleRecords.startedWith(SampleRecords.URI, many, many));
        assertEquals(List.of("identity.claims", "properties"), Line.truncated(json));
        assertEquals("value 0", json.get("properties").get("X-Header-0").stringValue());
    }

    @Test
    void names_of_a_megabyte_fit_and_do_not_become_equal() {
        JsonNode json = Line.checked(SampleRecords.startedWith(
                "u", entries(MEGABYTE, "a"), entries(MEGABYTE + 1, "b", MEGABYTE + 2, "c", "z", 1)));
        String cut = MEGABYTE.substring(0, 256);
        assertEquals(List.of("identity.claims." + cut, "properties." + cut, "properties"), Line.truncated(json));
        assertEquals("b", json.get("properties").get(cut).stringValue());
        assertEquals(1, json.get("properties").get("z").intValue());
    }

    @Test
    void a_list_of_ten_thousand_texts_fits() {
        List<String> texts = Collections.nCopies(10_000, "text");
        JsonNode json = Line.checked(SampleRecords.startedWith("u", entries("l", texts), entries("m", texts)));
        assertEquals(List.of("identity.claims.l", "properties.m"), Line.truncated(json));
        assertTrue(json.get("properties").get("m").size() > 500);
    }

    @Test
    void a_list_of_ten_thousand_empty_texts_fits() {
        List<String> texts = Collections.nCopies(10_000, "");
        JsonNode json = Line.checked(SampleRecords.startedWith("u", Map.of(), entries("m", texts)));
        assertEquals(List.of("properties.m"), Line.truncated(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u0000", "\"", "\uD83D\uDE00", "\uD83D", "\u2028", "ü", "漢", "%E4"})
    void everything_too_long_at_once_fits(String unit) {
        String text = unit.repeat(20_000);
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            many.put(i + text, i % 2 == 0 ? text : Collections.nCopies(100, text));
        }
        AuditRecord started = SampleRecords.started();
        AuditRecord record = new AuditRecord(
                Instant.MAX,
                started.recordId(),
                text,
                text,
                text,
                Category.AuditLogs,
                ResultType.Started,
                0,
                null,
                0,
                text,
                started.correlationId(),
                new Identity(many, text, text, true, true),
                Level.Informational,
                text,
                text,
                text,
                many);
        JsonNode json = Line.checked(record);
        List<String> truncated = Line.truncated(json);
        assertTrue(
                truncated.containsAll(List.of("resourceId", "operationName", "operationVersion", "uri", "properties")),
                truncated::toString);
        assertTrue(truncated.containsAll(List.of("identity.user", "identity.claims")), truncated::toString);
    }

    @Test
    void ids_of_any_length_are_cut_last_but_cut() {
        AuditRecord started = SampleRecords.started();
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i < 200; i++) {
            many.put("p" + i, "\u0000".repeat(200));
        }
        AuditRecord record = withIds(SampleRecords.startedWith("u", many, many), MEGABYTE, "c".repeat(256));
        String line = Line.encoded(record);
        assertTrue(line.length() <= RecordEncoder.LIMIT);
        assertTrue(line.contains("\"recordId\":\"" + "m".repeat(256) + "\""), line);
        assertTrue(line.contains("\"correlationId\":\"" + "c".repeat(256) + "\""), line);
        assertTrue(line.contains("\"truncated\":[\"recordId\""), line);
        assertEquals(started.time(), record.time());
    }

    @Test
    void a_cut_uri_ends_before_a_percent_encoded_byte_and_not_within() {
        for (int before = 0; before < 6; before++) {
            JsonNode json = Line.checked(
                    SampleRecords.startedWith("u".repeat(before) + "%C3%BC".repeat(9_000), Map.of(), Map.of()));
            String uri = json.get("uri").stringValue();
            assertTrue(uri.matches("u*(%..)*"), uri);
            assertTrue(uri.length() > 8_188);
        }
    }

    @Test
    void a_cut_never_parts_a_surrogate_pair() {
        for (int before = 0; before < 8; before++) {
            JsonNode json = Line.checked(
                    SampleRecords.startedWith("u".repeat(before) + "\uD83D\uDE00".repeat(9_000), Map.of(), Map.of()));
            assertFalse(json.get("uri").stringValue().contains("\uFFFD"));
        }
    }

    @Test
    void what_an_earlier_encoding_cut_stays_named() {
        JsonNode json = Line.checked(SampleRecords.startedWith(
                MEGABYTE, Map.of(), entries("truncated", List.of("properties.userAgent"), "method", "GET")));
        assertEquals(List.of("uri", "properties.userAgent"), Line.truncated(json));
    }

    @Test
    void a_header_called_truncated_does_not_pretend_that_something_was_cut() {
        JsonNode json = Line.checked(SampleRecords.startedWith("u", Map.of(), entries("truncated", "uri", "a", 1)));
        assertEquals(List.of("properties.truncated"), Line.truncated(json));
        assertEquals(1, json.get("properties").get("a").intValue());
    }

    private static AuditRecord withIds(AuditRecord record, String recordId, String correlationId) {
        return new AuditRecord(
                record.time(),
                recordId,
                record.resourceId(),
                record.operationName(),
                record.operationVersion(),
                record.category(),
                record.resultType(),
                record.resultSignature(),
                record.resultDescription(),
                record.durationMs(),
                record.callerIpAddress(),
                correlationId,
                record.identity(),
                record.level(),
                record.location(),
                record.type(),
                record.uri(),
                record.properties());
    }
}
