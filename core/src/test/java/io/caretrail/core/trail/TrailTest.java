package io.caretrail.core.trail;

import static io.caretrail.core.trail.TestRecords.OWN;
import static io.caretrail.core.trail.TestRecords.audit;
import static io.caretrail.core.trail.TestRecords.file;
import static io.caretrail.core.trail.TestRecords.missing;
import static io.caretrail.core.trail.TestRecords.setting;
import static io.caretrail.core.trail.TestRecords.terms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.RecordEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailTest {

    private static final Duration WAIT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();

    private Trail open(Setting... settings) throws IOException {
        return Trail.open(List.of(settings), terms(folder), TestRecords::encoder, OWN, log::add);
    }

    static void await(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 2000 && !condition.call(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.call());
    }

    /** Runs each in a thread of its own; a failure in one fails the test. */
    static void together(List<Runnable> all) throws InterruptedException {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> threads = all.stream().map(Thread::new).toList();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> failures.add(e)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }

    static List<Runnable> producers(Trail trail, int threads, int records) {
        List<Runnable> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String prefix = t + "-";
            all.add(() -> {
                for (int i = 0; i < records; i++) {
                    trail.accept(audit(prefix + i));
                }
            });
        }
        return all;
    }

    /** Each record once, none spurious, the ones of each thread in their order. */
    static void assertEachOnceInOrder(List<String> lines, int threads, int records) {
        assertEquals(threads * records, lines.size());
        Map<String, Integer> next = new HashMap<>();
        for (String line : lines) {
            int dash = line.indexOf('-');
            int number = Integer.parseInt(line.substring(dash + 1));
            assertEquals(number, next.merge(line.substring(0, dash), 1, Integer::sum) - 1, line);
        }
        assertEquals(threads, next.size());
    }

    @Test
    void sixteen_threads_leave_each_record_once_and_in_order() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        try (Trail trail = open(setting("a", file(0, path)))) {
            together(producers(trail, 16, 10_000));
            trail.close();
            TrailCounters counters = trail.counters();
            assertEquals(160_000, counters.accepted());
            assertEquals(160_000, counters.written());
            assertEquals(0, counters.waiting());
            assertEquals(0, counters.missing());
            assertEquals(160_000, counters.destinations().get(0).delivered());
        }
        assertEachOnceInOrder(Files.readAllLines(path), 16, 10_000);
        assertEquals(List.of(), log);
    }

    @Test
    void record_is_in_the_file_while_the_trail_is_open() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        try (Trail trail = open(setting("a", file(0, path)))) {
            trail.accept(audit("1"));
            await(() -> Files.readString(path).equals("1\n"));
            trail.accept(audit("2"));
            await(() -> Files.readString(path).equals("1\n2\n"));
        }
    }

    @Test
    void categories_go_only_where_they_are_asked_for() throws Exception {
        Path both = folder.resolve("both.ndjson");
        Path audit = folder.resolve("audit.ndjson");
        Setting all = new Setting("all", Set.of(Category.values()), List.of(file(0, both)));
        try (Trail trail = open(all, setting("audit", file(1, audit)))) {
            trail.accept(audit("1"));
            trail.accept(TestRecords.record("2", Category.DiagnosticLogs, Map.of()));
            trail.accept(audit("3"));
        }
        assertEquals(List.of("1", "2", "3"), Files.readAllLines(both));
        assertEquals(List.of("1", "3"), Files.readAllLines(audit));
    }

    @Test
    void record_is_encoded_once_for_two_destinations_of_one_schema() throws Exception {
        AtomicLong encoded = new AtomicLong();
        RecordEncoder counting = record -> {
            encoded.incrementAndGet();
            return TestRecords.encoder("raw").encode(record);
        };
        Setting[] settings = {
            setting("a", file(0, folder.resolve("a.ndjson"))), setting("b", file(1, folder.resolve("b.ndjson")))
        };
        try (Trail trail = Trail.open(List.of(settings), terms(folder), schema -> counting, OWN, log::add)) {
            trail.accept(audit("1"));
        }
        assertEquals(1, encoded.get());
        assertEquals(List.of("1"), Files.readAllLines(folder.resolve("b.ndjson")));
    }

    @Test
    void record_that_cannot_be_encoded_leaves_a_gap_in_its_place() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        RecordEncoder encoder = record -> switch (record.recordId()) {
            case "2" -> throw new IllegalStateException("no way to /secret/place");
            case "4" -> throw new StackOverflowError();
            default -> TestRecords.encoder("raw").encode(record);
        };
        try (Trail trail =
                Trail.open(List.of(setting("a", file(0, path))), terms(folder), s -> encoder, OWN, log::add)) {
            for (int i = 1; i <= 5; i++) {
                trail.accept(audit("" + i));
            }
            trail.close();
            assertEquals(5, trail.counters().accepted());
            assertEquals(2, trail.counters().destinations().get(0).missing());
            assertEquals(3, trail.counters().destinations().get(0).delivered());
        }
        assertEquals(
                List.of("1", "Gap 1 the record could not be encoded", "3", "Gap 1 the audit path failed", "5"),
                Files.readAllLines(path));
    }

    @Test
    void full_hand_off_leaves_gaps_that_count_what_is_missing() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        // The smallest that the ring has; so full of producers that it is full at times.
        Terms small = terms(folder, 4096, Terms.SPOOL);
        try (Trail trail =
                Trail.open(List.of(setting("a", file(0, path))), small, TestRecords::encoder, OWN, log::add)) {
            together(producers(trail, 4, 5_000));
            trail.close();
            TrailCounters counters = trail.counters();
            List<String> lines = Files.readAllLines(path);
            long gaps = lines.stream().filter(line -> line.startsWith("Gap ")).count();
            assertTrue(gaps > 0);
            assertEquals(20_000, lines.size() - gaps + missing(lines));
            assertEquals(counters.missing(), missing(lines));
            assertEquals(counters.accepted(), counters.written() + counters.missing());
        }
    }

    @Test
    void interrupted_thread_is_heard_and_stays_interrupted() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        Trail trail = open(setting("a", file(0, path)));
        Thread.currentThread().interrupt();
        trail.accept(audit("1"));
        trail.close();
        trail.accept(audit("late"));
        assertTrue(Thread.interrupted());
        assertEquals(List.of("1", "late"), Files.readAllLines(path));
    }

    @Test
    void threads_of_the_trail_survive_interrupts_and_errors() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        try (Trail trail = open(setting("a", file(0, path)))) {
            for (int i = 0; i < 200; i++) {
                trail.accept(audit("0-" + i));
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("caretrail-"))
                        .forEach(Thread::interrupt);
            }
            await(() -> trail.counters().destinations().get(0).delivered() == 200);
        }
        assertEachOnceInOrder(Files.readAllLines(path), 1, 200);
    }

    @Test
    void records_after_the_end_are_written_by_the_thread_that_brings_them() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        Trail trail = open(setting("a", file(0, path)));
        List<Runnable> all = new ArrayList<>(producers(trail, 8, 500));
        all.add(trail::close);
        together(all);
        assertEachOnceInOrder(Files.readAllLines(path), 8, 500);
        trail.accept(audit("8-0"));
        assertEquals("8-0", Files.readAllLines(path).get(4000));
        assertThrows(IllegalStateException.class, () -> trail.reload(List.of(), WAIT));
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("caretrail-")));
    }

    @Test
    void wrong_destination_stops_the_opening_and_leaves_nothing_behind() throws Exception {
        DestinationSettings wrong = file(1, folder.resolve("plain").resolve("audit.ndjson"));
        Files.writeString(folder.resolve("plain"), "a file");
        IOException refused = assertThrows(
                IOException.class, () -> open(setting("a", file(0, folder.resolve("a.ndjson"))), setting("b", wrong)));
        assertTrue(refused.getMessage().startsWith("settings[1].destinations.file.path \""), refused::getMessage);
        assertTrue(refused.getMessage().contains("is not a directory"), refused::getMessage);
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("caretrail-")));
    }

    @Test
    void pruned_file_is_told_in_the_trail() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        Files.writeString(folder.resolve("audit.2001-01-01.1.ndjson"), "old\n");
        Map<String, Object> values = new HashMap<>(file(0, path).values());
        values.put("keep", Duration.ofDays(1));
        DestinationSettings keeping =
                new DestinationSettings("file", "settings[0].destinations.file", "raw", false, values);
        try (Trail trail = open(setting("a", keeping))) {
            await(() -> Files.readString(path).equals("Pruned\n"));
        }
    }

    @Test
    void nothing_is_encoded_when_nobody_asked() throws Exception {
        try (Trail trail = Trail.open(
                List.of(),
                terms(folder),
                schema -> record -> {
                    throw new AssertionError(schema);
                },
                OWN,
                log::add)) {
            AuditRecord record = audit("1");
            trail.accept(record);
            assertEquals(0, trail.counters().accepted());
        }
    }
}
