package io.caretrail.examples.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.examples.story.ScriptRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The same morning through each door, by the script that people run; the script checks the trail against the ledger. */
class DoorsIT {

    private static final Path EXAMPLE = Path.of("").toAbsolutePath();
    private static final String NONSENSE =
            "the connector answers before Caretrail sees it: the request without an id (raw";

    @Test
    void agent_records_every_request_once() throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--no-build");
        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("Checked: each of the 62 requests"), run::output);
        assertFalse(run.output().contains("No record"), run::output);
    }

    @Test
    void filter_records_every_request_once_but_what_is_no_http() throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--no-build", "--door", "filter");
        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("Checked: each of the 61 requests"), run::output);
        assertTrue(run.output().contains(NONSENSE), run::output);
    }

    @Test
    void both_doors_together_record_nothing_twice() throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--no-build", "--door", "both");
        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("Checked: each of the 62 requests"), run::output);
        assertTrue(run.output().contains("the filter stands down"), run::output);
    }

    @Test
    void without_a_door_the_story_is_the_same_and_there_is_no_trail() throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--no-build", "--no-agent");
        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("story-62"), run::output);
        assertFalse(Files.exists(EXAMPLE.resolve("target/run/audit.ndjson")));
    }

    @Test
    void wrong_arguments_end_with_2_and_the_usage() throws Exception {
        ScriptRun unknown = ScriptRun.of(EXAMPLE, "--dor", "filter");
        assertEquals(2, unknown.exit(), unknown::output);
        assertTrue(unknown.output().contains("unknown argument \"--dor\""), unknown::output);
        ScriptRun value = ScriptRun.of(EXAMPLE, "--door", "window");
        assertEquals(2, value.exit(), value::output);
        assertTrue(value.output().contains("--door \"window\": one of agent filter both"), value::output);
        assertTrue(value.output().contains("usage: run.sh"), value::output);
        assertEquals(2, ScriptRun.of(EXAMPLE, "--door").exit());
        assertEquals(2, ScriptRun.of(EXAMPLE, "--server", "tomcat").exit());
        assertEquals(0, ScriptRun.of(EXAMPLE, "--help").exit());
    }
}
