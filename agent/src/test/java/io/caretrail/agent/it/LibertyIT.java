package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What only Open Liberty does of its own accord: HTTP/2 on its port, by prior knowledge and by upgrade; and its log. */
@Tag("all-servers")
class LibertyIT {

    private static final int VISITS = 50;
    private static final List<String> UPGRADED = List.of(
            "/probe/ok", "/probe/missing", "/nobody/home", "/probe/async/complete", "/probe/throw-after-commit");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static Trail trail;
    private static Path lines;
    private static final List<String> EXPECTED = new ArrayList<>();

    @BeforeAll
    static void play() throws Exception {
        Path audit = folder.resolve("audit.ndjson");
        lines = folder.resolve("lines.ndjson");
        Path configuration = Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - categories: [AuditLogs]
                    destinations:
                      file: { path: %s, rollEvery: never }
                  - categories: [DiagnosticLogs]
                    destinations:
                      file: { path: %s, rollEvery: never }
                """.formatted(audit, lines));
        trail = new Trail(audit);
        try (RunningServer server = ProbeWar.start(
                OpenLiberty.unpacked("6.0"),
                Jdk.wanted().get(0),
                folder.resolve("base"),
                "-javaagent:" + CommandLine.agentJar() + "=" + configuration)) {
            visit(server.port(), "ok", "Succeeded 200");
            visit(server.port(), "throw", "Failed 500 java.lang.IllegalStateException");
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            for (String path : UPGRADED) {
                // The first is upgraded, and what it asked is the first stream.
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .timeout(Duration.ofSeconds(60))
                                .header("X-Request-Id", path)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals(HttpClient.Version.HTTP_2, answer.version(), path);
                String thrown = path.endsWith("/throw-after-commit") ? " java.lang.IllegalStateException" : "";
                EXPECTED.add(path + " " + (answer.statusCode() < 400 && thrown.isEmpty() ? "Succeeded " : "Failed ")
                        + answer.statusCode() + thrown);
            }
            assertTrue(trail.await(EXPECTED.size(), PATIENCE), () -> "exchanges: " + trail.exchanges());
        }
        trail.refresh();
    }

    private static void visit(int port, String path, String told) throws IOException {
        for (int i = 0; i < VISITS; i++) {
            String id = path + "-" + i;
            assertEquals(told.contains("200") ? 200 : 500, Http2Conversation.get(port, "/probe/" + path, id));
            EXPECTED.add(id + " " + told);
        }
    }

    @Test
    void each_request_of_http2_leaves_two_records_and_its_connection_and_the_upgrade_none() {
        assertEquals(
                EXPECTED.stream().sorted().toList(),
                trail.exchanges().stream()
                        .filter(Recorded::whole)
                        .map(exchange -> exchange.correlationId() + " " + exchange.told())
                        .sorted()
                        .toList());
        assertEquals(EXPECTED.size(), trail.exchanges().size());
    }

    @Test
    void line_that_is_logged_in_a_request_stands_under_it() throws IOException {
        assertEquals("ok-0", correlationOf("PlainServlet]: Initialization successful."));
        assertEquals("/probe/async/complete", correlationOf("AsyncServlet]: Initialization successful."));
    }

    private static String correlationOf(String message) throws IOException {
        List<JsonNode> said = Files.readAllLines(lines).stream()
                .map(JsonMapper.shared()::readTree)
                .filter(record -> record.path("resultDescription").asString("").endsWith(message))
                .toList();
        assertEquals(1, said.size(), said::toString);
        return said.get(0).path("correlationId").asString("");
    }
}
