package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writer beside logstash-logback-encoder: what it takes, it writes as the library does, to the byte. */
class RecordWriterTest {

    private static final String USUAL =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%\"\\ {}<>|^`äöüß漢€";

    private final RawEncoder library = new RawEncoder();
    private final BufferPool writers = new BufferPool();

    /** Whether the writer takes it; if so, compared with the library's line. */
    private boolean isWrittenAlike(AuditRecord record) {
        RecordCollector collector = new RecordCollector();
        record.tell(collector);
        assertEquals(record, collector.record());
        try (RecordWriter written = writers.take();
                RecordWriter expected = writers.take()) {
            record.tell(written);
            if (!written.finish()) {
                return false;
            }
            library.writeByLibrary(record, expected.buffer());
            assertEquals(text(expected.buffer()), text(written.buffer()));
            return true;
        }
    }

    private static String text(RecordBuffer buffer) {
        return new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void usual_records_are_the_writers() {
        assertTrue(isWrittenAlike(SampleRecords.started()));
        assertTrue(isWrittenAlike(SampleRecords.succeeded()));
        assertFalse(isWrittenAlike(SampleRecords.failed()), "its uri has a line break");
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void random_records_of_usual_characters_are_the_writers_and_alike(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            assertTrue(isWrittenAlike(usual(random)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 25, 26, 27})
    void hostile_records_are_alike_or_the_librarys(long seed) {
        Random random = new Random(seed);
        int written = 0;
        for (int i = 0; i < 500; i++) {
            written += isWrittenAlike(HostileRecordTest.record(random)) ? 1 : 0;
        }
        assertTrue(written < 500);
    }

    @Test
    void every_character_is_alike_or_the_librarys() {
        int written = 0;
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            String text = "a" + (char) c + "b";
            written += isWrittenAlike(SampleRecords.startedWith(text, Map.of(), Map.of(text, List.of(text)))) ? 1 : 0;
        }
        int controls = 0x20 + 0x21;
        int separators = 2;
        int surrogates = 0x800;
        assertEquals(Character.MAX_VALUE + 1 - controls - separators - surrogates, written);
    }

    @Test
    void the_longest_record_is_alike_and_the_next_longer_one_the_librarys() {
        int frame = library.encode(SampleRecords.startedWith("", Map.of(), Map.of())).length;
        int room = RecordEncoder.LIMIT - frame;
        for (int spare = 0; spare < 8; spare++) {
            assertTrue(isWrittenAlike(SampleRecords.startedWith("u".repeat(room - spare), Map.of(), Map.of())));
            assertFalse(isWrittenAlike(SampleRecords.startedWith("u".repeat(room + 1 + spare), Map.of(), Map.of())));
            String inProperties = "ü".repeat((room - spare) / 2 - 4);
            isWrittenAlike(SampleRecords.startedWith("", Map.of(), Map.of("p", inProperties, "q", 123_456_789_012L)));
        }
    }

    @Test
    void numbers_are_alike_or_the_librarys() {
        for (long number : new long[] {0, 9, 10, 99, 100, 1_234_567_890, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            assertTrue(isWrittenAlike(SampleRecords.startedWith("", Map.of("c", number), Map.of("p", number))));
        }
        assertFalse(isWrittenAlike(SampleRecords.startedWith("", Map.of(), Map.of("p", -1))));
        assertFalse(isWrittenAlike(SampleRecords.startedWith("", Map.of(), Map.of("p", Long.MIN_VALUE))));
        assertFalse(isWrittenAlike(SampleRecords.startedWith("", Map.of(), Map.of("p", 1.5))));
    }

    @Test
    void ids_are_the_last_digits_of_their_numbers() {
        Random random = new Random(28);
        for (int digits = 1; digits <= 32; digits++) {
            long high = random.nextLong();
            long low = random.nextLong();
            RecordBuffer buffer = new RecordBuffer();
            buffer.hex(high, low, digits);
            String all = String.format("%016x%016x", high, low);
            assertEquals(all.substring(32 - digits), text(buffer));
        }
    }

    @Test
    void configured_texts_that_change_are_never_mixed_up() {
        for (int i = 0; i < 5; i++) {
            AuditRecord one = SampleRecords.started();
            AuditRecord other = withConstants(one, "/other", "dc2 \"b\"", "ß");
            assertTrue(isWrittenAlike(one));
            assertTrue(isWrittenAlike(other));
            assertFalse(isWrittenAlike(withConstants(one, "\n", "dc", "t")));
        }
    }

    @Test
    void moments_are_alike_in_whatever_order_they_come() {
        MicrosecondTime moments = new MicrosecondTime();
        for (long second : new long[] {0, -1, 0, Instant.MAX.getEpochSecond(), Instant.MIN.getEpochSecond(), 1, 1}) {
            for (int nano : new int[] {0, 999, 1_000, 999_999_999, 120_457_913}) {
                Instant time = Instant.ofEpochSecond(second, nano);
                RecordBuffer buffer = new RecordBuffer();
                moments.put(second, nano, buffer);
                assertEquals(MicrosecondTime.format(time), text(buffer));
            }
        }
    }

    @Test
    void a_record_is_encoded_without_allocation_once_it_is_compiled() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AuditRecord record = SampleRecords.succeeded();
        long allocated = -1;
        // On a busy machine the compiler comes late.
        long patience = System.nanoTime() + 30_000_000_000L;
        while (allocated != 0 && System.nanoTime() < patience) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++) {
                try (EncodedRecord line = library.lend(record)) {
                    assertTrue(line.length() > 0);
                }
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
    }

    private static AuditRecord usual(Random random) {
        AuditRecord frame = withConstants(HostileRecordTest.record(random), text(random, 30), "dc1", "t");
        return new AuditRecord(
                frame.time(),
                frame.recordId(),
                frame.resourceId(),
                text(random, 40),
                random.nextBoolean() ? text(random, 5) : null,
                frame.category(),
                frame.resultType(),
                frame.resultSignature(),
                random.nextBoolean() ? text(random, 20) : null,
                random.nextLong(1L << random.nextInt(63)),
                random.nextBoolean() ? text(random, 20) : null,
                random.nextBoolean() ? text(random, 40) : null,
                new Identity(
                        random.nextBoolean() ? Map.of() : entries(random),
                        random.nextBoolean() ? text(random, 20) : null,
                        random.nextBoolean() ? text(random, 8) : null,
                        random.nextBoolean() ? Boolean.valueOf(random.nextBoolean()) : null,
                        random.nextBoolean() ? Boolean.valueOf(random.nextBoolean()) : null),
                frame.level(),
                frame.location(),
                frame.type(),
                random.nextInt(10) == 0 ? null : text(random, 300),
                entries(random));
    }

    private static Map<String, Object> entries(Random random) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            entries.put(
                    text(random, 12),
                    switch (random.nextInt(5)) {
                        case 0 -> random.nextInt(1 << 20);
                        case 1 -> random.nextLong(1L << 40);
                        case 2 -> random.nextBoolean();
                        case 3 -> List.of(text(random, 10), text(random, 10));
                        default -> text(random, 60);
                    });
        }
        return entries;
    }

    private static String text(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append(USUAL.charAt(random.nextInt(USUAL.length())));
        }
        return text.toString();
    }

    private static AuditRecord withConstants(AuditRecord record, String resourceId, String location, String type) {
        return new AuditRecord(
                record.time(),
                record.recordId(),
                resourceId,
                record.operationName(),
                record.operationVersion(),
                record.category(),
                record.resultType(),
                record.resultSignature(),
                record.resultDescription(),
                record.durationMs(),
                record.callerIpAddress(),
                record.correlationId(),
                record.identity(),
                record.level(),
                location,
                type,
                record.uri(),
                record.properties());
    }
}
