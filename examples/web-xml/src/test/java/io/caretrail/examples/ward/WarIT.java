package io.caretrail.examples.ward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.examples.story.ScriptRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The night on each server, by the script that people run; the script checks the trail against the ledger. */
class WarIT {

    private static final Path EXAMPLE = Path.of("").toAbsolutePath();

    @ParameterizedTest
    @CsvSource({"tomcat, declared, 16", "tomcat, undeclared, 16", "jetty, declared, 13", "jetty, undeclared, 13"})
    void every_request_that_reaches_the_application_is_recorded_once(String server, String door, int requests)
            throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--no-build", "--server", server, "--door", door);
        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("Checked: each of the " + requests + " requests"), run::output);
        assertEquals(
                18 - requests,
                run.output()
                        .lines()
                        .filter(line -> line.startsWith("No record, as expected"))
                        .count(),
                run::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void without_the_filter_the_story_is_the_same_and_there_is_no_trail(String server) throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--no-build", "--server", server, "--no-filter");
        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("story-18"), run::output);
        assertFalse(Files.exists(EXAMPLE.resolve("target/run/audit.ndjson")));
    }

    @Test
    void unknown_server_ends_with_2_and_those_there_are() throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--server", "websphere");
        assertEquals(2, run.exit(), run::output);
        assertTrue(run.output().contains("--server \"websphere\": one of tomcat jetty"), run::output);
    }
}
