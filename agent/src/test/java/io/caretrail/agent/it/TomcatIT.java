package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** Every case on every Tomcat on every JDK, with the agent and without: one server start each. */
@ParameterizedClass(name = "{0} on {1}")
@MethodSource("servers")
class TomcatIT {

    @TempDir
    static Path folder;

    private static Run without;
    private static Run with;
    private static Audit audit;

    private final Tomcat tomcat;
    private final Jdk jdk;

    TomcatIT(Tomcat tomcat, Jdk jdk) {
        this.tomcat = tomcat;
        this.jdk = jdk;
    }

    static Stream<Arguments> servers() {
        List<Jdk> jdks = Jdk.wanted();
        return Tomcat.all().stream().flatMap(tomcat -> jdks.stream().map(jdk -> Arguments.of(tomcat, jdk)));
    }

    @BeforeParameterizedClassInvocation
    static void play(Tomcat tomcat, Jdk jdk) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        without = Run.play(tomcat, jdk, here.resolve("without"), Doors.NONE, Set.of());
        with = Run.play(tomcat, jdk, here.resolve("with"), Doors.AGENT, Set.of());
        audit = new Audit(with);
    }

    @Test
    void clients_see_what_each_case_is_there_to_show() {
        none(new Audit(without).unexpectedAnswers());
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
    void responses_are_byte_for_byte_those_of_a_server_without_agent() {
        none(with.answeredUnlike(without, Answer::withoutDate));
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
                () -> this + ": " + with.trail().own());
    }

    /** A second oracle, which knows nothing of us: Tomcat's own idea of what a request is. */
    @Test
    void server_logs_as_many_accesses_as_the_ledger_has_requests() {
        for (Run run : List.of(without, with)) {
            int owed = run.played().stream().mapToInt(Played::owed).sum();
            assertEquals(owed, run.accessLog().size(), () -> this + ": " + String.join("\n", run.accessLog()));
        }
    }

    @Test
    void page_says_so() throws IOException {
        String beginning = "| " + tomcat + " | " + jdk.feature() + " |";
        none(Page.HOOKED.lacking(beginning, beginning.substring(0, beginning.length() - 2) + audit.row()));
    }

    private void none(List<String> problems) {
        assertEquals(0, problems.size(), () -> this + ":\n  " + String.join("\n  ", problems));
    }

    @Override
    public String toString() {
        return tomcat + " on " + jdk;
    }
}
