package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What WildFly itself logs of requests that fail, through the JBoss LogManager. */
@Tag("all-servers")
class WildFlyLogsIT {

    private static final int TOGETHER = 16;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lines_stand_once_each_under_their_own_request_also_when_it_was_dispatched(boolean jakarta) throws Exception {
        Path audit = folder.resolve("audit.ndjson");
        Path configuration = Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - categories: [AuditLogs, DiagnosticLogs]
                    destinations:
                      file: { path: %s, rollEvery: never }
                """.formatted(audit));
        TreeSet<String> expected = new TreeSet<>();
        try (RunningServer server = ProbeWar.start(
                WildFly.unpacked(jakarta),
                Jdk.wanted().get(0),
                folder.resolve("base"),
                "-javaagent:" + CommandLine.agentJar() + "=" + configuration)) {
            for (String path : List.of("/probe/throw", "/probe/async/dispatch-throw")) {
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
                for (int number = 0; number < TOGETHER; number++) {
                    String id = path.substring(path.lastIndexOf('/') + 1) + "-" + number;
                    expected.add(id);
                    answers.add(http.sendAsync(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                    .timeout(Duration.ofSeconds(60))
                                    .header("X-Request-Id", id)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
                }
                for (CompletableFuture<HttpResponse<String>> answer : answers) {
                    assertEquals(500, answer.get().statusCode());
                }
            }
            assertTrue(new Trail(audit).await(2 * TOGETHER, Duration.ofSeconds(20)));
        }
        List<JsonNode> thrown = Files.readAllLines(audit).stream()
                .map(JsonMapper.shared()::readTree)
                .filter(record -> record.path("category").asString("").equals("DiagnosticLogs"))
                .filter(record -> record.path("properties")
                        .path("exception")
                        .asString("")
                        .equals("java.lang.IllegalStateException"))
                .toList();
        assertEquals(
                List.copyOf(expected),
                thrown.stream()
                        .map(line -> line.path("correlationId").asString(""))
                        .sorted()
                        .toList());
        thrown.forEach(line -> assertEquals("Error", line.path("level").asString("")));
    }
}
