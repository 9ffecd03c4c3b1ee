package io.caretrail.core.trail;

import static io.caretrail.core.trail.TestRecords.OWN;
import static io.caretrail.core.trail.TestRecords.terms;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.RawDecoder;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.record.RecordEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingTest {

    /** How often each record was encoded in the other schema. */
    private final Map<String, LongAdder> encoded = new ConcurrentHashMap<>();

    private final RecordEncoder raw = new RawEncoder();

    /** Writes a record behind a word. */
    private final RecordEncoder other = new RecordEncoder() {
        @Override
        public byte[] encode(AuditRecord record) {
            return translate(raw.encode(record));
        }

        @Override
        public byte[] translate(byte[] record) {
            String text = new String(record, UTF_8);
            encoded.computeIfAbsent(text, new_ -> new LongAdder()).increment();
            return ("other " + text).getBytes(UTF_8);
        }
    };

    private RecordEncoder encoder(String schema) {
        return schema.equals("raw") ? raw : other;
    }

    private static DestinationSettings file(int setting, Path path, String schema) {
        DestinationSettings raw = TestRecords.file(setting, path);
        return new DestinationSettings(raw.kind(), raw.key(), schema, false, raw.values());
    }

    @Test
    void record_that_two_destinations_of_one_schema_get_is_encoded_once(@TempDir Path folder) throws Exception {
        Path plain = folder.resolve("plain.ndjson");
        Path first = folder.resolve("first.ndjson");
        Path second = folder.resolve("second.ndjson");
        List<String> log = new CopyOnWriteArrayList<>();
        // Less than what lanes share: however far one falls behind the other.
        int all = 500;
        try (Trail trail = Trail.open(
                List.of(
                        TestRecords.setting("a", file(0, plain, "raw")),
                        TestRecords.setting("b", file(1, first, "other")),
                        TestRecords.setting("c", file(2, second, "other"))),
                terms(folder),
                this::encoder,
                OWN,
                log::add)) {
            for (int i = 0; i < all; i++) {
                trail.accept(TestRecords.audit("id" + i + ".1"));
            }
        }
        List<String> expected =
                Files.readAllLines(plain).stream().map(line -> "other " + line).toList();
        assertEquals(all, expected.size(), log::toString);
        assertEquals(expected, Files.readAllLines(first));
        assertEquals(expected, Files.readAllLines(second));
        assertEquals(all, encoded.values().stream().mapToLong(LongAdder::sum).sum());
    }

    @Test
    void lanes_that_are_far_apart_get_the_same_lines() throws Exception {
        Rendering.Source source = new Rendering.Source(this::encoder, OWN, new RawDecoder());
        Rendering one = source.of("other");
        assertSame(one, source.of("other"));
        byte[][] records = new byte[3_000][];
        for (int i = 0; i < records.length; i++) {
            records[i] = raw.encode(TestRecords.audit("id" + i + ".1"));
            one.line(records[i]);
        }
        for (byte[] record : records) {
            assertArrayEquals(("other " + new String(record, UTF_8)).getBytes(UTF_8), one.line(record.clone()));
        }
    }

    @Test
    void raw_record_is_not_even_copied() throws Exception {
        byte[] record = raw.encode(TestRecords.audit("id.1"));
        assertSame(
                record,
                new Rendering.Source(this::encoder, OWN, new RawDecoder())
                        .of("raw")
                        .line(record));
    }

    @Test
    void record_that_cannot_be_encoded_is_tried_by_each_and_kept_for_none() {
        AtomicInteger tries = new AtomicInteger();
        RecordEncoder broken = new RecordEncoder() {
            @Override
            public byte[] encode(AuditRecord record) {
                return new byte[0];
            }

            @Override
            public byte[] translate(byte[] record) throws IOException {
                tries.incrementAndGet();
                throw new IOException("broken");
            }
        };
        Rendering rendering = new Rendering.Source(schema -> broken, OWN, new RawDecoder()).of("other");
        for (int lane = 0; lane < 2; lane++) {
            assertThrows(IOException.class, () -> rendering.line(new byte[10]));
        }
        assertEquals(2, tries.get());
    }
}
