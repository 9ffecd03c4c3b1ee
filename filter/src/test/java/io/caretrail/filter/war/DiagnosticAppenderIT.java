package io.caretrail.filter.war;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The appender in the Logback of a web application that has the filter's jar. */
class DiagnosticAppenderIT {

    private static final int TOGETHER = 16;

    @TempDir
    Path base;

    private void configure(String categories) throws IOException {
        Files.writeString(base.resolve("caretrail.yaml"), """
                settings:
                  - categories: %s
                    destinations:
                      file: { path: trail.ndjson }
                """.formatted(categories));
    }

    @ParameterizedTest
    @ValueSource(strings = {"slf4j-2", "slf4j-1"})
    void lines_have_the_correlation_id_of_their_request_also_when_it_is_dispatched(String libraries) throws Exception {
        configure("[AuditLogs, DiagnosticLogs]");
        new War(base.resolve("webapps/app")).logging(libraries).diagnostic();
        List<String> expected = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(TOGETHER);
        try (WarServer server = WarServer.start(base)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int number = 0; number < TOGETHER; number++) {
                String id = "id-" + number;
                boolean async = number % 2 == 0;
                answers.add(clients.submit(() -> server.get("/app/lines" + (async ? "?async" : ""), id)));
                expected.addAll(List.of("REQUEST " + id, "INCLUDE " + id, "behind " + id));
                if (async) {
                    expected.add("ASYNC " + id);
                }
            }
            for (Future<String> answer : answers) {
                answer.get();
            }
        } finally {
            clients.shutdown();
        }
        List<JsonNode> lines = diagnostic();
        assertEquals(
                expected.stream().sorted().toList(),
                lines.stream()
                        .map(line -> line.path("resultDescription").asString(""))
                        .sorted()
                        .toList());
        for (JsonNode line : lines) {
            String id = line.path("resultDescription").asString("").replaceFirst(".* ", "");
            assertEquals(id, line.path("correlationId").asString(""), line.toString());
            assertEquals(
                    "io.caretrail.filter.war.probe.LineServlet",
                    line.path("properties").path("logger").asString(""));
        }
    }

    @Test
    void appender_does_nothing_where_nobody_asks_for_its_lines() throws Exception {
        configure("[AuditLogs]");
        new War(base.resolve("webapps/app")).logging("slf4j-2").diagnostic();
        try (WarServer server = WarServer.start(base)) {
            server.get("/app/lines", "one");
        }
        assertEquals(List.of(), diagnostic());
        assertEquals(List.of("one Started", "one Succeeded"), TrailFile.requests(base.resolve("trail.ndjson")));
    }

    private List<JsonNode> diagnostic() {
        return TrailFile.records(base.resolve("trail.ndjson")).stream()
                .filter(record -> record.path("category").asString("").equals("DiagnosticLogs"))
                .toList();
    }
}
