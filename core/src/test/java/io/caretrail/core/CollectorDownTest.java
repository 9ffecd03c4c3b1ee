package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 8: a collector that is down for more records than the server has memory. */
class CollectorDownTest {

    @TempDir
    Path folder;

    @Test
    void all_is_delivered_once_and_in_order_by_a_server_with_less_memory_than_records() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        CollectorDownTrial.Outcome outcome;
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            // Some 40 MB of records.
            outcome = CollectorDownTrial.run(folder, 60_000, "32m", out);
        }
        assertEquals(60_000, outcome.records());
        assertTrue(outcome.isGood(), () -> outcome + "\n" + said.toString(StandardCharsets.UTF_8));
    }
}
