package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Laws 5 and 3: with hooks that throw at every call, the server answers as without the agent, and the trail says so. */
class HookFailureIT {

    private static final Tomcat TOMCAT = Tomcat.all().stream()
            .filter(tomcat -> tomcat.version().startsWith("10."))
            .findFirst()
            .orElseThrow();
    private static final Jdk JDK = Jdk.wanted().get(0);

    @TempDir
    static Path folder;

    private static Run plain;

    @BeforeAll
    static void play_without_the_agent() throws IOException {
        plain = play(Doors.NONE, Set.of(), "%s");
    }

    @Test
    void no_answer_changes_when_every_hook_throws_an_exception() throws IOException {
        Run run = broken("all");

        assertNothingChanged(run);
        assertEquals(List.of(), run.trail().exchanges());
        assertTold(run, "tomcatService", "tomcatCommits", "tomcatRecycles");
    }

    @Test
    void no_answer_changes_when_every_hook_throws_an_error() throws IOException {
        Run run = broken("all:java.lang.StackOverflowError");

        assertNothingChanged(run);
        assertEquals(List.of(), run.trail().exchanges());
        assertTold(run, "tomcatService", "tomcatCommits", "tomcatRecycles");
    }

    @Test
    void no_answer_changes_when_no_exchange_can_begin() throws IOException {
        Run run = broken("begin:java.lang.OutOfMemoryError");

        assertNothingChanged(run);
        assertEquals(List.of(), run.trail().exchanges());
        assertTold(run, "tomcatService", "tomcatLog");
    }

    @Test
    void no_answer_changes_when_no_exchange_can_end() throws IOException {
        Run run = broken("end:java.lang.LinkageError");

        assertNothingChanged(run);
        // Open for ever: the next start closes them as "process ended".
        List<Recorded> exchanges = run.trail().exchanges();
        assertEquals(owed(run), exchanges.size());
        for (Recorded exchange : exchanges) {
            assertEquals(1, exchange.records().size(), exchange::toString);
            assertEquals("Started", exchange.started().path("resultType").asString(""));
        }
        assertEquals(0, run.trail().missing());
        assertTrue(
                run.trail().reasons().contains("tomcatServed"),
                () -> run.trail().reasons());
    }

    /** Two records for each request, at least: one that is refused after all can try to begin twice. */
    private static void assertTold(Run run, String... hooks) {
        long owed = 2L * owed(run);
        assertTrue(run.trail().missing() >= owed, () -> run.trail().missing() + " told, " + owed + " owed");
        for (String hook : hooks) {
            assertTrue(
                    run.trail().reasons().contains(hook + " "),
                    () -> hook + " is not in " + run.trail().reasons());
        }
        List<JsonNode> own = run.trail().own();
        assertEquals("Caretrail.Start", own.get(0).path("operationName").asString(""));
        assertEquals(
                "Caretrail.Stop", own.get(own.size() - 1).path("operationName").asString(""));
    }

    private static void assertNothingChanged(Run run) {
        assertEquals(plain.asked(), run.asked());
        assertEquals("", String.join("\n  ", run.answeredUnlike(plain, Answer::withoutDate)));
        // Not a flood: each hook is reported once, whatever the number of requests.
        assertTrue(run.output().contains("A SWITCH FOR TESTS IS SET"), run::output);
        long reports = run.output()
                .lines()
                .filter(line -> line.contains("the application has not noticed"))
                .count();
        assertTrue(reports >= 1 && reports <= 12, () -> reports + " reports in\n" + run.output());
    }

    private static int owed(Run run) {
        return run.played().stream().mapToInt(Played::owed).sum();
    }

    /** Nobody waits for records that do not come. */
    private static Run broken(String hooks) throws IOException {
        return play(Doors.AGENT, plain.asked(), "%s -Dcaretrail.test.hookFailure=" + hooks);
    }

    private static Run play(Doors doors, Set<String> withoutFinal, String options) throws IOException {
        return Run.play(
                TOMCAT, JDK, Files.createTempDirectory(folder, "run").resolve("it"), doors, withoutFinal, options);
    }
}
