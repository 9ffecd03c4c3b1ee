package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.diagnostic.LogLine;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.record.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a line that an application logs to its place in a trail, by the whole path. */
class DiagnosticLinesTest {

    @TempDir
    Path folder;

    private final List<Exchange> begun = new ArrayList<>();

    private Path configuration;
    private Caretrail caretrail;

    @AfterEach
    void stop() {
        assertNull(CurrentExchange.get());
        caretrail.stop();
    }

    @Test
    void line_of_a_request_says_whose_it_is_in_the_order_of_the_page() throws Exception {
        start("");
        Exchange exchange = begin("192.0.2.7");
        in(exchange, () -> {
            caretrail
                    .diagnostics()
                    .take(
                            Level.Warning,
                            "org.example.Store",
                            () -> new LogLine("two\nlines", "java.io.IOException", Map.of("dose", 5)));
            log("second");
        });
        exchange.authenticated("mueller", "BASIC");
        in(exchange, () -> log("third"));
        List<JsonNode> lines = stopped("DiagnosticLogs");
        assertEquals(3, lines.size());
        JsonNode first = lines.get(0);
        assertEquals(
                List.of(
                        "time",
                        "recordId",
                        "resourceId",
                        "operationName",
                        "category",
                        "resultDescription",
                        "correlationId",
                        "identity",
                        "level",
                        "location",
                        "uri",
                        "properties"),
                new ArrayList<>(first.propertyNames()));
        assertEquals("two\nlines", first.get("resultDescription").stringValue());
        assertEquals("Warning", first.get("level").stringValue());
        assertEquals(exchange.correlationId(), first.get("correlationId").stringValue());
        assertEquals(
                "java.io.IOException", first.get("properties").get("exception").stringValue());
        assertEquals("org.example.Store", first.get("properties").get("logger").stringValue());
        assertEquals(5, first.get("properties").get("dose").intValue());
        assertEquals(
                List.of(".d1", ".d2", ".d3"),
                lines.stream().map(line -> suffix(line)).toList());
        assertFalse(first.get("identity").has("user"));
        assertEquals("mueller", lines.get(2).get("identity").get("user").stringValue());
    }

    private static String suffix(JsonNode line) {
        String id = line.get("recordId").stringValue();
        return id.substring(id.lastIndexOf('.'));
    }

    @Test
    void nothing_is_recorded_that_nobody_asked_for() throws Exception {
        start("diagnostics: { level: Warning, exclude: [org.noisy.], rate: 0 }\nexclude: [/excluded/**]");
        Diagnostics diagnostics = caretrail.diagnostics();
        Exchange exchange = begin("192.0.2.7");
        diagnostics.take(Level.Error, "org.example", () -> line("outside"));
        in(exchange, () -> {
            diagnostics.take(Level.Informational, "org.example", () -> line("too low"));
            diagnostics.take(Level.Error, "org.noisy.Heartbeat", () -> line("left out"));
            diagnostics.take(Level.Error, "io.caretrail", () -> line("our own"));
            diagnostics.take(Level.Error, "io.caretrail.core.trail.Lane", () -> line("our own"));
            diagnostics.take(Level.Error, "org.noisier", () -> line("wanted"));
        });
        assertEquals(List.of("wanted"), texts(stopped("DiagnosticLogs")));
    }

    @Test
    void line_outside_any_request_is_recorded_if_asked_for() throws Exception {
        start("diagnostics: { outsideRequests: true }");
        log("of a timer");
        caretrail.diagnostics().take(Level.Error, "jdk.httpclient.HttpClient", () -> line("sent a batch"));
        Thread own = new Thread(() -> log("of a thread of ours"), "caretrail-http");
        own.start();
        own.join();
        caretrail.stop();
        log("behind the end");
        Configuration late =
                AuditedProcess.watch(configuration.toString()).inForce().configuration();
        caretrail.diagnostics().use(late);
        log("behind the end, after a reload that was late");
        List<JsonNode> lines = read("DiagnosticLogs");
        assertEquals(List.of("of a timer"), texts(lines));
        assertEquals("Background", lines.get(0).get("operationName").stringValue());
        assertEquals(".d1", suffix(lines.get(0)));
        assertFalse(lines.get(0).has("correlationId") || lines.get(0).has("uri"));
    }

