package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.trail.Recovered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults 1 and 11: a JVM that is killed at random points, again and again, and one that is asked to end, under load. */
class CrashTest {

    private static final int KILLS = 5;

    @TempDir
    Path folder;

    private Path audit;

    private Path configuration(String more) throws IOException {
        return configuration(more, "raw");
    }

    private Path configuration(String more, String schema) throws IOException {
        audit = folder.resolve("trail").resolve("audit.ndjson");
        return Files.writeString(
                folder.resolve("caretrail.yaml"), """
                    settings:
                      - name: archive
                        destinations:
                          file: { path: %s, schema: %s, rollAt: 100KB, rollEvery: never }
                    handOff: { size: 64MB%s }
                    state: %s
                    """.formatted(audit, schema, more, folder.resolve("state")));
    }

    private ChildJvm child(int run, Path configuration, int exchanges) throws IOException {
        return ChildJvm.start(
                Files.createDirectory(folder.resolve("run-" + run)),
                List.of(),
                AuditedProcess.class,
                configuration.toString(),
                "4",
                String.valueOf(exchanges));
    }

    private static void awaitUp(ChildJvm child) throws Exception {
        for (int i = 0; i < 3000 && Files.size(child.output()) < 2000; i++) {
            assertTrue(child.process().isAlive(), child::said);
            Thread.sleep(10);
        }
    }

    /** On a busy machine one that stops in good order may leave something, too: the time that it gives to the rest is bounded. */
    private static void recover(Path configuration) throws Exception {
        Recovered recovered = Caretrail.recover(
                AuditedProcess.watch(configuration.toString()).inForce().configuration(),
                "recover",
                message -> {},
                Duration.ofMinutes(1));
        assertTrue(recovered.isComplete(), recovered::toString);
    }

    /** What each process is started with, by its number. */
    private interface Configured {
        Path of(int run) throws IOException;
    }

    private void killAgainAndAgain(Configured configuration) throws Exception {
        Random random = new Random();
        Oracle oracle = new Oracle();
        for (int run = 0; run < KILLS; run++) {
            ChildJvm child = child(run, configuration.of(run), -1);
            awaitUp(child);
            Thread.sleep(random.nextInt(700));
            child.process().destroyForcibly().waitFor();
            oracle.ledger(child.output());
        }
        ChildJvm last = child(KILLS, configuration.of(KILLS), 50);
        assertEquals(0, last.await(), last::said);
        oracle.ledger(last.output());
        recover(configuration.of(KILLS));
        oracle.trail(audit);
        assertTrue(oracle.begun.size() > 200, () -> oracle.begun.size() + " exchanges only");
        oracle.assertEveryExchangeWhole();
        long rolled;
        try (var files = Files.list(audit.getParent())) {
            rolled = files.count();
        }
        assertTrue(rolled > KILLS, "nothing was rolled, so nothing was killed at a roll");
    }

    @Test
    void killed_process_leaves_each_exchange_with_one_started_and_one_final_record() throws Exception {
        killAgainAndAgain(run -> configuration(""));
    }

    @Test
    void so_does_one_that_waits_for_the_disk() throws Exception {
        killAgainAndAgain(run -> configuration(", durability: power"));
    }

    @Test
    void so_does_one_that_writes_rows_of_log_analytics() throws Exception {
        killAgainAndAgain(run -> configuration("", "log-analytics"));
    }

    /** What the one before has written, in the other schema, is known by its recordId. */
    @Test
    void so_does_one_whose_schema_was_changed_while_it_was_down() throws Exception {
        killAgainAndAgain(run -> configuration("", run % 2 == 0 ? "raw" : "log-analytics"));
    }

    @Test
    void terminated_process_loses_nothing() throws Exception {
        Path configuration = configuration("");
        Oracle oracle = new Oracle();
        ChildJvm child = child(0, configuration, -1);
        awaitUp(child);
        child.process().destroy();
        assertEquals(143, child.await(), child::said);
        oracle.ledger(child.output());
        ChildJvm next = child(1, configuration, 1);
        assertEquals(0, next.await(), next::said);
        oracle.ledger(next.output());
        recover(configuration);
        oracle.trail(audit);
        oracle.assertEveryExchangeWhole();
    }
}
