package io.caretrail.core.trail;

import static io.caretrail.core.trail.TestRecords.OWN;
import static io.caretrail.core.trail.TestRecords.audit;
import static io.caretrail.core.trail.TestRecords.file;
import static io.caretrail.core.trail.TestRecords.missing;
import static io.caretrail.core.trail.TestRecords.setting;
import static io.caretrail.core.trail.TestRecords.terms;
import static io.caretrail.core.trail.TrailTest.assertEachOnceInOrder;
import static io.caretrail.core.trail.TrailTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.record.RecordEncoder;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailFaultTest {

    private static final String PADDING = " ".repeat(1000);

    @TempDir
    Path folder;

    private final List<String> log = new CopyOnWriteArrayList<>();

    private Trail open(Setting... settings) throws IOException {
        return Trail.open(List.of(settings), terms(folder), TrailFaultTest::padded, OWN, log::add);
    }

    /** Records of a kilobyte, so that the bounds are reached soon. */
    private static RecordEncoder padded(String schema) {
        RecordEncoder bare = TestRecords.encoder(schema);
        return record -> {
            String line = new String(bare.encode(record), StandardCharsets.UTF_8);
            return (line.startsWith("Gap") ? line : line + PADDING).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static List<String> lines(Path path) throws IOException {
        return Files.readAllLines(path).stream().map(String::strip).toList();
    }

    /** A file where the folder of the destination was: nothing can be written there, whoever we are. */
    private static void block(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path.getParent())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path.getParent());
        Files.writeString(path.getParent(), "in the way");
    }

    /** Fault 4: a place that cannot be written, and a spool that is full. */
    @Test
    void one_that_fails_holds_up_no_other_and_counts_exactly_what_it_misses() throws Exception {
        Path sound = folder.resolve("sound.ndjson");
        Path failing = folder.resolve("deep").resolve("failing.ndjson");
        int all = 40_000;
        Setting[] settings = {setting("a", file(0, failing)), setting("b", file(1, sound))};
        Terms small = terms(folder, 4 << 20, 4 << 20);
        try (Trail trail = Trail.open(List.of(settings), small, TrailFaultTest::padded, OWN, log::add)) {
            block(failing);
            for (int i = 0; i < all; i++) {
                trail.accept(audit("0-" + i));
                while (trail.counters().waiting() > 100
                        || trail.counters().destinations().get(1).waiting() > 100) {
                    Thread.onSpinWait();
                }
            }
            await(() -> trail.counters().destinations().get(1).waiting() == 0
                    && trail.counters().written() + trail.counters().missing() == all);
            assertEquals(0, trail.counters().missing(), () -> trail.counters().toString());
            TrailCounters.Delivered failed = trail.counters().destinations().get(0);
            assertEquals(0, failed.delivered());
            assertTrue(failed.missing() > 0);
            assertTrue(failed.spooled() > 0);
            assertEquals(all, failed.waiting() + failed.missing());
            assertTrue(failed.failure() != null);
            Files.delete(failing.getParent());
            await(() -> trail.counters().destinations().get(0).waiting() == 0);
            trail.accept(audit("0-" + all));
        }
        assertEachOnceInOrder(lines(sound), 1, all + 1);
        List<String> lines = lines(failing);
        assertEquals(all + 1, lines.size() - 1 + missing(lines));
        // First what found room in the spool, then the gap, then what the hand-off still held and what came after.
        int gap = 0;
        while (!lines.get(gap).startsWith("Gap ")) {
            gap++;
        }
        assertEachOnceInOrder(lines.subList(0, gap), 1, gap);
        int next = gap + (int) missing(lines);
        for (String line : lines.subList(gap + 1, lines.size())) {
            assertEquals("0-" + next++, line);
        }
        assertEquals(all + 1, next);
        assertEquals(
                1,
                log.stream()
                        .filter(line -> line.contains(" cannot be written: ")
                                && !line.contains(": over")
                                && !line.contains("spool"))
                        .count(),
                log::toString);
        assertEquals(
                1,
                log.stream()
                        .filter(line -> line.contains("written: over after"))
                        .count(),
                log::toString);
    }

    @Test
    void full_device_beside_a_sound_file_loses_nothing_there() throws Exception {
        Path sound = folder.resolve("sound.ndjson");
        try (Trail trail = open(setting("a", file(0, Path.of("/dev/full"))), setting("b", file(1, sound)))) {
            for (int i = 0; i < 1000; i++) {
                trail.accept(audit("0-" + i));
            }
            await(() -> trail.counters().destinations().get(1).delivered() == 1000);
            await(() -> trail.counters().destinations().get(0).waiting() == 1000);
            // An operator names another place: what waits goes there.
            trail.reload(
                    List.of(setting("a", file(0, folder.resolve("other.ndjson"))), setting("b", file(1, sound))),
                    Duration.ZERO);
            await(() -> trail.counters().destinations().get(0).delivered() == 1000);
        }
        assertEachOnceInOrder(lines(sound), 1, 1000);
        assertEachOnceInOrder(lines(folder.resolve("other.ndjson")), 1, 1000);
    }

    /** Fault 9. */
    @Test
    void one_that_hangs_holds_up_neither_the_other_nor_the_callers() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path sound = folder.resolve("sound.ndjson");
        try (Trail trail = open(setting("a", file(0, pipe)), setting("b", file(1, sound)))) {
            for (int i = 0; i < 2000; i++) {
                trail.accept(audit("0-" + i));
            }
            await(() -> trail.counters().destinations().get(1).delivered() == 2000);
            // A lane may be ahead of the writer, which counts what waits.
            await(() -> trail.counters().destinations().get(0).waiting() > 0);
            assertEachOnceInOrder(lines(sound), 1, 2000);
            // Someone reads it at last.
            Reader reader = Reader.of(pipe);
            await(() -> trail.counters().destinations().get(0).delivered() == 2000);
            trail.close();
            assertEachOnceInOrder(reader.lines(), 1, 2000);
        }
    }

    /** Reads a pipe on a thread of its own until its writer closes it. */
    private record Reader(Thread thread, ByteArrayOutputStream read) {

        static Reader of(Path pipe) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            Thread thread = new Thread(() -> {
                byte[] block = new byte[8192];
                try (InputStream in = new FileInputStream(pipe.toFile())) {
                    for (int n = in.read(block); n >= 0; n = in.read(block)) {
                        read.write(block, 0, n);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            return new Reader(thread, read);
        }

        List<String> lines() throws InterruptedException {
            thread.join();
            return read.toString(StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .toList();
        }
    }

    @Test
    void close_does_not_wait_for_ever_for_one_that_hangs() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path sound = folder.resolve("sound.ndjson");
        Trail trail = open(setting("a", file(0, pipe)), setting("b", file(1, sound)));
        for (int i = 0; i < 500; i++) {
            trail.accept(audit("0-" + i));
        }
        trail.close();
        trail.accept(audit("0-500"));
        assertEachOnceInOrder(lines(sound), 1, 501);
        assertTrue(log.stream().anyMatch(line -> line.contains("hangs and is left behind")), log::toString);
        // It comes to an end as soon as someone reads; nobody can tell what it has kept of the batch it hung in.
        List<String> read = Reader.of(pipe).lines();
        assertEachOnceInOrder(read, 1, read.size());
        assertTrue(log.stream().anyMatch(line -> line.contains("wait in ")), log::toString);
        Reader again = Reader.of(pipe);
        open(setting("a", file(0, pipe)), setting("b", file(1, sound))).close();
        List<String> rest = again.lines();
        int first = 501 - rest.size();
        assertTrue(first <= read.size(), () -> first + " " + read.size());
        for (int i = first; i <= 500; i++) {
            assertEquals("0-" + i, rest.get(i - first));
        }
        assertEachOnceInOrder(lines(sound), 1, 501);
    }

    /** Fault 11. */
    @Test
    void termination_under_load_loses_nothing_that_was_accepted() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        ChildJvm child = ChildJvm.start(folder, List.of(), UnderLoad.class, path.toString());
        await(() -> Files.exists(path) && Files.size(path) > 500_000);
        child.process().destroy();
        assertEquals(143, child.await(), child::said);
        // On a busy machine the end, which is bounded, may leave something to the next start.
        Trail.open(List.of(setting("a", file(0, path))), terms(folder), TrailFaultTest::padded, OWN, log::add)
                .close();
        List<String> kept = lines(path);
        List<String> missing = new ArrayList<>(lines(child.output()));
        assertTrue(missing.size() > 100, child::said);
        missing.removeAll(java.util.Set.copyOf(kept));
        assertEquals(List.of(), missing, child::said);
        assertEquals(kept.size(), java.util.Set.copyOf(kept).size());
    }

    /** Accepts records and prints the id of each, while the JVM is brought down around it. */
    static final class UnderLoad {
        /** Straight into the kernel: at a lock that all must pass, threads on a busy machine would mostly wait for each other. */
        private static final FileOutputStream LEDGER = new FileOutputStream(FileDescriptor.out);

        public static void main(String[] arguments) throws Exception {
            Trail trail = Trail.open(
                    List.of(setting("a", file(0, Path.of(arguments[0])))),
                    terms(Path.of(arguments[0]).toAbsolutePath().getParent()),
                    TrailFaultTest::padded,
                    OWN,
                    message -> print("log " + message));
            Runtime.getRuntime().addShutdownHook(new Thread(trail::close));
            // The server's own hook: requests that end while ours has long been done.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    acceptAndPrint(trail, "hook-" + i);
                    LockSupport.parkNanos(5_000_000);
                }
            }));
            for (int t = 0; t < 4; t++) {
                String prefix = t + "-";
                Thread thread = new Thread(() -> {
                    for (int i = 0; ; i++) {
                        acceptAndPrint(trail, prefix + i);
                        LockSupport.parkNanos(100_000);
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
            Thread.sleep(60_000);
        }

        private static void acceptAndPrint(Trail trail, String id) {
            trail.accept(audit(id));
            print(id);
        }

        private static void print(String line) {
            try {
                LEDGER.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
