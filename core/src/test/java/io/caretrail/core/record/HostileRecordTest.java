package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Records of random hostile content, the same ones in every run; {@link Line#checked} says what must hold. */
class HostileRecordTest {

    private static final List<ResultType> RESULT_TYPES = List.of(ResultType.values());

    private static final List<String> PIECES = List.of(
            "\u0000",
            "\n",
            "\r\n",
            "\t",
            "\"",
            "\\",
            "\\u0000",
            "\\ud83d",
            "/",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\u001B[2J",
            "\u007F",
            "\u0085",
            "\u009B",
            "\u00A0",
            "\u2028",
            "\u2029",
            "\u202E",
            "\uFEFF",
            "\uFFFE",
            "\uFFFF",
            "\uD83D",
            "\uDE00",
            "\uD83D\uDE00",
            "\uDBFF\uDFFF",
            "ü",
            "漢",
            "%00",
            "%C3%BC",
            "%",
            "' OR 1=1 --",
            "${jndi:ldap://x}",
            "<script>",
            "null",
            "NaN",
            "true",
            "-0",
            "1e999",
            "patient",
            " ",
            "");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void hostile_records_are_one_valid_line_within_the_limit(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Line.checked(record(random));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void text_that_fits_is_read_back_as_it_was_but_for_lone_surrogates(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String text = text(random, 60);
            JsonNode json = Line.checked(SampleRecords.startedWith(text, Map.of(), Map.of("p", List.of(text))));
            assertEquals(EscapedText.wellFormed(text), json.get("uri").stringValue());
            assertEquals(
                    EscapedText.wellFormed(text),
                    json.get("properties").get("p").get(0).stringValue());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12})
    void the_length_of_escaped_text_is_reckoned_to_the_byte(long seed) {
        Random random = new Random(seed);
        int frame = new RawEncoder().encode(SampleRecords.startedWith("", Map.of(), Map.of())).length;
        for (int i = 0; i < 300; i++) {
            String text = text(random, 60);
            byte[] line = new RawEncoder().encode(SampleRecords.startedWith(text, Map.of(), Map.of()));
            assertEquals(line.length - frame, EscapedText.bytes(text), text);
            int half = EscapedText.bytes(text) / 2;
            int chars = EscapedText.charsWithin(text, half);
            assertTrue(EscapedText.bytes(text.substring(0, chars)) <= half, text);
        }
    }

    static AuditRecord record(Random random) {
        ResultType resultType = RESULT_TYPES.get(random.nextInt(3));
        boolean started = resultType == ResultType.Started;
        boolean failed = resultType == ResultType.Failed;
        return new AuditRecord(
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                SampleRecords.EXCHANGE + (started ? ".0" : ".1"),
                text(random, 20),
                "x" + text(random, 20),
                maybe(random, text(random, 20)),
                Category.AuditLogs,
                resultType,
                started ? 0 : failed ? random.nextInt(600) : 200 + random.nextInt(200),
                failed ? maybe(random, text(random, 20)) : null,
                started ? 0 : random.nextLong(Long.MAX_VALUE),
                text(random, 10),
                "5d04211aaf172d43b83d9eb500464ec5",
                new Identity(
                        entries(random),
                        maybe(random, text(random, 20)),
                        maybe(random, text(random, 20)),
                        maybe(random, true),
                        maybe(random, false)),
                failed ? Level.Error : Level.Informational,
                text(random, 10),
                text(random, 10),
                text(random, 3_000),
                entries(random));
    }

    private static Map<String, Object> entries(Random random) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 3_000 : 15); i > 0; i--) {
            entries.put("x" + text(random, random.nextInt(10) == 0 ? 400 : 8), value(random));
        }
        if (random.nextInt(10) == 0) {
            entries.put("truncated", value(random));
        }
        return entries;
    }

    private static Object value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean();
            case 3 -> {
                List<String> list = new ArrayList<>();
                for (int i = random.nextInt(random.nextInt(20) == 0 ? 3_000 : 4) + 1; i > 0; i--) {
                    list.add(text(random, 8));
                }
                yield list;
            }
            default -> text(random, random.nextInt(30) == 0 ? 3_000 : 20);
        };
    }

    private static String text(Random random, int mostPieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(mostPieces); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static <T> @Nullable T maybe(Random random, T value) {
        return random.nextBoolean() ? value : null;
    }
}
