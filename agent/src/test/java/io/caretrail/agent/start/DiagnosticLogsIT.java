package io.caretrail.agent.start;

import static io.caretrail.agent.start.TrailFile.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.start.OperatorsJvm.RunningJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What applications log through Logback, java.util.logging and Log4j 2, under the agent on a real Tomcat. */
class DiagnosticLogsIT {

    private static final int TOGETHER = 16;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // One that is free for each request that waits for the others.
            .executor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            }))
            .build();

    @Test
    void lines_of_logback_and_of_what_is_bridged_to_it_stand_once_each_under_their_own_request() throws Exception {
        configure("[AuditLogs, DiagnosticLogs]", "");
        Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="file" class="ch.qos.logback.core.FileAppender">
                    <file>app.log</file>
                    <encoder><pattern>%logger: %msg%n%nopex</pattern></encoder>
                  </appender>
                  <logger name="app" level="INFO"><appender-ref ref="file"/></logger>
                </configuration>
                """);
        List<String> ways = List.of("app.jul", "app.log4j", "app.slf4j");
        try (RunningJvm server = OperatorsJvm.in(folder)
                .libraries("logging-logback")
                .option("-Dlogback.configurationFile=logback.xml")
                .agent("caretrail.yaml")
                .start(LoggingServer.class)) {
            int port = port(server);
            List<String> logged = playTogether(port, ways);
            get(port, "pairs", "one-pairs");
            get(port, "chatty", "one-chatty");
            server.terminate();

            assertLines(logged, ways);
            List<String> own = Files.readAllLines(folder.resolve("app.log")).stream()
                    .filter(line -> !line.contains("while formatting"))
                    .toList();
            List<String> expected = new ArrayList<>(logged);
            expected.add("app.slf4j: with Authorization: Bearer abcdefgh12345678");
            expected.add("app.jul: chatty");
            assertEquals(
                    expected.stream().sorted().toList(), own.stream().sorted().toList(), "the application's own log");
        }
        assertPairs(lines("one-pairs"));
        assertEquals(List.of("app.jul: chatty"), said(lines("one-chatty")), "not what was logged while it was read");
        assertFalse(Files.readString(folder.resolve("audit.ndjson")).contains("abcdefgh12345678"));
        assertEquals(0, trail().own("Gap").size());
    }

    private static void assertPairs(List<JsonNode> lines) {
        assertEquals(1, lines.size());
        JsonNode line = lines.get(0);
        JsonNode properties = line.path("properties");
        assertEquals("with Authorization: ***", text(line, "resultDescription"));
        assertEquals("Warning", text(line, "level"));
        assertEquals("one-pairs", text(properties, "fhirResourceId"));
        assertEquals("forged", text(properties, "log.fhirResourceId"));
        assertEquals(5, properties.path("dose").asInt());
        assertEquals("java.lang.IllegalStateException", text(properties, "exception"));
        assertTrue(text(line, "operationName").endsWith("/read"), line.toString());
        assertTrue(text(line, "recordId").endsWith(".d1"), line.toString());
        assertTrue(text(line, "uri").endsWith("/Patient/one-pairs?how=pairs"), line.toString());
    }

    @Test
    void lines_of_java_util_logging_and_log4j_are_recorded_from_the_reload_on_that_asks_for_them() throws Exception {
        configure("[AuditLogs]", "");
        Files.writeString(folder.resolve("log4j2.xml"), """
                <Configuration status="warn">
                  <Appenders>
                    <File name="file" fileName="log4j.log"><PatternLayout pattern="%logger: %msg%n"/></File>
                  </Appenders>
                  <Loggers>
                    <Logger name="app" level="info"><AppenderRef ref="file"/></Logger>
                    <Root level="warn"><AppenderRef ref="file"/></Root>
                  </Loggers>
                </Configuration>
                """);
        // Additive: what the logger hands on to the root is the same line.
        List<String> ways = List.of("app.jul", "app.log4j");
        List<String> written = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        try (RunningJvm server = OperatorsJvm.in(folder)
                .libraries("logging-log4j")
                .option("-Dlog4j2.configurationFile=log4j2.xml")
                .agent("caretrail.yaml")
                .start(LoggingServer.class)) {
            int port = port(server);
            playTogether(port, ways);
            configure("[AuditLogs, DiagnosticLogs]", "");
            Deadline.await("the reload", () -> trail().own("Reload").size() == 1);
            assertEquals(List.of(), diagnostic(), "nobody had asked for them");
            List<String> logged = playTogether(port, ways);
            assertLines(logged, ways);
            written.addAll(logged);

            configure("[AuditLogs, DiagnosticLogs]", "diagnostics: { rate: 50 }");
            Deadline.await("the second reload", () -> trail().own("Reload").size() == 2);
            // The second whose lines count may have begun under the rate before, with more lines than this one lets in.
            Deadline.await("a second in which lines are let in", () -> {
                get(port, "many", "one-many");
                asked.addAndGet(500);
                return !lines("one-many").isEmpty();
            });
            server.terminate();
        }
        long recorded = lines("one-many").size();
        long missing = trail().own("Gap").stream()
                .map(gap -> gap.path("properties"))
                .filter(properties -> text(properties, "missingCategory").equals("DiagnosticLogs"))
                .mapToLong(properties -> properties.path("missingRecords").asLong())
                .sum();
        assertTrue(recorded > 0 && missing > 0, recorded + " were let in of " + asked);
        assertEquals(asked.get(), recorded + missing);
        assertTrue(Files.readAllLines(folder.resolve("log4j.log"))
                .containsAll(written.stream()
                        .filter(line -> line.startsWith("app.log4j"))
                        .toList()));
    }

    /** What each of 16 requests at a time logs, synchronous, dispatched, and by a task of the container. */
    private List<String> playTogether(int port, List<String> ways) throws Exception {
        List<String> logged = new ArrayList<>();
        for (String how : List.of("sync", "dispatch", "start")) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int number = 0; number < TOGETHER; number++) {
                answers.add(
                        http.sendAsync(request(port, how, how + "-" + number), HttpResponse.BodyHandlers.ofString()));
            }
            for (int number = 0; number < TOGETHER; number++) {
                String id = how + "-" + number;
                assertEquals(200, answers.get(number).get().statusCode());
                List<String> texts = switch (how) {
                    case "sync" -> List.of("before ", "after ");
                    case "dispatch" -> List.of("started ", "dispatched ");
                    default -> List.of("returns ", "task ");
                };
                texts.forEach(text -> ways.forEach(way -> logged.add(way + ": " + text + id)));
            }
        }
        return logged;
    }

    /** Each once, with the correlation id of the request whose id it has in its text. */
    private void assertLines(List<String> logged, List<String> ways) throws Exception {
        Deadline.await("the lines", () -> diagnostic().size() >= logged.size());
        List<JsonNode> lines = diagnostic().stream()
                .filter(line -> !text(line, "correlationId").startsWith("one-"))
                .toList();
        assertEquals(
                logged.stream().sorted().toList(), said(lines).stream().sorted().toList());
        for (JsonNode line : lines) {
            String id = text(line, "resultDescription").replaceFirst(".* ", "");
            assertEquals(id, text(line, "correlationId"), line.toString());
            assertEquals(id, text(line.path("properties"), "fhirResourceId"), line.toString());
        }
        assertEquals(
                lines.size(),
                new TreeSet<>(lines.stream().map(line -> text(line, "recordId")).toList()).size());
        assertEquals(ways.size() * 2 * 3 * TOGETHER, lines.size());
    }

    private List<String> said(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> text(line.path("properties"), "logger") + ": " + text(line, "resultDescription"))
                .toList();
    }

    private List<JsonNode> lines(String correlationId) throws Exception {
        return diagnostic().stream()
                .filter(line -> text(line, "correlationId").equals(correlationId))
                .toList();
    }

    private List<JsonNode> diagnostic() throws Exception {
        return trail().records().stream()
                .filter(record -> text(record, "category").equals("DiagnosticLogs"))
                .toList();
    }

    private TrailFile trail() throws Exception {
        return TrailFile.read(folder.resolve("audit.ndjson"));
    }

    private static HttpRequest request(int port, String how, String id) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/Patient/" + id + "?how=" + how))
                .timeout(Duration.ofSeconds(60))
                .header("X-Request-Id", id)
                .build();
    }

    private void get(int port, String how, String id) throws Exception {
        HttpResponse<String> response = http.send(request(port, how, id), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
    }

    private int port(RunningJvm server) throws Exception {
        TestClient.of(server, folder);
        return Integer.parseInt(Files.readString(folder.resolve("port"), StandardCharsets.UTF_8));
    }

    private void configure(String categories, String rest) throws Exception {
        Path changed = Files.writeString(folder.resolve("caretrail.new"), rest + """

                settings:
                  - categories: %s
                    destinations:
                      file: { path: audit.ndjson, rollEvery: never }
                """.formatted(categories));
        Files.move(changed, folder.resolve("caretrail.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
