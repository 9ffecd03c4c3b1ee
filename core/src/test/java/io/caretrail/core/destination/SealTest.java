package io.caretrail.core.destination;

import static io.caretrail.core.destination.TestFile.names;
import static io.caretrail.core.destination.TestFile.records;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.seal.Checkpoint;
import io.caretrail.core.seal.Verdict;
import io.caretrail.core.seal.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trails to which nothing was done but what they live through anyway. */
class SealTest {

    private static final int LINE = SealedTrail.record(0).remaining() + 1;

    @TempDir
    Path folder;

    private SealedTrail trail;

    @BeforeEach
    void trail() throws IOException {
        trail = new SealedTrail(folder.resolve("trail"), folder.resolve("keys"));
    }

    private String statements() throws IOException {
        return String.join("\n", trail.verify().trails().get(0).statements());
    }

    @Test
    void trail_is_intact_after_rolls_compression_and_restarts() throws Exception {
        trail.writeFour();
        try (FileDestination file = trail.open()) {
            trail.write(file, 3);
        }
        trail.assertIntact();
        Verdict.Trail account = trail.verify().trails().get(0);
        assertEquals(43, account.records());
        assertEquals(4, account.files());
        assertEquals(0, account.unsealed());
        assertTrue(names(trail.folder).stream().allMatch(name -> name.endsWith(".seal") || !name.contains("seal")));
    }

    @Test
    void trail_that_is_being_written_is_intact_and_its_newest_records_are_called_unsealed() throws Exception {
        try (FileDestination file = trail.open(20L * LINE, null)) {
            for (int i = 0; i < 60; i++) {
                trail.write(file, 7);
                trail.assertIntact();
                if (i % 3 == 0) {
                    file.tend();
                    trail.assertIntact();
                }
            }
            assertTrue(trail.verify().trails().get(0).unsealed() > 0);
        }
    }

    @Test
    void a_checkpoint_covers_at_most_a_thousand_records() throws Exception {
        try (FileDestination file = trail.open()) {
            for (int i = 0; i < 10; i++) {
                trail.write(file, 256);
            }
        }
        trail.assertIntact();
        assertEquals(
                List.of(1000L, 1000L),
                trail.checkpoints.stream()
                        .map(one -> one.lines().count())
                        .filter(count -> count >= 1000)
                        .toList());
    }

    @Test
    void lines_that_a_crash_left_unsealed_are_sealed_at_the_next_start_and_named() throws Exception {
        trail.write(trail.open(), 5);
        reopened(copyOfCrash());
        assertTrue(statements().contains("opened after a crash; lines 1 to 5 sealed then"), this::said);
    }

    @Test
    void half_a_record_that_a_crash_left_is_cut_and_stated() throws Exception {
        FileDestination crashed = trail.open();
        trail.write(crashed, 5);
        crashed.tend();
        Files.writeString(trail.active, "{\"half\":", StandardOpenOption.APPEND);
        reopened(copyOfCrash());
        assertTrue(statements().contains("half a record of 8 bytes cut off"), this::said);
    }

