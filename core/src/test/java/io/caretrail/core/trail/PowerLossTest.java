package io.caretrail.core.trail;

import static io.caretrail.core.trail.TestRecords.OWN;
import static io.caretrail.core.trail.TestRecords.audit;
import static io.caretrail.core.trail.TestRecords.file;
import static io.caretrail.core.trail.TestRecords.setting;
import static io.caretrail.core.trail.TrailTest.assertEachOnceInOrder;
import static io.caretrail.core.trail.TrailTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.Configuration.HandOff;
import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.handoff.PowerCut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 2 as the trail sees it: what the machine took along is told, and nothing is counted twice or stands still. */
class PowerLossTest {

    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();

    private Trail open(String state, String durability, long handOff, Setting... settings) throws IOException {
        Terms terms = new Terms(
                folder.resolve(state),
                "test",
                "test",
                new HandOff(durability, handOff),
                Sealing.NONE,
                Duration.ofMillis(200),
                Terms.SPOOL);
        return Trail.open(List.of(settings), terms, TestRecords::encoder, OWN, log::add);
    }

    private Setting archive(String name) {
        return setting("a", file(0, folder.resolve(name)));
    }

    private List<String> linesAfterPowerCut(String durability) throws Exception {
        try (Trail trail = open("state", durability, 1 << 20, archive("audit.ndjson"))) {
            trail.accept(audit("1"));
            await(() -> Files.readString(folder.resolve("audit.ndjson")).equals("1\n"));
            PowerCut.of(folder.resolve("state"), folder.resolve("after"));
        }
        try (Trail trail = open("after", durability, 1 << 20, archive("after.ndjson"))) {
            trail.accept(audit("2"));
        }
        List<String> lines = Files.readAllLines(folder.resolve("after.ndjson"));
        // The second start is no news.
        open("after", durability, 1 << 20, archive("after.ndjson")).close();
        assertEquals(lines, Files.readAllLines(folder.resolve("after.ndjson")));
        return lines;
    }

    @Test
    void machine_that_went_down_leaves_a_gap_that_says_what_may_be_missing() throws Exception {
        List<String> lines = linesAfterPowerCut("process");
        assertEquals("2", lines.get(lines.size() - 1));
        String gap = lines.get(lines.size() - 2);
        assertTrue(gap.startsWith("Gap 0 the machine went down"), lines::toString);
        assertTrue(log.stream().anyMatch(line -> line.contains("the machine went down")), log::toString);
    }

    @Test
    void at_level_power_there_is_nothing_to_tell() throws Exception {
        List<String> lines = linesAfterPowerCut("power");
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("Gap ")), lines::toString);
    }

    /** A spool has reached the disk and the hand-off has not: both have the same positions for different records. */
    @Test
    void hand_off_older_than_a_spool_neither_doubles_nor_loses_nor_stands_still() throws Exception {
        // A folder where the file shall be: nothing can be written until it is gone.
        Path blocked = folder.resolve("blocked").resolve("audit.ndjson");
        DestinationSettings destination = file(0, blocked);
        Path state = folder.resolve("state");
        Path older = folder.resolve("older");
        int accepted = 30_000;
        try (Trail trail = open("state", "process", 1 << 20, setting("a", destination))) {
            block(blocked);
            Files.copy(state.resolve("ring"), older);
            for (int i = 0; i < accepted; i++) {
                trail.accept(audit("0-" + i));
                awaitRoom(trail);
            }
            // Until the hand-off itself is far beyond its older self.
            await(() -> counters(trail).spooled() > accepted / 2);
            PowerCut.of(state, folder.resolve("after"));
        }
        Files.copy(older, folder.resolve("after").resolve("ring"), StandardCopyOption.REPLACE_EXISTING);
        try (Trail trail = open("after", "process", 1 << 20, setting("a", openly(blocked)))) {
            await(() -> counters(trail).waiting() == 0);
            trail.accept(audit("new-0"));
            await(() -> counters(trail).waiting() == 0);
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(blocked));
        lines.removeIf(line -> line.startsWith("Gap 0 "));
        assertEquals("new-0", lines.remove(lines.size() - 1));
        assertTrue(lines.size() > accepted / 2, lines::toString);
        assertEachOnceInOrder(lines, 1, lines.size());
        assertTrue(lines.size() <= accepted);
        assertTrue(log.stream().anyMatch(line -> line.contains("is older than the spools beside it")), log::toString);
    }

    private static TrailCounters.Delivered counters(Trail trail) {
        return trail.counters().destinations().get(0);
    }

    private static void awaitRoom(Trail trail) {
        TrailCounters now = trail.counters();
        while (now.waiting()
                        + now.destinations().get(0).waiting()
                        - now.destinations().get(0).spooled()
                > 10_000) {
            Thread.onSpinWait();
            now = trail.counters();
        }
    }

    private static void block(Path path) throws IOException {
        Files.deleteIfExists(path);
        Files.delete(path.getParent());
        Files.writeString(path.getParent(), "in the way");
    }

    private DestinationSettings openly(Path path) throws IOException {
        Files.delete(path.getParent());
        return file(0, path);
    }
}
