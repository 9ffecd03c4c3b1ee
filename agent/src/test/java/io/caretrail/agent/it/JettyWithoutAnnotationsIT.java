package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Jetty without its annotations module calls no initializer of a jar; the filter's web-fragment.xml starts it all the same. */
class JettyWithoutAnnotationsIT {

    private static final Jdk JDK = Jdk.wanted().get(0);

    @TempDir
    Path folder;

    static Stream<Server> servers() {
        return Servers.wanted().stream().filter(server -> server instanceof Jetty9 || server instanceof Jetty12);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void jar_alone_in_the_application_records_from_start_to_stop(Server server) throws IOException {
        // Of the probe's servlets, which have annotations, none is there: the server's own sends files.
        try (RunningServer running = start(server, "path: \"BASE/trail.ndjson\"")) {
            assertEquals(200, running.get("/probe/" + ProbeWar.SHORT_FILE).status());
            assertEquals(404, running.get("/probe/nowhere").status());
        }

        Trail trail = new Trail(folder.resolve("base/trail.ndjson"));
        trail.refresh();
        assertEquals(
                List.of("Succeeded 200", "Failed 404"),
                trail.exchanges().stream().map(Recorded::told).toList());
        assertTrue(trail.exchanges().stream().allMatch(Recorded::whole));
        assertEquals(
                List.of("Caretrail.Start", "Caretrail.Stop"),
                trail.own().stream().map(JettyWithoutAnnotationsIT::operation).toList());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void wrong_configuration_stops_the_application(Server server) throws IOException {
        try (RunningServer running = start(server, "path: \"BASE/trail.ndjson\", keep: soon")) {
            assertEquals(503, running.get("/probe/" + ProbeWar.SHORT_FILE).status());
            assertTrue(running.output().contains("-Dcaretrail.onStartFailure=continue"), running::output);
        }
    }

    private RunningServer start(Server server, String file) throws IOException {
        Path base = folder.resolve("base");
        server.prepare(base);
        Path modules = base.resolve("start.ini");
        Files.write(
                modules,
                Files.readAllLines(modules).stream()
                        .filter(line -> !line.endsWith("annotations"))
                        .toList());
        Path configuration =
                Files.writeString(base.resolve("caretrail.yaml"), """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { %s }
                """.formatted(file.replace("BASE", base.toString())));
        Path war = server.place(base, "probe");
        ProbeWar.write(war, "web-plain.xml", server.jakarta());
        ProbeWar.addLibrary(war, ProbeWar.filterJar(server.jakarta()));
        return RunningServer.start(server, JDK, base, "-Dcaretrail.config=" + configuration);
    }

    private static String operation(JsonNode record) {
        return record.path("operationName").asString("");
    }
}
