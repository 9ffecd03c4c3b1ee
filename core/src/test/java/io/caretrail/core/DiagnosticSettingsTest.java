package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.exchange.Exchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several settings of several schemas, added, changed and removed while requests come. */
class DiagnosticSettingsTest {

    private static final int THREADS = 3;

    @TempDir
    Path folder;

    private Caretrail caretrail;

    /** When an exchange began and when it was over, of System.nanoTime. */
    private record Span(long from, long to) {}

    private final Map<String, Span> exchanges = new ConcurrentHashMap<>();
    private volatile boolean isOver;

    private Path path(String name) {
        return folder.resolve("trail").resolve(name + ".ndjson");
    }

    private Path configure(String... settings) throws IOException {
        Path next = Files.writeString(
                folder.resolve("next.yaml"),
                "state: " + folder.resolve("state") + "\nsettings:\n" + String.join("\n", settings) + "\n");
        return Files.move(next, folder.resolve("caretrail.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private String file(String setting, String name, String schema) {
        return "  - name: %s\n    destinations: { file: { path: %s, schema: %s } }"
                .formatted(setting, path(name), schema);
    }

    private void requests(int thread) {
        for (int i = 0; !isOver; i++) {
            String id = thread + "-" + i;
            long from = System.nanoTime();
            Exchange exchange = caretrail.begin(SentRequest.from("192.0.2.7")
                    .asking("GET", "/dicom-web/studies/1.2." + i, null)
                    .with("X-Request-Id", id));
            LockSupport.parkNanos(i % 97 == 0 ? 30_000_000 : 200_000);
            exchange.complete(new AuditedProcess.Answered(200));
            exchanges.put(id, new Span(from, System.nanoTime()));
        }
    }

    private long reloads() throws IOException {
        try (Stream<String> lines = Files.lines(path("stays"))) {
            return lines.filter(line -> line.contains("Caretrail.Reload")).count();
        }
    }

    /** Puts other settings in force; returns how long that took, in nanoseconds. */
    private long change(String... settings) throws Exception {
        long before = reloads();
        long from = System.nanoTime();
        configure(settings);
        for (int i = 0; i < 3_000 && reloads() == before; i++) {
            Thread.sleep(10);
        }
        assertEquals(before + 1, reloads());
        long took = System.nanoTime() - from;
        Thread.sleep(500);
        return took;
    }

    @Test
    void settings_come_change_and_go_under_load_within_two_seconds_and_no_record_is_lost_or_doubled() throws Exception {
        String stays = file("archive", "stays", "raw");
        caretrail = AuditedProcess.start(configure(stays).toString());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(new Thread(() -> requests(thread)));
        }
        threads.forEach(Thread::start);
        List<Long> took = new ArrayList<>();
        took.add(change(stays, file("workspace", "added", "log-analytics")));
        final long added = System.nanoTime();
        took.add(change(stays, file("workspace", "changed", "raw")));
        final long changed = System.nanoTime();
        took.add(change(stays, file("workspace", "changed", "log-analytics")));
        final long beforeRemoval = System.nanoTime();
        took.add(change(stays));
        final long removed = System.nanoTime();
        Thread.sleep(200);
        isOver = true;
        for (Thread thread : threads) {
            thread.join();
        }
        caretrail.stop();

        Oracle all = new Oracle();
        all.asked.addAll(exchanges.keySet());
        all.begun.addAll(exchanges.keySet());
        all.ended.addAll(exchanges.keySet());
        all.trail(path("stays"));
        all.assertEveryExchangeWhole();
        Oracle some = new Oracle();
        some.trail(path("added"));
        some.trail(path("changed"));
        assertEquals(0, some.missing());
        assertWhole(some, added, beforeRemoval);
        Oracle late = new Oracle();
        late.trail(path("changed"));
        assertWhole(late, changed, beforeRemoval);
        List<String> late2 = exchanges.entrySet().stream()
                .filter(exchange -> exchange.getValue().from > removed)
                .map(Map.Entry::getKey)
                .filter(some.trail::containsKey)
                .toList();
        assertEquals(List.of(), late2, "came after the setting had gone");
        // The machine may be busy with something else for once.
        assertTrue(took.stream().anyMatch(nanos -> nanos < 2_000_000_000L), took::toString);
    }

    private void assertWhole(Oracle oracle, long from, long to) {
        List<String> within = exchanges.entrySet().stream()
                .filter(exchange -> exchange.getValue().from > from && exchange.getValue().to < to)
                .map(Map.Entry::getKey)
                .toList();
        assertTrue(within.size() > 50, () -> within.size() + " exchanges only");
        for (String id : within) {
            Oracle.Found found = oracle.trail.getOrDefault(id, new Oracle.Found());
            assertEquals(List.of(1, 1), List.of(found.started.size(), found.ended.size()), id);
        }
    }

    @Test
    void settings_with_the_same_kind_of_destination_get_each_record_in_their_own_schema() throws Exception {
        Path raw = folder.resolve("raw.txt");
        Path rows = folder.resolve("rows.txt");
        HttpServer first = collector(raw);
        HttpServer second = collector(rows);
        try {
            caretrail = AuditedProcess.start(configure(
                            http("siem", "[AuditLogs]", first, "raw"),
                            http("workspace", "[AuditLogs, DiagnosticLogs]", second, "log-analytics"),
                            file("archive", "audit", "raw"),
                            file("diagnostics", "diagnostics", "raw") + "\n    categories: [DiagnosticLogs]")
                    .toString());
            caretrail
                    .begin(SentRequest.from("192.0.2.7")
                            .asking("GET", "/fhir/Patient/1", null)
                            .with("X-Request-Id", "a"))
                    .complete(new AuditedProcess.Answered(200));
            caretrail.stop();
        } finally {
            first.stop(0);
            second.stop(0);
        }
        List<String> written = Files.readAllLines(path("audit"));
        assertEquals(4, written.size(), written::toString);
        assertEquals(written, withoutCheckpoints(raw));
        assertEquals(
                written.stream().map(line -> id(line, "\"recordId\":\"")).toList(),
                withoutCheckpoints(rows).stream()
                        .map(line -> id(line, "\"RecordId\":\""))
                        .toList());
        assertEquals(List.of(), Files.readAllLines(path("diagnostics")));
    }

    private static String id(String line, String field) {
        int from = line.indexOf(field) + field.length();
        return line.substring(from, line.indexOf('"', from));
    }

    private static List<String> withoutCheckpoints(Path received) throws IOException {
        return Files.readAllLines(received).stream()
                .filter(line -> !line.contains("Caretrail.Checkpoint"))
                .toList();
    }

    private static String http(String setting, String categories, HttpServer to, String schema) {
        return "  - name: %s\n    categories: %s\n    destinations: { http: { url: \"http://127.0.0.1:%d/\", schema: %s } }"
                .formatted(setting, categories, to.getAddress().getPort(), schema);
    }

    private static HttpServer collector(Path received) throws IOException {
        Files.createFile(received);
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            Files.write(received, exchange.getRequestBody().readAllBytes(), StandardOpenOption.APPEND);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        return collector;
    }
}