    @Test
    void line_is_not_taken_while_one_is_read_or_handed_on() throws Exception {
        start("");
        Exchange exchange = begin("192.0.2.7");
        in(exchange, () -> {
            caretrail.diagnostics().take(Level.Error, "outer", () -> {
                log("inner");
                return line("outer");
            });
            caretrail.diagnostics().handsOn();
            log("the same line by a bridge");
            caretrail.diagnostics().handedOn();
            caretrail.diagnostics().handedOn();
            log("next");
        });
        assertEquals(List.of("outer", "next"), texts(stopped("DiagnosticLogs")));
    }

    @Test
    void line_that_cannot_be_read_is_counted_and_the_next_one_is_taken() throws Exception {
        start("");
        Exchange exchange = begin("192.0.2.7");
        IllegalStateException thrown = new IllegalStateException("x");
        in(exchange, () -> {
            assertSame(
                    thrown,
                    assertThrows(
                            IllegalStateException.class,
                            () -> caretrail.diagnostics().take(Level.Error, "broken", () -> {
                                throw thrown;
                            })));
            log("next");
        });
        assertEquals(List.of("next"), texts(stopped("DiagnosticLogs")));
        assertEquals(Map.of("the record could not be encoded", 1L), missing());
    }

    @Test
    void rest_of_a_flood_is_counted_to_the_line() throws Exception {
        start("diagnostics: { rate: 10 }");
        Exchange exchange = begin("192.0.2.7");
        in(exchange, () -> {
            for (int line = 0; line < 100_000; line++) {
                log("flood " + line);
            }
        });
        int recorded = stopped("DiagnosticLogs").size();
        assertTrue(recorded >= 10);
        assertEquals(
                Map.of("more log lines in a second than diagnostics.rate lets in", 100_000L - recorded), missing());
    }

