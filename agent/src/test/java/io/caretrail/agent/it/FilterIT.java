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

/** Every case on every server with only the filter's jar in the wars: what the servlet API lets one see, and what not. */
@ParameterizedClass(name = "{0} on {1}")
@MethodSource("servers")
class FilterIT {

    @TempDir
    static Path folder;

    private static Run without;
    private static Run with;
    private static Audit audit;

    private final Server server;
    private final Jdk jdk;

    FilterIT(Server server, Jdk jdk) {
        this.server = server;
        this.jdk = jdk;
    }

    /** Each on the oldest Java, and one of those that take long on the newest, too. */
    static Stream<Arguments> servers() {
        List<Jdk> jdks = Jdk.wanted();
        Jdk oldest = jdks.get(0);
        Jdk newest = jdks.get(jdks.size() - 1);
        return Stream.concat(
                Servers.wanted().stream().map(server -> Arguments.of(server, oldest)),
                Servers.wanted().stream()
                        .filter(server -> server instanceof WildFly && server.jakarta() && !newest.equals(oldest))
                        .map(server -> Arguments.of(server, newest)));
    }

    @BeforeParameterizedClassInvocation
    static void play(Server server, Jdk jdk) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        without = Run.play(server, jdk, here.resolve("without"), Doors.NONE, Set.of());
        with = Run.play(
                server,
                jdk,
                here.resolve("with"),
                Doors.FILTER,
                server.filterSight().withoutFinal());
        audit = new Audit(with, server.differences(), server.filterSight());
    }

    @Test
    void clients_see_what_each_case_is_there_to_show() {
        none(new Audit(without, server.differences(), Sight.WHOLE).unexpectedAnswers());
        none(audit.unexpectedAnswers());
    }

    @Test
    void every_request_leaves_one_started_and_one_final_record_or_is_known_to_be_unseen() {
        none(audit.missingOrDoubled());
    }

    @Test
    void page_says_what_the_filter_sees() throws IOException {
        none(new FilterPage(server, new Audit(with, server.differences(), Sight.WHOLE)).lacking());
    }

    @Test
    void nothing_is_recorded_that_nobody_asked() {
        none(audit.unasked());
    }

    @Test
    void recorded_result_is_the_one_on_the_wire_or_known_to_be_told_otherwise() {
        none(audit.wrongResults());
    }

    @Test
    void records_say_who_asked_for_what() {
        none(audit.wrongAttributes());
    }

    @Test
    void responses_are_byte_for_byte_those_without_the_filter() {
        none(with.answeredUnlike(without, SharedByRuns::of));
    }

    @Test
    void both_trails_begin_with_start_and_end_with_stop_and_tell_of_no_trouble() {
        assertEquals(
                List.of("Caretrail.Start", "Caretrail.Stop", "Caretrail.Start", "Caretrail.Stop"),
                with.trail().own().stream()
                        .map(record -> record.path("operationName").asString(""))
                        .toList());
        assertFalse(with.output().contains("an error of Caretrail's own"), with::output);
    }

    private void none(List<String> problems) {
        assertEquals(0, problems.size(), () -> server + " on " + jdk + ":\n  " + String.join("\n  ", problems));
    }
}
