package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 1, as often as a build can bear; {@code benchmarks/sigkill.sh} does it a thousand times. */
class SigkillTest {

    private static final int KILLS = 20;

    @TempDir
    Path folder;

    @Test
    void nothing_accepted_is_lost_or_doubled_when_the_process_is_killed_under_load() throws Exception {
        SigkillTrial trial = new SigkillTrial(folder, System.nanoTime());
        for (int i = 0; i < KILLS; i++) {
            trial.round();
        }
        assertTrue(trial.isClean(), trial::toString);
        assertTrue(trial.accepted() > KILLS && trial.counted() > 0, trial::toString);
    }
}
