package io.caretrail.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.examples.story.ScriptRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example by the script that people run; the script checks the trail against the ledger. */
class ClinicIT {

    private static final Path EXAMPLE = Path.of("").toAbsolutePath();

    @Test
    void every_request_is_recorded_once_by_two_properties() throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--no-build");
        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("Checked: each of the 11 requests"), run::output);
        assertTrue(run.output().contains("configuration Spring properties, "), run::output);
    }

    @Test
    void option_there_is_not_ends_with_2_and_the_usage() throws Exception {
        ScriptRun run = ScriptRun.of(EXAMPLE, "--door", "filter");
        assertEquals(2, run.exit(), run::output);
        assertTrue(run.output().contains("unknown argument \"--door\""), run::output);
        assertTrue(run.output().contains("usage: run.sh"), run::output);
    }
}