    @Test
    void rest_of_a_flood_is_counted_to_the_line_while_the_configuration_is_replaced() throws Exception {
        start("diagnostics: { rate: 10 }");
        Configuration again =
                AuditedProcess.watch(configuration.toString()).inForce().configuration();
        Exchange exchange = begin("192.0.2.7");
        List<Thread> flood = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
            flood.add(new Thread(() -> in(exchange, () -> {
                for (int line = 0; line < 500_000; line++) {
                    log("flood");
                }
            })));
        }
        flood.forEach(Thread::start);
        while (flood.stream().anyMatch(Thread::isAlive)) {
            caretrail.diagnostics().use(again);
        }
        int recorded = stopped("DiagnosticLogs").size();
        assertTrue(recorded >= 10);
        assertEquals(
                Map.of("more log lines in a second than diagnostics.rate lets in", 1_000_000L - recorded), missing());
    }

    @Test
    void flood_without_a_limit_costs_no_audit_record_and_what_finds_no_room_is_counted() throws Exception {
        start("diagnostics: { rate: 0 }\nhandOff: { size: 1MB }");
        String text = "x".repeat(4000);
        int requests = 200;
        for (int request = 0; request < requests; request++) {
            Exchange exchange = begin("192.0.2.7");
            in(exchange, () -> {
                for (int line = 0; line < 50; line++) {
                    log(text);
                }
            });
            exchange.complete(new AuditedProcess.Answered(200));
        }
        List<JsonNode> lines = stopped("DiagnosticLogs");
        assertEquals(
                2L * requests,
                read("AuditLogs").stream()
                        .filter(record ->
                                !record.get("operationName").stringValue().startsWith("Caretrail."))
                        .count());
        long missing = missing().values().stream().mapToLong(Long::longValue).sum();
        assertEquals(10_000, lines.size() + missing);
        assertNotEquals(0, lines.size());
    }

    @Test
    void what_another_thread_runs_for_a_request_is_that_requests() throws Exception {
        start("");
        Exchange one = begin("192.0.2.7");
        Exchange two = begin("192.0.2.8");
        List<Runnable> tasks = new ArrayList<>();
        in(one, () -> tasks.add(CurrentExchange.continued(() -> log("one"))));
        in(two, () -> {
            tasks.get(0).run();
            log("two");
        });
        Runnable plain = () -> log("nobody's");
        assertSame(plain, CurrentExchange.continued(plain));
        tasks.get(0).run();
        assertNull(CurrentExchange.get());
        List<JsonNode> lines = stopped("DiagnosticLogs");
        assertEquals(List.of("one", "two", "one"), texts(lines));
        assertEquals(one.correlationId(), lines.get(0).get("correlationId").stringValue());
        assertEquals(two.correlationId(), lines.get(1).get("correlationId").stringValue());
        assertEquals(one.correlationId(), lines.get(2).get("correlationId").stringValue());
    }

    @Test
    void exchange_whose_lines_nobody_wants_leaves_no_trace_on_its_thread() throws Exception {
        start("enabled: true", "[AuditLogs]");
        Exchange exchange = begin("192.0.2.7");
        assertFalse(CurrentExchange.enter(exchange));
        assertNull(CurrentExchange.get());
        assertFalse(caretrail.diagnostics().isOn());
        log("x");
        assertEquals(List.of(), stopped("DiagnosticLogs"));
    }

    private Exchange begin(String from) {
        Exchange exchange = caretrail.begin(SentRequest.from(from));
        begun.add(exchange);
        return exchange;
    }

    private static void in(Exchange exchange, Runnable work) {
        assertTrue(CurrentExchange.enter(exchange));
        assertFalse(CurrentExchange.enter(exchange), "it is there already");
        try {
            work.run();
        } finally {
            CurrentExchange.leave(exchange);
        }
    }

    private void log(String text) {
        caretrail.diagnostics().take(Level.Informational, "org.example", () -> line(text));
    }

    private static LogLine line(String text) {
        return new LogLine(text, null, Map.of());
    }

    private void start(String rest) throws Exception {
        start(rest, "[AuditLogs, DiagnosticLogs]");
    }

    private void start(String rest, String categories) throws Exception {
        configuration = Files.writeString(
                folder.resolve("caretrail.yaml"), """
                    %s
                    settings:
                      - categories: %s
                        destinations:
                          file: { path: %s }
                    """.formatted(rest, categories, folder.resolve("audit.ndjson")));
        caretrail = AuditedProcess.start(configuration.toString());
    }

    private List<JsonNode> stopped(String category) throws IOException {
        begun.forEach(exchange -> exchange.complete(new AuditedProcess.Answered(200)));
        caretrail.stop();
        return read(category);
    }

    private List<JsonNode> read(String category) throws IOException {
        JsonMapper json = new JsonMapper();
        return Files.readAllLines(folder.resolve("audit.ndjson")).stream()
                .map(json::readTree)
                .filter(record -> record.get("category").stringValue().equals(category))
                .toList();
    }

    /** By the reason, of DiagnosticLogs; there are no others. */
    private Map<String, Long> missing() throws IOException {
        Map<String, Long> missing = new LinkedHashMap<>();
        for (JsonNode record : read("AuditLogs")) {
            if (record.get("operationName").stringValue().equals("Caretrail.Gap")) {
                JsonNode properties = record.get("properties");
                assertEquals("DiagnosticLogs", properties.get("missingCategory").stringValue());
                missing.merge(
                        properties.get("reason").stringValue(),
                        properties.get("missingRecords").longValue(),
                        Long::sum);
            }
        }
        return missing;
    }

    private static List<String> texts(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.get("resultDescription").stringValue())
                .toList();
    }
}
