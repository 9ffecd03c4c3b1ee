package io.caretrail.core.record;

import static io.caretrail.core.record.SampleRecords.entries;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RawEncoderTest {

    @Test
    void whole_records_are_as_in_the_golden_file() throws Exception {
        List<String> written = Stream.of(
                        SampleRecords.started(), SampleRecords.succeeded(), SampleRecords.failed(), everyField())
                .map(Line::encoded)
                .toList();
        assertEquals(golden(), written);
    }

    @Test
    void the_golden_records_conform_to_the_schema() throws Exception {
        golden().forEach(PublishedSchema::assertAccepts);
    }

    @Test
    void emoji_and_umlauts_stay_as_they_are() {
        JsonNode json = Line.checked(SampleRecords.startedWith("u", Map.of(), entries("x", "Müller \uD83D\uDE00 漢")));
        assertEquals("Müller \uD83D\uDE00 漢", json.get("properties").get("x").stringValue());
    }

    @Test
    void lone_surrogates_become_replacement_characters_and_swallow_nothing() {
        JsonNode json = Line.checked(
                SampleRecords.startedWith("\uD83D\"\uDE00", Map.of(), entries("x", "\uD83D", "y", "a\uDE00b")));
        assertEquals("\uFFFD\"\uFFFD", json.get("uri").stringValue());
        assertEquals("\uFFFD", json.get("properties").get("x").stringValue());
        assertEquals("a\uFFFDb", json.get("properties").get("y").stringValue());
        assertEquals(List.of(), Line.truncated(json));
    }

    @Test
    void names_that_become_equal_by_repair_are_written_once_and_the_loss_is_named() {
        JsonNode json = Line.checked(
                SampleRecords.startedWith("u", Map.of(), entries("x\uD83D", 1, "x\uDE00", 2, "x\uFFFD", 3)));
        assertEquals(1, json.get("properties").get("x\uFFFD").intValue());
        assertEquals(List.of("properties"), Line.truncated(json));
    }

    @Test
    void surrogate_pairs_stay_whole_at_every_place_of_jacksons_buffers() {
        for (int before = 3_990; before < 4_010; before++) {
            String text = "a".repeat(before) + "\uD83D\uDE00".repeat(5) + "\uD83D";
            JsonNode json = Line.checked(SampleRecords.startedWith(text, Map.of(), Map.of()));
            assertEquals(
                    text.substring(0, text.length() - 1) + "\uFFFD",
                    json.get("uri").stringValue());
        }
    }

    @Test
    void nulls_in_claims_properties_and_lists_are_left_out() {
        JsonNode json = Line.checked(SampleRecords.startedWith(
                "u", entries("oid", null), entries("a", null, "b", Arrays.asList("x", null, "y"))));
        assertEquals("{\"b\":[\"x\",\"y\"]}", json.get("properties").toString());
        assertEquals("{\"claims\":{}}", json.get("identity").toString());
    }

    @Test
    void a_value_of_another_type_is_written_as_its_text() {
        JsonNode json = Line.checked(SampleRecords.startedWith(
                "u", entries("exp", 1.5e300), entries("e", ResultType.Failed, "l", List.of(1, true))));
        assertEquals("1.5E300", json.get("identity").get("claims").get("exp").stringValue());
        assertEquals(
                "{\"e\":\"Failed\",\"l\":[\"1\",\"true\"]}",
                json.get("properties").toString());
    }

    @Test
    void a_value_that_cannot_say_its_text_fails_the_record_and_not_the_next_one() {
        RawEncoder encoder = new RawEncoder();
        Object hostile = new Object() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException("no text");
            }
        };
        AuditRecord record = SampleRecords.startedWith("u", Map.of(), entries("x", hostile));
        for (int i = 0; i < 100; i++) {
            assertThrows(UnsupportedOperationException.class, () -> encoder.encode(record));
        }
        assertEquals(
                Line.encoded(SampleRecords.succeeded()),
                new String(encoder.encode(SampleRecords.succeeded()), StandardCharsets.UTF_8));
    }

    private static AuditRecord everyField() {
        AuditRecord failed = SampleRecords.failed();
        return new AuditRecord(
                failed.time(),
                failed.recordId(),
                failed.resourceId(),
                failed.operationName(),
                "v1",
                failed.category(),
                failed.resultType(),
                503,
                "timeout",
                1,
                failed.callerIpAddress(),
                failed.correlationId(),
                new Identity(entries("sub", "7", "admin", true, "iat", 1_700_000_000L), "u", "Bearer", true, true),
                failed.level(),
                failed.location(),
                failed.type(),
                "\u0000\u0007\b\t\n\u000B\f\r\u001B\u007F\u0085\u009B\u2028\u2029",
                entries("truncated", List.of("uri"), "flag", false));
    }

    private static List<String> golden() throws Exception {
        try (InputStream file = RawEncoderTest.class.getResourceAsStream("raw.golden.ndjson")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
