package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A required destination that cannot be written: requests get a 503 and the application does not see them, at every door.
 * The agent's is the container's own entry.
 */
class RefusedRequestIT {

    private static final Jdk JDK = Jdk.wanted().get(0);
    private static final int ATTEMPTS = 1000;

    @TempDir
    Path folder;

    /** One of the Tomcats stands for all where they do the same: the filter is above their differences. */
    static Stream<Arguments> doors() {
        List<Server> tomcats = List.copyOf(Tomcat.all());
        List<Server> others = Servers.wanted().stream()
                .filter(server -> !(server instanceof Tomcat))
                .toList();
        return Stream.of(
                        tomcats.stream().map(server -> Arguments.of(server, Doors.AGENT)),
                        Stream.of(Jetty12.unpacked("ee10"), Jetty9.unpacked(), Undertow.unpacked())
                                .map(server -> Arguments.of(server, Doors.AGENT)),
                        others.stream()
                                .filter(server -> server instanceof OpenLiberty || server instanceof GlassFish)
                                .map(server -> Arguments.of(server, Doors.AGENT)),
                        tomcats.stream().limit(1).map(server -> Arguments.of(server, Doors.FILTER)),
                        others.stream().map(server -> Arguments.of(server, Doors.FILTER)))
                .flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("doors")
    void request_gets_503_while_the_required_file_cannot_be_written(Server server, Doors doors) throws IOException {
        try (RunningServer running = start(server, doors)) {
            // The first ones are in the hand-off before anybody knows that the file is full.
            Answer refused = awaitRefusal(running);
            assertTrue(refused.raw().contains("\r\nRetry-After: 1\r\n"), refused::raw);
            if (doors.agent()) {
                assertTrue(refused.raw().endsWith("\r\n\r\n"), refused::raw);
            }
            assertEquals(404, running.get("/probe/exempt/health").status());

            Path arrived = folder.resolve("arrived");
            assertEquals(503, running.get("/probe/wait?arrived=" + arrived).status());
            assertFalse(Files.exists(arrived), "the application has seen a refused request");
            assertFalse(refused.raw().contains("X-Probe"), "a filter of the application has seen a refused request");
        }
    }

    private RunningServer start(Server server, Doors doors) throws IOException {
        Path configuration =
                Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - name: full
                    destinations:
                      file: { path: /dev/full, required: true }
                required: { wait: 10ms, exempt: [/probe/exempt/**] }
                state: %s
                """.formatted(folder.resolve("state")));
        Path base = folder.resolve("base");
        server.prepare(base);
        Path war = server.place(base, "probe");
        ProbeWar.write(war, "web-with-error-pages.xml", server.jakarta());
        if (doors.filter()) {
            ProbeWar.addLibrary(war, ProbeWar.filterJar(server.jakarta()));
        }
        String named = "-Dcaretrail.config=" + configuration;
        String agent = "-javaagent:"
                + Path.of(Unpacked.property("caretrail.agent.jar")).toAbsolutePath() + " ";
        return RunningServer.start(server, JDK, base, doors.agent() ? agent + named : named);
    }

    private static Answer awaitRefusal(RunningServer running) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Answer answer = running.get("/probe/ok");
            if (answer.status() == 503) {
                return answer;
            }
            assertEquals(200, answer.status());
            RunningServer.pause();
        }
        throw new AssertionError(running.output());
    }
}
