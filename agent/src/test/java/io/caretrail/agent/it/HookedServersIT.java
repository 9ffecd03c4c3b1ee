package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case on every other server that the agent hooks, with the agent and without; on every JDK where that is quick. */
@ParameterizedClass(name = "{0} on {1}")
@MethodSource("servers")
class HookedServersIT {

    @TempDir
    static Path folder;

    private static Run without;
    private static Run with;
    private static Audit audit;

    private final Server server;
    private final Jdk jdk;

    HookedServersIT(Server server, Jdk jdk) {
        this.server = server;
        this.jdk = jdk;
    }

    static Stream<Arguments> servers() {
        List<Jdk> jdks = Jdk.wanted();
        List<Server> always = List.of(Jetty12.unpacked("ee10"), Jetty9.unpacked(), Undertow.unpacked());
        Stream<Server> others = Stream.concat(Servers.wanted().stream(), Servers.hookedOtherwise().stream())
                .filter(server -> !(server instanceof Tomcat) && !always.contains(server));
        return Stream.concat(
                always.stream().flatMap(server -> jdks.stream().map(jdk -> Arguments.of(server, jdk))),
                others.map(server -> Arguments.of(server, jdks.get(0))));
    }

    @BeforeParameterizedClassInvocation
    static void play(Server server, Jdk jdk) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        without = Run.play(server, jdk, here.resolve("without"), Doors.NONE, Set.of());
        with = Run.play(
                server,
                jdk,
                here.resolve("with"),
                Doors.AGENT,
                server.agentSight().withoutFinal());
        audit = new Audit(with, server.differences(), server.agentSight());
    }

    @Test
    void clients_see_what_each_case_is_there_to_show() {
        none(new Audit(without, server.differences(), Sight.WHOLE).unexpectedAnswers());
        none(audit.unexpectedAnswers());
    }

    @Test
    void every_request_leaves_one_started_and_one_final_record() {
        none(audit.missingOrDoubled());
    }

    @Test
    void nothing_is_recorded_that_nobody_asked() {
        none(audit.unasked());
    }

    @Test
    void recorded_result_is_the_one_on_the_wire() {
        none(audit.wrongResults());
    }

    @Test
    void records_say_who_asked_for_what() {
        none(audit.wrongAttributes());
    }

    @Test
    void responses_are_byte_for_byte_those_without_the_agent() {
        none(with.answeredUnlike(without, SharedByRuns::of));
    }

    @Test
    void trail_begins_with_start_and_ends_with_stop_and_tells_of_no_trouble() {
        List<String> own = with.trail().own().stream()
                .map(record -> record.path("operationName").asString(""))
                .filter(name -> !name.equals("Caretrail.Checkpoint"))
                .toList();
        assertEquals(
                List.of("Caretrail.Start", "Caretrail.Stop"),
                own,
                () -> server + ": " + with.trail().own() + with.output());
        assertFalse(with.output().contains("is left alone"), with::output);
    }

    @Test
    void page_says_so() throws IOException {
        String beginning = "| " + server + " | " + jdk.feature() + " |";
        none(Page.HOOKED.lacking(
                beginning,
                beginning.substring(0, beginning.length() - 2)
                        + new Audit(with, server.differences(), Sight.WHOLE).row()));
    }

    private void none(List<String> problems) {
        assertEquals(0, problems.size(), () -> server + " on " + jdk + ":\n  " + String.join("\n  ", problems));
    }
}