    private String said() {
        try {
            return trail.verify().toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What a process that dies now leaves behind: this one's locks and memory do not know of the copy. */
    private SealedTrail copyOfCrash() throws IOException {
        SealedTrail copy = new SealedTrail(folder.resolve("copy"), folder.resolve("keys"));
        try (Stream<Path> files = Files.list(trail.folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.folder.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private void reopened(SealedTrail copy) throws IOException {
        trail = copy;
        try (FileDestination file = trail.open()) {
            trail.write(file, 2);
        }
        trail.assertIntact();
    }

    @Test
    void crash_at_every_step_of_a_roll_is_mended_by_the_next_start() throws Exception {
        try (FileDestination file = trail.open(10L * LINE, null)) {
            trail.write(file, 10);
            file.tend();
            SealedTrail before = copyOfCrash();
            trail.write(file, 1);
            Path rolled = trail.folder.resolve(SealedTrail.FIRST);
            Path copy = before.folder;
            // The last checkpoint is written, the file has its old name.
            Files.delete(copy.resolve("audit.ndjson.seal"));
            Files.copy(rolled.resolveSibling(rolled.getFileName() + ".seal"), copy.resolve("audit.ndjson.seal"));
        }
        SealedTrail written = new SealedTrail(folder.resolve("copy"), folder.resolve("keys"));
        reopened(written);

        // The file has its new name, its seal has not.
        SealedTrail renamed = new SealedTrail(folder.resolve("renamed"), folder.resolve("keys"));
        Files.copy(trailFile(SealedTrail.FIRST), renamed.folder.resolve(SealedTrail.FIRST));
        Files.copy(trailFile(SealedTrail.FIRST + ".seal"), renamed.folder.resolve("audit.ndjson.seal"));
        reopened(renamed);
        assertTrue(Files.exists(renamed.folder.resolve(SealedTrail.FIRST + ".seal")));
    }

    private Path trailFile(String name) {
        return folder.resolve("trail").resolve(name);
    }

    @Test
    void what_retention_removed_is_not_missed_and_what_someone_else_removed_is() throws Exception {
        trail.writeFour();
        lastWritten("2026-03-01T12:00:00Z");
        trail.clock.set("2026-03-20T12:00:00Z");
        try (FileDestination file = trail.open(Long.MAX_VALUE, Duration.ofDays(10))) {
            trail.write(file, 1);
            SealedTrail.await(() -> {
                file.tend();
                return trail.heard.pruned().size() == 4;
            });
            file.tend();
        }
        assertEquals(List.of("audit.ndjson", "audit.ndjson.seal"), names(trail.folder));
        trail.assertIntact();
        assertTrue(statements().contains("retention removed " + SealedTrail.FIRST), this::said);
        assertTrue(trail.verify().trails().get(0).prunedTo() > 0);

        // Where the statement of the first is gone with a later file, the last one's still covers it.
        lastWritten("2026-03-20T12:00:00Z");
        trail.clock.set("2026-04-20T12:00:00Z");
        try (FileDestination file = trail.open(Long.MAX_VALUE, Duration.ofDays(10))) {
            trail.write(file, 1);
            SealedTrail.await(() -> {
                file.tend();
                return trail.heard.pruned().size() == 5;
            });
        }
        trail.assertIntact();
    }

    private void lastWritten(String time) throws IOException {
        Files.setLastModifiedTime(trail.active, FileTime.from(Instant.parse(time)));
    }

    @Test
    void two_destinations_on_one_path_share_the_seal() throws Exception {
        try (FileDestination one = trail.open(20L * LINE, null)) {
            try (FileDestination other = trail.open(20L * LINE, null)) {
                for (int i = 0; i < 20; i++) {
                    trail.write(one, 3);
                    trail.write(other, 2);
                    one.tend();
                }
            }
            trail.write(one, 1);
        }
        trail.assertIntact();
    }

    @Test
    void records_go_on_while_no_seal_can_be_written_and_are_sealed_later() throws Exception {
        Path seal = trail.folder.resolve("audit.ndjson.seal");
        Files.createDirectory(seal);
        try (FileDestination file = trail.open()) {
            trail.write(file, 5);
            file.tend();
            trail.write(file, 5);
            assertEquals(10, Files.readAllLines(trail.active).size());
            assertTrue(trail.heard.warnings().get(0).contains("cannot be sealed"), trail.heard::toString);
            assertEquals(1, trail.heard.warnings().size(), trail.heard::toString);
            Files.delete(seal);
            file.tend();
            assertTrue(trail.heard.warnings().get(1).contains("could be sealed again"), trail.heard::toString);
        }
        trail.assertIntact();
        assertEquals(10, trail.verify().trails().get(0).records());
    }

    @Test
    void checkpoints_of_a_thousand_that_cannot_be_written_are_made_up_for() throws Exception {
        Path seal = trail.folder.resolve("audit.ndjson.seal");
        Path aside = folder.resolve("aside");
        try (FileDestination file = trail.open()) {
            trail.write(file, 1500);
            file.tend();
            Files.move(seal, aside);
            Files.createDirectory(seal);
            for (int i = 0; i < 12; i++) {
                trail.write(file, 256);
            }
            file.tend();
            assertEquals(1, trail.heard.warnings().size(), trail.heard::toString);
            Files.delete(seal);
            Files.move(aside, seal);
            trail.write(file, 1);
            file.tend();
        }
        trail.assertIntact();
        assertEquals(4573, trail.verify().trails().get(0).records());
        assertFalse(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("caretrail-seal")),
                "the thread that signs is gone");
    }

    @Test
    void any_flipped_bit_is_found() throws Exception {
        try (FileDestination file = trail.open(4L * 20, null)) {
            file.write(records("{\"a\":1}", "{\"b\":2}"));
            file.tend();
        }
        trail.assertIntact();
        for (String name : List.of("audit.ndjson", "audit.ndjson.seal")) {
            Path file = trail.folder.resolve(name);
            byte[] all = Files.readAllBytes(file);
            // All of the trail and of the end of the last signature, in which some bits mean nothing to base64.
            int every = name.endsWith(".seal") ? (all.length - 60) * 8 : 0;
            for (int bit = 0; bit < all.length * 8; bit += bit < every ? 29 : 1) {
                byte[] flipped = all.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);
                int at = bit;
                assertFalse(trail.verify().isIntact(), () -> name + " bit " + at + ": " + new String(flipped, UTF_8));
            }
            Files.write(file, all);
        }
    }

    @Test
    void cut_end_of_trail_and_seals_is_found_with_what_a_collector_received() throws Exception {
        try (FileDestination file = trail.open()) {
            trail.write(file, 5);
            file.tend();
            trail.write(file, 5);
            file.tend();
        }
        Path received = folder.resolve("received.ndjson");
        Files.write(received, trail.checkpoints.stream().map(SealTest::record).toList());
        assertTrue(against(received).isIntact(), () -> said());

        List<String> lines = Files.readAllLines(trail.active).subList(0, 5);
        Files.writeString(trail.active, String.join("\n", lines) + "\n");
        Path seal = trail.folder.resolve("audit.ndjson.seal");
        List<String> seals = Files.readAllLines(seal).subList(0, 3);
        Files.writeString(seal, String.join("\n", seals) + "\n");

        trail.assertIntact();
        Verdict verdict = against(received);
        assertFalse(verdict.isIntact());
        assertEquals(6, verdict.first().line(), verdict::toString);
        assertEquals(5L * LINE, verdict.first().offset(), verdict::toString);
    }

    private Verdict against(Path received) throws IOException {
        return Verification.of(List.of(trail.folder), List.of(trail.publicKey()), List.of(received));
    }

    static String record(Checkpoint one) {
        OwnRecords.Sealed sealed = new OwnRecords.Sealed("", "", 0, 0, "", "", one.signedText(), one.signature());
        String text = sealed.signedText().replace("\\", "\\\\").replace("\"", "\\\"");
        return "{\"operationName\":\"Caretrail.Checkpoint\",\"properties\":{\"signedText\":\"" + text
                + "\",\"signature\":\"" + sealed.signature() + "\"}}";
    }
}
