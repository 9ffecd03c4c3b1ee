package io.caretrail.filter.war;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications that bring their own logging, beside the copies in the filter's jar. */
class ApplicationLoggingIT {

    @TempDir
    Path base;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(base.resolve("caretrail.yaml"), """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: trail.ndjson }
                """);
    }

    @ParameterizedTest
    @CsvSource({"slf4j-2, slf4j-api-2.", "slf4j-1, slf4j-api-1.7."})
    void applications_own_logback_has_the_correlation_id_and_caretrails_lines_and_nothing_to_complain_of(
            String libraries, String api) throws IOException, InterruptedException {
        new War(base.resolve("webapps/app")).logging(libraries);
        try (WarServer server = WarServer.start(base)) {
            assertTrue(server.get("/app/log", "one").contains(api));
            server.get("/app/log", "two");
            assertEquals(
                    List.of(
                            "INFO [one] io.caretrail.filter.war.probe.LoggingServlet: the application works",
                            "INFO [two] io.caretrail.filter.war.probe.LoggingServlet: the application works"),
                    lines(server, "the application works"));
            List<String> own = lines(server, "Caretrail: version");
            assertEquals(1, own.size(), server::output);
            assertTrue(own.get(0).startsWith("INFO [] io.caretrail: Caretrail: version"), server::output);
            assertEquals(List.of(), lines(server, "SLF4J"), "SLF4J complains of providers and bindings so");
            assertEquals(List.of(), lines(server, "logback"), "Logback's complaints name its classes");
        }
        assertEquals(
                List.of("one Started", "one Succeeded", "two Started", "two Succeeded"),
                TrailFile.requests(base.resolve("trail.ndjson")));
    }

    @Test
    void application_without_slf4j_has_the_lines_in_the_servers_log() throws IOException, InterruptedException {
        new War(base.resolve("webapps/app"));
        try (WarServer server = WarServer.start(base)) {
            server.get("/app/index.html", "one");
            assertEquals(1, lines(server, ": Caretrail: version").size(), server::output);
            assertEquals(List.of(), lines(server, "SLF4J"));
        }
        assertEquals(List.of("one Started", "one Succeeded"), TrailFile.requests(base.resolve("trail.ndjson")));
        assertEquals(List.of("Caretrail.Start", "Caretrail.Stop"), TrailFile.own(base.resolve("trail.ndjson")));
    }

    private static List<String> lines(WarServer server, String part) {
        return server.output().lines().filter(line -> line.contains(part)).toList();
    }
}
