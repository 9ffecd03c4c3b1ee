package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.seal.Verdict;
import io.caretrail.core.seal.Verification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A trail of rows, sealed, with a collector that gets rows too. */
class LogAnalyticsTrailTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path rows;
    private Path received;
    private HttpServer collector;

    @BeforeEach
    void collect() throws IOException {
        rows = folder.resolve("trail").resolve("rows.ndjson");
        received = Files.createFile(folder.resolve("received.ndjson"));
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            Files.write(received, exchange.getRequestBody().readAllBytes(), StandardOpenOption.APPEND);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private void run(int exchanges) throws Exception {
        Path yaml = Files.writeString(folder.resolve("caretrail.yaml"), """
            settings:
              - name: rows
                destinations:
                  file: { path: %s, schema: log-analytics }
                  http: { url: "http://127.0.0.1:%d/", schema: log-analytics }
            state: %s
            """.formatted(
                        rows, collector.getAddress().getPort(), folder.resolve("state")));
        Caretrail caretrail = AuditedProcess.start(yaml.toString());
        for (int i = 0; i < exchanges; i++) {
            caretrail
                    .begin(SentRequest.from("192.0.2.7").asking("GET", "/fhir/Patient/" + i, null))
                    .complete(new AuditedProcess.Answered(200));
        }
        caretrail.stop();
    }

    private Verdict verify(List<Path> against) throws IOException {
        return Verification.of(List.of(rows.getParent()), List.of(), against);
    }

    @Test
    void trail_of_rows_is_sealed_as_it_is_written() throws Exception {
        run(20);
        Verdict verdict = verify(List.of());
        assertTrue(verdict.isIntact(), verdict::toString);
        // Start and Stop, and two of each exchange.
        assertEquals(42, verdict.trails().get(0).records());
        List<String> lines = Files.readAllLines(rows);
        lines.set(
                10,
                lines.get(10)
                        .replace("\"StatusCode\":200", "\"StatusCode\":403")
                        .replace("Started", "Succeeded"));
        Files.write(rows, lines);
        Verdict altered = verify(List.of());
        assertFalse(altered.isIntact());
        assertEquals(11, altered.first().line(), altered::toString);
    }

    @Test
    void checkpoint_that_was_received_as_a_row_shows_an_end_cut_off() throws Exception {
        run(5);
        List<String> checkpoints = Files.readAllLines(received).stream()
                .filter(line -> line.contains("Caretrail.Checkpoint"))
                .toList();
        assertFalse(checkpoints.isEmpty(), () -> "no checkpoint was received");
        JsonNode row = JSON.readTree(checkpoints.get(0));
        assertTrue(JSON.readTree(row.get("Properties").stringValue()).has("signature"), row::toString);
        assertTrue(verify(List.of(received)).isIntact());

        Path seal = rows.resolveSibling("rows.ndjson.seal");
        List<String> seals = Files.readAllLines(seal);
        Files.writeString(seal, String.join("\n", seals.subList(0, 2)) + "\n");
        Files.writeString(rows, "");
        assertTrue(verify(List.of()).isIntact(), () -> "the end is missing with its seals");
        assertFalse(verify(List.of(received)).isIntact());
    }

    @Test
    void gap_is_a_row_that_counts() throws Exception {
        Path yaml = Files.writeString(folder.resolve("caretrail.yaml"), """
            settings:
              - destinations:
                  file: { path: %s, schema: log-analytics }
            state: %s
            """.formatted(rows, folder.resolve("state")));
        Caretrail caretrail = AuditedProcess.start(yaml.toString());
        caretrail.missed(1, 3, "a hook failed");
        caretrail.stop();
        JsonNode gap = Files.readAllLines(rows).stream()
                .map(JSON::readTree)
                .filter(row -> row.get("OperationName").stringValue().equals("Caretrail.Gap"))
                .findFirst()
                .orElseThrow();
        assertEquals("Failed", gap.get("ResultType").stringValue());
        assertEquals(
                "{\"missingRecords\":3,\"reason\":\"a hook failed\"}",
                gap.get("Properties").stringValue());
    }
}
