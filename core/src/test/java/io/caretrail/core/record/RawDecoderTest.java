package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawDecoderTest {

    private final RawEncoder encoder = new RawEncoder();
    private final RawDecoder decoder = new RawDecoder();

    private static AuditRecord started(String hostile) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("recordId", "\"recordId\":\"another\"");
        properties.put("hostile", hostile);
        properties.put("requestBytes", 42L);
        properties.put("list", List.of("a", "", hostile));
        properties.put("flag", true);
        return new AuditRecord(
                Instant.parse("2026-11-20T09:00:00.000112Z"),
                "01980f3a5c2e7b1d9f40a6c8e2b35c01.0",
                "/hospital/pacs",
                "read",
                null,
                Category.AuditLogs,
                ResultType.Started,
                0,
                null,
                0,
                "192.0.2.7",
                "abc-1",
                new Identity(Map.of("sub", hostile, "n", 7L), "user", "Bearer", true, false),
                Level.Informational,
                "dc1",
                "t",
                "http://h/fhir/Patient/1",
                properties);
    }

    @Test
    void what_was_encoded_comes_back_and_is_encoded_to_the_same_bytes() throws Exception {
        for (String hostile : List.of("plain", "\"recordId\":\"x\"", "a\u2028b\u0000\n", "\ud83d\ude00", "ä")) {
            byte[] line = encoder.encode(started(hostile));
            assertEquals(started(hostile), decoder.decode(line));
            assertArrayEquals(line, encoder.encode(decoder.decode(line)));
            assertEquals("01980f3a5c2e7b1d9f40a6c8e2b35c01", RawDecoder.exchangeId(ByteBuffer.wrap(line)));
        }
    }

    @Test
    void shortened_record_comes_back_too() throws Exception {
        byte[] line = encoder.encode(started("x".repeat(40_000)));
        assertArrayEquals(line, encoder.encode(decoder.decode(line)));
    }

    @Test
    void exchange_of_a_dead_process_fails_and_is_else_what_it_was_at_its_beginning() throws Exception {
        String started = new String(encoder.encode(started("h")), StandardCharsets.UTF_8);
        String ended = new String(
                encoder.encode(
                        decoder.decode(started.getBytes(StandardCharsets.UTF_8)).processEnded()),
                StandardCharsets.UTF_8);
        assertEquals(
                started.replace("c01.0\"", "c01.1\"")
                        .replace("\"resultType\":\"Started\"", "\"resultType\":\"Failed\"")
                        .replace(
                                "\"resultSignature\":0,",
                                "\"resultSignature\":0,\"resultDescription\":\"process ended\",")
                        .replace("\"level\":\"Informational\"", "\"level\":\"Error\""),
                ended);
    }

    @Test
    void what_is_no_record_is_none() {
        for (String text : List.of("", "{", "{}", "[1]", "Gap 1", "{\"time\":1}", "{\"recordId\":\"", "null")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertNull(RawDecoder.exchangeId(ByteBuffer.wrap(bytes)), text);
            assertThrows(IOException.class, () -> decoder.decode(bytes), text);
        }
    }
}
