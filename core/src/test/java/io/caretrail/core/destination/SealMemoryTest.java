package io.caretrail.core.destination;

import static io.caretrail.core.destination.TestFile.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.seal.Finding;
import io.caretrail.core.seal.Verdict;
import io.caretrail.core.seal.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 14 of the faults: an end that is cut off together with its seals while nothing runs; the next start notices. */
class SealMemoryTest {

    private static final int LINE = SealedTrail.record(0).remaining() + 1;

    @TempDir
    Path folder;

    private SealedTrail trail;
    private Path seal;

    @BeforeEach
    void trail() throws IOException {
        trail = new SealedTrail(folder.resolve("trail"), folder.resolve("keys"));
        seal = trail.folder.resolve("audit.ndjson.seal");
    }

    /** Ten records in two checkpoints, and an orderly end. */
    private void writeTen() throws IOException {
        try (FileDestination file = trail.open()) {
            trail.write(file, 5);
            file.tend();
            trail.write(file, 5);
            file.tend();
        }
    }

    private void restart() throws IOException {
        try (FileDestination file = trail.open()) {
            trail.write(file, 3);
        }
    }

    private static void keep(Path file, int lines) throws IOException {
        List<String> all = Files.readAllLines(file);
        assertTrue(all.size() > lines, all::toString);
        Files.writeString(file, String.join("\n", all.subList(0, lines)) + "\n");
    }

    /** Ids that are gone, in the words of what the restart has told; and what {@code verify} finds first. */
    private Finding assertToldAndFound(long missing) throws IOException {
        String told = trail.heard.warnings().get(0);
        assertTrue(told.startsWith(missing + " missing: " + trail.active + ": its end was cut off"), told);
        Verdict verdict = trail.verify();
        assertEquals(1, verdict.findings().size(), verdict::toString);
        return verdict.findings().get(0);
    }

    @Test
    void row_14_cut_end_of_trail_and_seal_is_told_by_the_next_start_and_named_by_verify_from_then_on()
            throws Exception {
        writeTen();
        int checkpoints = Files.readAllLines(seal).size();
        keep(trail.active, 5);
        keep(seal, 3);
        trail.assertIntact();

        restart();

        Finding finding = assertToldAndFound(5);
        assertEquals(trail.active, finding.file());
        assertEquals(6, finding.line());
        assertEquals(5L * LINE, finding.offset());
        assertTrue(finding.what().contains("checkpoints 4 to " + checkpoints + " had been made"), finding::toString);
        assertEquals(8, trail.verify().trails().get(0).records(), "what is left is checked all the same");

        restart();
        assertEquals(1, trail.heard.warnings().size(), "it is told once");
        assertFalse(trail.verify().isIntact(), "and found for ever");
    }

    @Test
    void row_14_removed_trail_with_all_its_seals_is_told_and_found() throws Exception {
        writeTen();
        Files.delete(trail.active);
        Files.delete(seal);

        restart();

        assertEquals(1, assertToldAndFound(10).line());
    }

    @Test
    void row_14_removed_newest_file_of_several_is_told_and_found() throws Exception {
        trail.writeFour();
        Files.delete(trail.active);
        Files.delete(seal);

        restart();

        assertEquals(1, assertToldAndFound(10).line());
    }

    @Test
    void row_14_cut_seal_whose_records_are_still_there_is_told_with_none_missing() throws Exception {
        writeTen();
        keep(seal, 3);

        restart();

        assertEquals(6, assertToldAndFound(0).line());
        assertEquals(13, trail.verify().trails().get(0).records());
    }

    @Test
    void row_14_trail_replaced_by_an_earlier_copy_of_itself_is_told_and_found() throws Exception {
        writeTen();
        Path copy = copied("copy");
        restart();
        back(copy);
        trail.assertIntact();

        restart();

        assertEquals(11, assertToldAndFound(3).line());
    }

