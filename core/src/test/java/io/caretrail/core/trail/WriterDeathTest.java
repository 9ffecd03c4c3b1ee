package io.caretrail.core.trail;

import static io.caretrail.core.trail.TestRecords.OWN;
import static io.caretrail.core.trail.TestRecords.audit;
import static io.caretrail.core.trail.TestRecords.file;
import static io.caretrail.core.trail.TestRecords.setting;
import static io.caretrail.core.trail.TestRecords.terms;
import static io.caretrail.core.trail.TrailTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.record.RecordEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 10: what would kill the writer's thread, an Error that comes up even while an Error is told. */
class WriterDeathTest {

    private static final String WRITER = "caretrail-writer";

    @TempDir
    Path folder;

    private final Set<Long> dead = ConcurrentHashMap.newKeySet();
    private final List<String> log = new CopyOnWriteArrayList<>();

    private static boolean isWriter() {
        return Thread.currentThread().getName().equals(WRITER);
    }

    /** Fails where the writer itself has to encode what a destination told of itself. */
    private RecordEncoder failing(String schema) {
        RecordEncoder sound = TestRecords.encoder(schema);
        return record -> {
            if (isWriter() && dead.isEmpty()) {
                throw new StackOverflowError("in the writer");
            }
            return sound.encode(record);
        };
    }

    /** Fails where the failure itself is told. */
    private void failingLog(String message) {
        if (isWriter() && dead.isEmpty()) {
            dead.add(Thread.currentThread().getId());
            throw new OutOfMemoryError("while it told of it");
        }
        log.add(message);
    }

    @Test
    void the_writer_goes_on_and_nothing_is_lost_or_hangs() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        Files.writeString(folder.resolve("audit.2001-01-01.1.ndjson"), "old\n");
        Map<String, Object> values = new HashMap<>(file(0, path).values());
        values.put("keep", Duration.ofDays(1));
        DestinationSettings telling =
                new DestinationSettings("file", "settings[0].destinations.file", "raw", false, values);
        try (Trail trail =
                Trail.open(List.of(setting("a", telling)), terms(folder), this::failing, OWN, this::failingLog)) {
            int accepted = 0;
            while (dead.isEmpty() || accepted < 1000) {
                trail.accept(audit("0-" + accepted++));
                Thread.sleep(accepted % 100 == 0 ? 1 : 0);
            }
            int all = accepted;
            await(() -> trail.counters().destinations().get(0).delivered() == all + 1);
            assertEquals(0, trail.counters().missing());
            List<String> lines = Files.readAllLines(path);
            assertTrue(lines.remove("Pruned"));
            assertEquals(IntStream.range(0, all).mapToObj(i -> "0-" + i).toList(), lines);
        }
        assertTrue(
                log.stream().anyMatch(line -> line.startsWith("The writer of the trail failed: over")), log::toString);
    }
}
