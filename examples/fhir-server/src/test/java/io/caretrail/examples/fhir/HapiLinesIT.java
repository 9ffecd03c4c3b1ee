package io.caretrail.examples.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caretrail.examples.story.AuditedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HAPI itself logs, by Logback, of the requests that it refuses, under the agent. */
class HapiLinesIT {

    private static final int TOGETHER = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void a_line_of_each_refused_request_stands_under_its_own() throws Exception {
        // In front of the example's own, which keeps quiet about them.
        Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%logger: %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="console"/></root>
                </configuration>
                """);
        TreeSet<String> asked = new TreeSet<>();
        try (AuditedServer server = start()) {
            HttpClient http = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int number = 0; number < TOGETHER; number++) {
                String id = "nobody-" + number;
                asked.add(id);
                answers.add(http.sendAsync(read(server.url(), id), HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals(404, answer.get().statusCode());
            }
        }

        List<JsonNode> lines = lines();
        assertEquals(
                List.copyOf(asked),
                lines.stream().map(line -> text(line, "correlationId")).sorted().toList());
        for (JsonNode line : lines) {
            String id = text(line, "correlationId");
            assertTrue(text(line, "resultDescription").matches(".*\\b" + id + "\\b(?s:.*)"), line.toString());
            assertEquals(id, text(line.path("properties"), "fhirResourceId"));
            assertTrue(text(line, "operationName").endsWith("/read"), line.toString());
            assertEquals("nurse", text(line.path("identity"), "user"));
        }
    }

    private AuditedServer start() throws IOException, InterruptedException {
        Path module = Path.of("").toAbsolutePath();
        return AuditedServer.start(
                folder,
                module.resolve("../../agent/target/caretrail-agent.jar"),
                """
                settings:
                  - categories: [AuditLogs, DiagnosticLogs]
                    destinations:
                      file: { path: %s/audit.ndjson, rollEvery: never }
                """.formatted(folder),
                List.of(),
                folder + ":" + module.resolve("target/fhir-server.jar"),
                ClinicServer.class.getName());
    }

    private static HttpRequest read(String url, String id) {
        String login = Base64.getEncoder().encodeToString("nurse:florence".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(url + "/Patient/" + id))
                .timeout(PATIENCE)
                .header("X-Request-Id", id)
                .header("Authorization", "Basic " + login)
                .build();
    }

    private List<JsonNode> lines() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String record : Files.readAllLines(folder.resolve("audit.ndjson"))) {
            JsonNode line = json.readTree(record);
            if (text(line, "category").equals("DiagnosticLogs")
                    && text(line.path("properties"), "logger").startsWith("ca.uhn.fhir.rest.server")) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }
}
