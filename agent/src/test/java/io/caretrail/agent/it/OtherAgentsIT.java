package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caretrail's agent beside others, in either order: each request is recorded once and answered as without Caretrail. */
@Tag("all-servers")
class OtherAgentsIT {

    @TempDir
    Path folder;

    @Test
    void opentelemetry() throws IOException {
        assertNoProblem(OtherAgent.openTelemetry());
    }

    @Test
    void elastic_apm() throws IOException {
        assertNoProblem(OtherAgent.elasticApm());
    }

    private void assertNoProblem(OtherAgent other) throws IOException {
        Run alone = other.alone(folder);
        for (boolean first : new boolean[] {true, false}) {
            Run together = other.withCaretrail(folder, first);

            assertEquals("", String.join("\n", OtherAgent.recorded(together)), () -> other.name() + " first: " + first);
            assertEquals(
                    "",
                    String.join("\n", together.answeredUnlike(alone, SharedByRuns::of)),
                    () -> other.name() + " first: " + first);
        }
    }
}
