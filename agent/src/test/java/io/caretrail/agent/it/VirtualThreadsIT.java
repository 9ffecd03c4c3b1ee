package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case, 16 connections at once among them, where each request has a virtual thread, on the newest JDK. */
@Tag("all-servers")
@ParameterizedClass(name = "{0} on {1}", allowZeroInvocations = true)
@MethodSource("servers")
class VirtualThreadsIT {

    /** The first Java that has them. */
    private static final int FIRST = 21;

    @TempDir
    static Path folder;

    private static String thread;
    private static Audit audit;

    private final Server server;

    VirtualThreadsIT(Server server, Jdk jdk) {
        this.server = server;
    }

    /** None where no JDK is asked for that has them. */
    static Stream<Arguments> servers() {
        Optional<Jdk> jdk =
                Jdk.wanted().stream().filter(each -> each.feature() >= FIRST).findFirst();
        return jdk.stream()
                .flatMap(each -> Stream.concat(
                                Tomcat.all().stream().filter(Tomcat::jakarta), Stream.of(Jetty12.unpacked("ee10")))
                        .map(server -> Arguments.of(new VirtualThreads(server), each)));
    }

    @BeforeParameterizedClassInvocation
    static void play(Server server, Jdk jdk) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Path plain = Files.createDirectories(here.resolve("plain"));
        try (RunningServer running = ProbeWar.start(server, jdk, plain, "")) {
            thread = running.get("/probe/thread").raw();
        }
        Run run = Run.play(
                server,
                jdk,
                here.resolve("with"),
                Doors.AGENT,
                server.agentSight().withoutFinal());
        audit = new Audit(run, server.differences(), server.agentSight());
    }

    @Test
    void requests_have_virtual_threads() {
        assertTrue(thread.contains("VirtualThread["), () -> server + ": " + thread);
    }

    @Test
    void every_request_leaves_one_started_and_one_final_record_and_nothing_else_does() {
        none(audit.missingOrDoubled());
        none(audit.unasked());
    }

    @Test
    void records_say_who_asked_for_what_and_what_came_of_it() {
        none(audit.unexpectedAnswers());
        none(audit.wrongResults());
        none(audit.wrongAttributes());
    }

    private void none(List<String> problems) {
        assertEquals(0, problems.size(), () -> server + ":\n  " + String.join("\n  ", problems));
    }
}
