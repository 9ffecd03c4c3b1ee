package io.caretrail.examples.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.examples.story.ScriptRun;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same morning through each door, by the script that people run; the script checks the trail against the ledger. */
class DoorsIT {

    @ParameterizedTest
    @CsvSource({"agent, 24", "filter, 23", "both, 24"})
    void every_request_is_recorded_once(String door, int requests) throws Exception {
        ScriptRun run = ScriptRun.of(Path.of("").toAbsolutePath(), "--no-build", "--door", door);
        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("Checked: each of the " + requests + " requests"), run::output);
        assertEquals(door.equals("filter"), run.output().contains("since the connector answers"), run::output);
    }
}
