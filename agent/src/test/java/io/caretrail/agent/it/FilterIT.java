package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case on every Tomcat with only the filter's jar in the wars: what the servlet API lets one see, and what not. */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
class FilterIT {

    /** Tomcat answers these before it has found an application. */
    private static final Set<String> OF_NO_APPLICATION =
            Set.of("context-redirect", "no-context", "no-root", "options-star", "expect-unknown", "pipelined-garbage");

    /** Where the trail knows less than the client: the end came after the last that the application is told. */
    private static final Set<String> TOLD_LESS = Set.of(
            // The response could not be sent: its head is too large for Tomcat.
            "large-header",
            // The connection is closed without an answer; recorded is the status that Tomcat had set.
            "async-throw-without-page",
            // What throws after startAsync ends as it throws; the application's own listener answers after that.
            "async-error-answered-without-page",
            // The servlet has finished before Tomcat notices that nobody listens.
            "abort-before-answer",
            // An asynchronous client abort comes as a plain IOException.
            "abort-async-download",
            "abort-async-listened",
            "abort-write-listener");

    private static final Pattern FRAME =
            Pattern.compile("\tio\\.caretrail\\.filter\\.AuditFilter\\.doFilter\\(AuditFilter\\.java:\\d+\\)\r?\n");
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    @TempDir
    static Path folder;

    private static Run without;
    private static Run with;
    private static Audit audit;

    private final TomcatVersion server;

    FilterIT(TomcatVersion tomcat) {
        server = tomcat;
    }

    static List<TomcatVersion> servers() {
        return TomcatVersion.all();
    }

    @BeforeParameterizedClassInvocation
    static void play(TomcatVersion tomcat) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Jdk jdk = Jdk.wanted().get(0);
        without = Run.withoutAgent(tomcat, jdk, here.resolve("without"));
        with = FilterRun.play(tomcat, jdk, here.resolve("with"), "");
        audit = new Audit(with);
    }

    @Test
    void clients_see_what_each_case_is_there_to_show() {
        assertEquals(List.of(), audit.unexpectedAnswers());
    }

    @Test
    void every_request_that_reaches_an_application_leaves_one_started_and_one_final_record() {
        Set<String> unseen = new TreeSet<>(OF_NO_APPLICATION);
        RefusedCases.all().stream().map(Case::name).forEach(unseen::add);
        Set<String> missing = cases(audit.missingOrDoubled());

        assertEquals(Set.of(), minus(missing, unseen), () -> server + ": " + audit.missingOrDoubled());
    }

    @Test
    void what_the_server_answers_before_any_application_leaves_no_record() {
        Set<String> missing = cases(audit.missingOrDoubled());

        assertEquals(Set.of(), minus(OF_NO_APPLICATION, missing), server.toString());
    }

    @Test
    void nothing_is_recorded_that_nobody_asked() {
        assertEquals(List.of(), audit.unasked());
    }

    @Test
    void recorded_result_is_the_one_on_the_wire() {
        Set<String> wrong = minus(cases(audit.wrongResults()), TOLD_LESS);

        assertEquals(Set.of(), wrong, () -> server + ": " + firstLines(audit.wrongResults()));
    }

    @Test
    void records_say_who_asked_for_what() {
        // A login and a logout by the servlet itself: there is nobody before, and nobody after.
        Set<String> wrong = minus(cases(audit.wrongAttributes()), Set.of("login-and-logout"));

        assertEquals(Set.of(), wrong, () -> server + ": " + firstLines(audit.wrongAttributes()));
    }

    @Test
    void responses_are_byte_for_byte_those_without_the_filter() {
        Map<String, String> plain = new HashMap<>();
        turns(without).forEach(turn -> plain.put(turn.ask().id(), turn.answer().withoutDate()));
        List<String> problems = new ArrayList<>();
        turns(with).forEach(turn -> {
            String answer = withoutOurFrame(turn.answer().withoutDate());
            if (!answer.equals(plain.get(turn.ask().id()))) {
                problems.add(turn + ": without filter\n" + plain.get(turn.ask().id()) + "\n  with filter\n" + answer);
            }
        });
        assertEquals(List.of(), problems);
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

    private static List<String> firstLines(List<String> problems) {
        return problems.stream()
                .map(problem -> problem.lines().findFirst().orElse(""))
                .toList();
    }

    /** A filter is on the stack, and Tomcat's own error page shows the stack of an exception: the one thing that differs. */
    private static String withoutOurFrame(String raw) {
        String without = FRAME.matcher(raw).replaceAll("");
        return without.equals(raw)
                ? raw
                : LENGTH.matcher(without)
                        .replaceFirst(match -> "Content-Length: "
                                + (Integer.parseInt(match.group(1)) - (raw.length() - without.length())));
    }

    private static Stream<Turn> turns(Run run) {
        return run.played().stream().flatMap(played -> played.turns().stream());
    }

    /** Each problem begins with the name of its case. */
    private static Set<String> cases(List<String> problems) {
        return problems.stream()
                .map(problem -> problem.substring(0, problem.indexOf(" (")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> minus(Set<String> all, Set<String> without) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }
}
