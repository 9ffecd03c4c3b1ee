package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

    private static final Map<String, String> PLAIN = new HashMap<>();
    private static final Set<String> EVERYTHING = new HashSet<>();

    @BeforeAll
    static void play_without_the_agent() throws IOException {
        turns(play("", Doors.NONE)).forEach(turn -> {
            PLAIN.put(turn.ask().id(), turn.answer().withoutDate());
            EVERYTHING.add(turn.ask().id());
        });
    }

    @Test
    void no_answer_changes_when_every_hook_throws_an_exception() throws IOException {
        Run run = play("all", Doors.AGENT);

        assertNothingChanged(run);
        assertEquals(List.of(), run.trail().exchanges());
        assertTold(run, "tomcatService", "tomcatCommits", "tomcatRecycles");
    }

    @Test
    void no_answer_changes_when_every_hook_throws_an_error() throws IOException {
        Run run = play("all:java.lang.StackOverflowError", Doors.AGENT);

        assertNothingChanged(run);
        assertEquals(List.of(), run.trail().exchanges());
        assertTold(run, "tomcatService", "tomcatCommits", "tomcatRecycles");
    }

    @Test
    void no_answer_changes_when_no_exchange_can_begin() throws IOException {
        Run run = play("begin:java.lang.OutOfMemoryError", Doors.AGENT);

        assertNothingChanged(run);
        assertEquals(List.of(), run.trail().exchanges());
        assertTold(run, "tomcatService", "tomcatLog");
    }

    @Test
    void no_answer_changes_when_no_exchange_can_end() throws IOException {
        Run run = play("end:java.lang.LinkageError", Doors.AGENT);

        assertNothingChanged(run);
        // Open for ever: the next start closes them as "process ended".
        List<Recorded> exchanges = run.trail().exchanges();
        assertEquals(owed(run), exchanges.size());
        for (Recorded exchange : exchanges) {
            assertEquals(1, exchange.records().size(), exchange::toString);
            assertEquals("Started", exchange.started().path("resultType").asString(""));
        }
        assertEquals(0, missing(run));
        assertTrue(reasons(run).contains("tomcatServed"), () -> reasons(run));
    }

    /** Two records for each request, at least: one that is refused after all can try to begin twice. */
    private static void assertTold(Run run, String... hooks) {
        long owed = 2L * owed(run);
        assertTrue(missing(run) >= owed, () -> missing(run) + " told, " + owed + " owed");
        for (String hook : hooks) {
            assertTrue(reasons(run).contains(hook + " "), () -> hook + " is not in " + reasons(run));
        }
        List<JsonNode> own = run.trail().own();
        assertEquals("Caretrail.Start", own.get(0).path("operationName").asString(""));
        assertEquals(
                "Caretrail.Stop", own.get(own.size() - 1).path("operationName").asString(""));
    }

    private static void assertNothingChanged(Run run) {
        List<String> problems = new ArrayList<>();
        Set<String> played = new HashSet<>();
        turns(run).forEach(turn -> {
            played.add(turn.ask().id());
            String plain = PLAIN.get(turn.ask().id());
            if (!turn.answer().withoutDate().equals(plain)) {
                problems.add(turn + ": without agent\n" + plain + "\n  with broken hooks\n"
                        + turn.answer().withoutDate());
            }
        });
        assertEquals(EVERYTHING, played);
        assertEquals(0, problems.size(), () -> String.join("\n  ", problems));
        // Not a flood: each hook is reported once, whatever the number of requests.
        assertTrue(run.output().contains("A SWITCH FOR TESTS IS SET"), run::output);
        long reports = run.output()
                .lines()
                .filter(line -> line.contains("the application has not noticed"))
                .count();
        assertTrue(reports >= 1 && reports <= 12, () -> reports + " reports in\n" + run.output());
    }

    private static long missing(Run run) {
        return gaps(run)
                .mapToLong(gap -> gap.path("properties").path("missingRecords").asLong())
                .sum();
    }

    private static String reasons(Run run) {
        return String.join(
                "; ",
                gaps(run)
                        .map(gap -> gap.path("properties").path("reason").asString(""))
                        .toList());
    }

    private static Stream<JsonNode> gaps(Run run) {
        return run.trail().own().stream()
                .filter(record -> record.path("operationName").asString("").equals("Caretrail.Gap"));
    }

    private static int owed(Run run) {
        return run.played().stream().mapToInt(Played::owed).sum();
    }

    private static Stream<Turn> turns(Run run) {
        return run.played().stream().flatMap(played -> played.turns().stream());
    }

    /** Nobody waits for records that do not come. */
    private static Run play(String broken, Doors doors) throws IOException {
        return Run.play(
                TOMCAT,
                JDK,
                Files.createTempDirectory(folder, "run").resolve("it"),
                doors,
                EVERYTHING,
                broken.isEmpty() ? "%s" : "%s -Dcaretrail.test.hookFailure=" + broken);
    }
}
