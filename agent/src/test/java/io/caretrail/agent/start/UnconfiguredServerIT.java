package io.caretrail.agent.start;

import static io.caretrail.agent.start.TrailFile.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.start.OperatorsJvm.Ended;
import io.caretrail.agent.start.OperatorsJvm.RunningJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The agent without configuration: records on standard output, and nothing else that anyone notices. */
class UnconfiguredServerIT {

    /** Would leave a file if any Logback read it. */
    private static final String APPLICATIONS_LOGBACK = """
            <configuration>
              <appender name="TRAP" class="ch.qos.logback.core.FileAppender">
                <file>read-by-logback</file>
                <encoder><pattern>%msg%n</pattern></encoder>
              </appender>
              <root level="DEBUG"><appender-ref ref="TRAP"/></root>
            </configuration>
            """;

    @TempDir
    private Path folder;

    static List<Path> jdks() throws IOException {
        return Jdks.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void records_go_to_stdout_and_the_application_sees_nothing_of_ours(Path jdk) throws Exception {
        Files.writeString(folder.resolve("logback.xml"), APPLICATIONS_LOGBACK);
        OperatorsJvm jvm = OperatorsJvm.in(folder, jdk)
                .option("-Dlogback.configurationFile=logback.xml")
                .option("-Dlogback.statusListenerClass=stdout")
                .option("-Dlogback.ContextSelector=of.the.application.Selector")
                .option("-Dslf4j.provider=of.the.application.Provider")
                .agent();

        try (RunningJvm server = jvm.start(TinyServer.class)) {
            TestClient client = TestClient.of(server, folder);
            for (String name : List.of(
                    "io.caretrail.core.Caretrail",
                    "io.caretrail.agent.start.AgentStart",
                    "org.slf4j.Logger",
                    "ch.qos.logback.classic.Logger",
                    "net.bytebuddy.ByteBuddy",
                    "tools.jackson.databind.ObjectMapper",
                    "picocli.CommandLine")) {
                assertEquals("not seen", client.get("/Patient/1?class=" + name).body(), name);
            }
            Ended ended = server.terminate();

            assertTheTrail(TrailFile.of(ended.output()), server.process().pid());
            assertOnlyOurLines(ended.errors());
            assertFalse(Files.exists(folder.resolve("read-by-logback")), "the application's Logback file was read");
        }
    }

    private static void assertTheTrail(TrailFile trail, long process) {
        assertEquals(16, trail.records().size());
        assertEquals(14, trail.about("/Patient/1").size());
        assertEquals(16, trail.recordIds().size());
        assertEquals("Caretrail.Start", trail.operationNames().get(0));
        assertEquals("Caretrail.Stop", trail.operationNames().get(15));
        JsonNode start = trail.records().get(0);
        JsonNode stop = trail.records().get(15);
        for (JsonNode own : List.of(start, stop)) {
            JsonNode properties = own.path("properties");
            assertEquals("[\"Tomcat\"]", properties.path("hooks").toString());
            assertEquals(process, properties.path("process").asLong());
            assertEquals(text(own, "location"), text(properties, "host"));
            assertFalse(text(properties, "version").isEmpty());
            assertTrue(text(properties, "configurationHash").matches("[0-9a-f]{64}"));
        }
        assertEquals(
                text(start.path("properties"), "configurationHash"),
                text(stop.path("properties"), "configurationHash"));
    }

    private static void assertOnlyOurLines(String errors) {
        List<String> lines = errors.lines().toList();
        assertEquals(3, lines.size(), errors);
        assertTrue(
                lines.get(0)
                        .matches("\\S+Z WARN  Caretrail: state is not set and there is no file destination to put it"
                                + " beside: \\S+ is used, which may be emptied when the machine restarts; set state"
                                + " to a folder that stays"),
                errors);
        assertTrue(
                lines.get(1)
                        .matches("\\S+Z INFO  Caretrail: version \\S+ \\(agent\\), configuration built in,"
                                + " hash [0-9a-f]{12}; \\[AuditLogs] to stdout"),
                errors);
        assertTrue(
                lines.get(2)
                        .matches("\\S+Z INFO  Caretrail: Tomcat found: its requests are audited"
                                + " \\(first hook in org\\.apache\\.catalina\\.connector\\.CoyoteAdapter\\)"),
                errors);
    }
}