    @Test
    void row_14_trail_replaced_by_another_one_is_told_and_found() throws Exception {
        SealedTrail other = new SealedTrail(folder.resolve("other"), folder.resolve("keys"));
        try (FileDestination file = other.open()) {
            other.write(file, 2);
        }
        writeTen();
        for (String name : names(other.folder)) {
            Files.copy(
                    other.folder.resolve(name),
                    trail.folder.resolve(name),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        trail.assertIntact();

        restart();

        assertTrue(assertToldAndFound(8).what().startsWith("another trail ("), () -> trail.heard.toString());
    }

    @Test
    void cut_end_is_found_after_rolls_and_retention_too() throws Exception {
        writeTen();
        keep(trail.active, 5);
        keep(seal, 3);
        try (FileDestination file = trail.open(10L * LINE, Duration.ofDays(10))) {
            for (int i = 0; i < 8; i++) {
                trail.write(file, 5);
            }
        }
        assertEquals(1, trail.verify().findings().size(), () -> trail.heard.toString());
        assertEquals(45, trail.verify().trails().get(0).records());

        trail.clock.set("2026-05-01T12:00:00Z");
        try (FileDestination file = trail.open(10L * LINE, Duration.ofDays(10))) {
            trail.write(file, 1);
            SealedTrail.await(() -> {
                file.tend();
                return names(trail.folder).size() == 2;
            });
        }
        trail.assertIntact();
    }

    @Test
    void crash_and_restart_are_no_loss_and_neither_is_a_memory_that_is_behind() throws Exception {
        writeTen();
        Path memory = memory();
        byte[] before = Files.readAllBytes(memory);
        restart();
        Files.write(memory, before);
        restart();
        Files.delete(memory);
        restart();
        trail.assertIntact();
        assertEquals(List.of(), trail.heard.warnings());
    }

    @Test
    void fault_3_damaged_memory_is_said_and_stops_nothing() throws Exception {
        writeTen();
        byte[] whole = Files.readAllBytes(memory());
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(memory(), damaged);
            trail.open().close();
        }
        trail.assertIntact();
        assertTrue(
                trail.heard.warnings().stream().allMatch(one -> one.contains("is damaged, so it cannot be told")),
                trail.heard::toString);
        assertEquals(whole.length, trail.heard.warnings().size());
        Files.write(memory(), new byte[0]);
        trail.open().close();
        assertEquals(whole.length + 1, trail.heard.warnings().size());
    }

    @Test
    void memory_that_cannot_be_written_keeps_no_record_from_the_trail() throws Exception {
        writeTen();
        Path memory = memory();
        Files.delete(memory);
        Files.createDirectories(memory.resolve("in the way"));
        restart();
        assertEquals(2, trail.heard.warnings().size(), trail.heard::toString);
        assertTrue(trail.heard.warnings().get(1).contains("cannot be kept in `state`"), trail.heard::toString);
        trail.assertIntact();
    }

    @Test
    void collector_shows_what_was_lost_as_lost_and_not_as_replaced() throws Exception {
        writeTen();
        Path received = folder.resolve("received.ndjson");
        Files.write(received, trail.checkpoints.stream().map(SealTest::record).toList());
        keep(trail.active, 5);
        keep(seal, 3);
        restart();
        Verdict verdict = Verification.of(List.of(trail.folder), List.of(trail.publicKey()), List.of(received));
        assertEquals(2, verdict.findings().size(), verdict::toString);
        assertTrue(verdict.findings().get(1).what().contains("was received, and is not here"), verdict::toString);
    }

    private Path memory() throws IOException {
        try (Stream<Path> files = Files.list(trail.keys)) {
            return files.filter(file -> file.getFileName().toString().startsWith("sealed-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path copied(String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        for (String file : names(trail.folder)) {
            Files.copy(trail.folder.resolve(file), copy.resolve(file));
        }
        return copy;
    }

    private void back(Path copy) throws IOException {
        for (String file : names(copy)) {
            Files.copy(
                    copy.resolve(file), trail.folder.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
