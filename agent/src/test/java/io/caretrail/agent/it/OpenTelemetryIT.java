package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caretrail's agent behind OpenTelemetry's, as a server that is traced already gets it; more in {@link OtherAgentsIT}. */
class OpenTelemetryIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    Path folder;

    @Test
    void every_request_is_recorded_once() throws IOException {
        Run together = OtherAgent.openTelemetry().withCaretrail(folder, true);

        assertEquals("", String.join("\n", OtherAgent.recorded(together)));
        assertTrue(together.output().contains("opentelemetry-javaagent - version"), together::output);
    }

    @Test
    void correlation_id_is_the_id_of_the_trace() throws IOException {
        Trail trail = new Trail(folder.resolve("audit.ndjson"));
        Path configuration = Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s", rollEvery: never }
                state: "%s"
                """.formatted(
                        folder.resolve("audit.ndjson"), folder.resolve("state")));
        String caretrail = "-javaagent:" + CommandLine.agentJar() + "=" + configuration;
        try (RunningServer server = ProbeWar.start(
                OtherAgent.tomcat(),
                Jdk.wanted().get(0),
                folder.resolve("base"),
                OtherAgent.openTelemetry().together(true, caretrail))) {
            try (Conversation conversation = new Conversation(server.port())) {
                Ask ask = Ask.of("traced", "GET", "/probe/ok", "traceparent: 00-" + TRACE + "-b7ad6b7169203331-01");
                assertEquals(200, conversation.ask(ask).status());
            }
            assertTrue(trail.await(1, Duration.ofSeconds(10)));
            // What OpenTelemetry itself makes of it, a batch of spans later.
            server.await(TRACE);
        }
        assertEquals(TRACE, trail.exchanges().get(0).correlationId());
    }
}
