package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case on every server with the agent and the filter in one JVM: the agent records, as if it were alone. */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
class BothDoorsIT {

    @TempDir
    static Path folder;

    private static Run run;
    private static Audit audit;

    private final Server server;

    BothDoorsIT(Server each) {
        server = each;
    }

    static List<Server> servers() {
        return Servers.wanted();
    }

    @BeforeParameterizedClassInvocation
    static void play(Server server) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Sight sight = server.agentSight();
        run = Run.play(server, Jdk.wanted().get(0), here.resolve("both"), Doors.BOTH, sight.withoutFinal());
        audit = new Audit(run, server.differences(), server.agentSight());
    }

    @Test
    void no_request_is_recorded_twice() {
        none(audit.doubled());
    }

    @Test
    void each_request_is_recorded_as_with_the_agent_alone() {
        none(audit.missingOrDoubled());
        none(audit.wrongResults());
        none(audit.wrongAttributes());
        none(audit.unasked());
    }

    @Test
    void filter_of_each_application_says_that_it_stands_down() {
        assertEquals(
                Run.APPLICATIONS.size(),
                run.output().split("the agent is in this JVM and records; the filter stands down", -1).length - 1,
                run::output);
    }

    private void none(List<String> problems) {
        assertEquals(0, problems.size(), () -> server + ":\n  " + String.join("\n  ", problems));
    }
}
