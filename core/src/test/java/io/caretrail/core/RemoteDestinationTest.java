package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.trail.TrailCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 6 from a request to the collector: what waits is in the spool, across restarts too. */
class RemoteDestinationTest {

    private static final Pattern MISSING = Pattern.compile("\"missingRecords\":(\\d+)");
    private static final Pattern CLIENT = Pattern.compile("\"correlationId\":\"([^\"]*)\"");

    @TempDir
    Path folder;

    private final ScriptedCollector collector;
    private int asked;

    RemoteDestinationTest() throws IOException {
        collector = new ScriptedCollector();
    }

    @AfterEach
    void close() {
        collector.close();
    }

    private Path configuration(String more) throws IOException {
        Path fresh = Files.writeString(
                folder.resolve("fresh.yaml"), """
                    settings:
                      - name: siem
                        destinations:
                          http: { url: "%s", batch: { age: 50ms }%s }
                    handOff: { size: 1MB }
                    state: %s
                    """.formatted(collector.url(), more, folder.resolve("state")));
        Path file = folder.resolve("caretrail.yaml");
        Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    private Caretrail start(String more) throws Exception {
        return AuditedProcess.start(configuration(more).toString());
    }

    private void asks(Caretrail caretrail, int requests) {
        for (int i = 0; i < requests; i++) {
            asks(caretrail, "/fhir/Patient/1");
        }
    }

    private void asks(Caretrail caretrail, String path) {
        caretrail
                .begin(SentRequest.from("192.0.2.7")
                        .asking("GET", path, null)
                        .with("Host", "fhir.example")
                        .with("X-Request-Id", "client-" + asked++))
                .complete(new AuditedProcess.Answered(200));
    }

    private static TrailCounters.Delivered counters(Caretrail caretrail) {
        return caretrail.counters().destinations().get(0);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 4000 && !condition.call(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.call());
    }

    /** The clients' records that arrived, each of which must be the next, but for the numbers of these clients. */
    private void assertEachOnceInOrder(List<Integer> without) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < asked; i++) {
            if (!without.contains(i)) {
                expected.add("client-" + i);
                expected.add("client-" + i);
            }
        }
        assertEquals(expected, clients());
    }

    private List<String> clients() {
        return collector.taken.stream()
                .map(CLIENT::matcher)
                .filter(Matcher::find)
                .map(client -> client.group(1))
                .toList();
    }

    private long missing() {
        return collector.taken.stream()
                .map(MISSING::matcher)
                .filter(Matcher::find)
                .mapToLong(gap -> Long.parseLong(gap.group(1)))
                .sum();
    }

    @Test
    void what_a_failing_collector_does_not_take_is_spooled_after_some_seconds_and_outlives_a_restart()
            throws Exception {
        collector.status = body -> 503;
        Caretrail first = start("");
        asks(first, 50);
        await(() -> counters(first).spooled() > 0);
        asks(first, 10);
        first.stop();
        assertEquals(List.of(), collector.taken);
        assertTrue(counters(first).waiting() > 100);

        collector.status = body -> 200;
        Caretrail second = start("");
        asks(second, 10);
        await(() -> counters(second).waiting() == 0);
        await(() -> counters(second).spooled() == 0);
        second.stop();
        assertEachOnceInOrder(List.of());
        assertEquals(0, missing());
    }

    @Test
    void collector_is_left_alone_for_as_long_as_it_asks_while_records_wait() throws Exception {
        collector.status = body -> 429;
        collector.retryAfter = "2";
        Caretrail caretrail = start("");
        asks(caretrail, 5);
        await(() -> collector.times.size() == 1);
        collector.status = body -> 200;
        asks(caretrail, 5);
        await(() -> counters(caretrail).waiting() == 0);
        long pause = collector.times.get(1) - collector.times.get(0);
        assertTrue(pause >= Duration.ofSeconds(2).toNanos(), () -> pause + " ns");
        assertTrue(counters(caretrail).retried() > 0);
        caretrail.stop();
        assertEachOnceInOrder(List.of());
    }

    @Test
    void record_that_the_collector_never_takes_is_put_aside_and_counted_and_the_others_arrive() throws Exception {
        collector.status = body -> body.contains("/fhir/Patient/poison") ? 400 : 200;
        Caretrail caretrail = start("");
        asks(caretrail, 7);
        asks(caretrail, "/fhir/Patient/poison");
        asks(caretrail, 7);
        await(() ->
                counters(caretrail).quarantined() == 2 && counters(caretrail).waiting() == 0);
        assertEquals(2, counters(caretrail).missing());
        caretrail.stop();
        assertEachOnceInOrder(List.of(7));
        assertEquals(2, missing());
        assertTrue(collector.taken.stream()
                .anyMatch(line -> line.contains("\"Caretrail.Gap\"") && line.contains("quarantine.ndjson")));
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            Path quarantine = files.filter(file -> file.endsWith("quarantine.ndjson"))
                    .findFirst()
                    .orElseThrow();
            List<String> aside = Files.readAllLines(quarantine);
            assertEquals(2, aside.size());
            assertTrue(aside.stream().allMatch(line -> line.contains("\"client-7\"")), aside::toString);
        }
    }

    @Test
    void killed_process_doubles_at_most_what_was_on_its_way_and_the_next_brings_the_rest() throws Exception {
        Path configuration = configuration("");
        Oracle oracle = new Oracle();
        for (int run = 0; run < 3; run++) {
            int before = collector.taken.size();
            ChildJvm child = ChildJvm.start(
                    Files.createDirectory(folder.resolve("run-" + run)),
                    List.of(),
                    AuditedProcess.class,
                    configuration.toString(),
                    "2",
                    "-1");
            // The second one finds nobody, so that it dies with a spool.
            collector.status = run == 1 ? body -> 503 : body -> 200;
            await(() -> collector.taken.size() > before + 200
                    || (Files.size(child.output()) > 40_000 && !collector.times.isEmpty()));
            child.process().destroyForcibly().waitFor();
            oracle.ledger(child.output());
        }
        collector.status = body -> 200;
        ChildJvm last = ChildJvm.start(folder, List.of(), AuditedProcess.class, configuration.toString(), "1", "1");
        assertEquals(0, last.await(), last::said);
        oracle.ledger(last.output());
        Path trail = folder.resolve("taken.ndjson");
        // What comes again is the same, byte for byte; anything else under its recordId the oracle takes for doubled.
        Files.write(trail, new LinkedHashSet<>(collector.taken));
        oracle.trail(trail);
        oracle.assertEveryExchangeWhole();
    }

    @Test
    void spool_takes_no_more_than_it_may_and_more_as_soon_as_the_configuration_says_so() throws Exception {
        collector.status = body -> 503;
        Caretrail caretrail = start(", spool: { size: 1MB }");
        while (counters(caretrail).missing() == 0) {
            asks(caretrail, 10);
            Thread.sleep(1);
        }
        assertTrue(
                counters(caretrail).spoolBytes() <= 1 << 20,
                () -> counters(caretrail).toString());
        configuration(", spool: { size: 100MB }");
        await(() -> {
            asks(caretrail, 10);
            return counters(caretrail).spoolBytes() > 2 << 20;
        });
        caretrail.stop();
        assertEquals(List.of(), collector.taken);
        collector.status = body -> 200;
        Caretrail next = start(", spool: { size: 100MB }");
        await(() -> counters(next).waiting() == 0);
        next.stop();
        assertEquals(counters(caretrail).missing(), counters(next).missing());
        assertEquals(counters(caretrail).missing(), missing());
        long accepted = caretrail.counters().accepted() + next.counters().accepted();
        long gaps = collector.taken.stream()
                .filter(line -> line.contains("\"Caretrail.Gap\""))
                .count();
        assertEquals(accepted, collector.taken.size() - gaps + missing());
        assertEquals(collector.taken.size(), new LinkedHashSet<>(collector.taken).size());
    }
}
