package io.caretrail.core.spool;

import static io.caretrail.core.spool.TestEntries.QUOTA;
import static io.caretrail.core.spool.TestEntries.STEP;
import static io.caretrail.core.spool.TestEntries.entries;
import static io.caretrail.core.spool.TestEntries.word;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 1: SIGKILL at random points while entries are appended, handed out, delivered and segments given back. */
class SpoolKillTest {

    private static final int KILLS = 20;
    private static final int LARGEST_BATCH = 40;
    private static final long SMALL_SEGMENT = 8_000;

    @TempDir
    Path folder;

    /**
     * What the child has been told, in mapped memory that outlives it: all up to {@code appended} was acknowledged, all up
     * to {@code delivered} is with the destination and the spool has said so.
     */
    private record Ledger(MappedByteBuffer memory) {

        static Ledger open(Path folder) throws IOException {
            try (RandomAccessFile file =
                    new RandomAccessFile(folder.resolve("ledger").toFile(), "rw")) {
                return new Ledger(file.getChannel().map(MapMode.READ_WRITE, 0, 24));
            }
        }

        long appended() {
            return memory.getLong(0);
        }

        void appended(long n) {
            memory.putLong(0, n);
        }

        long delivered() {
            return memory.getLong(8);
        }

        void delivered(long n) {
            memory.putLong(8, n);
        }

        /** How far the destination has kept entries; its batch is written before the cursor moves. */
        long kept() {
            return memory.getLong(16);
        }

        void kept(long n) {
            memory.putLong(16, n);
        }
    }

    private static Spool open(Path folder) throws IOException {
        return Spool.open(folder.resolve("spool"), QUOTA, SMALL_SEGMENT);
    }

    @Test
    void nothing_acknowledged_is_missing_and_the_last_batch_at_most_comes_again() throws Exception {
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            ChildJvm child = ChildJvm.start(folder, List.of(), Child.class, folder.toString());
            Path ready = folder.resolve("ready");
            while (!Files.exists(ready)) {
                assertTrue(child.process().isAlive(), child::said);
                Thread.onSpinWait();
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(200_000));
            child.process().destroyForcibly();
            assertEquals(137, child.await(), child::said);
            Files.delete(ready);
            assertComplete(Ledger.open(folder), "kill " + kill);
        }
        Ledger ledger = Ledger.open(folder);
        assertTrue(ledger.appended() > 1000 && ledger.delivered() > 1000, ledger.appended() + " appended");
    }

    /** Looks at what is there without changing it. */
    private void assertComplete(Ledger ledger, String what) throws IOException {
        try (Spool spool = open(folder)) {
            long last = spool.lastPosition() / STEP;
            assertTrue(last >= ledger.appended(), what + ": " + ledger.appended() + " appended, newest is " + last);
            // Those of a batch that was being appended may be there too.
            assertTrue(last <= ledger.appended() + LARGEST_BATCH, what);
            long next = last - spool.records() + 1;
            assertTrue(next >= ledger.delivered() + 1, what + ": delivered " + ledger.delivered() + ", next " + next);
            assertTrue(next <= ledger.kept() + 1, what + ": kept " + ledger.kept() + ", next " + next);
            assertTrue(next > ledger.kept() - LARGEST_BATCH, what + ": kept " + ledger.kept() + ", next " + next);
            for (long n = next; n <= last; n++) {
                assertEquals(Long.toString(n), word(spool.next()), what);
            }
            assertNull(spool.next());
        }
    }

    /** Appends on one thread and delivers on the other until it is killed. */
    static final class Child {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Ledger ledger = Ledger.open(folder);
            try (Spool spool = open(folder)) {
                Thread appender = new Thread(() -> {
                    try {
                        append(spool, ledger);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                appender.setDaemon(true);
                appender.start();
                deliver(spool, ledger, folder.resolve("ready"));
            }
        }

        private static void append(Spool spool, Ledger ledger) throws IOException {
            Random random = new Random();
            for (long n = spool.lastPosition() / STEP + 1; ; ) {
                long to = n + random.nextInt(LARGEST_BATCH);
                if (spool.append(entries(n, to))) {
                    ledger.appended(to);
                    n = to + 1;
                }
            }
        }

        private static void deliver(Spool spool, Ledger ledger, Path ready) throws IOException {
            Random random = new Random();
            List<Spooled> batch = new ArrayList<>();
            boolean first = true;
            while (true) {
                batch.clear();
                int size = 1 + random.nextInt(LARGEST_BATCH);
                for (Spooled next = spool.next(); next != null; next = spool.next()) {
                    word(next);
                    batch.add(next);
                    if (batch.size() == size) {
                        break;
                    }
                }
                if (!batch.isEmpty()) {
                    long to = batch.get(batch.size() - 1).position();
                    ledger.kept(Math.max(ledger.kept(), to / STEP));
                    spool.delivered(to);
                    ledger.delivered(to / STEP);
                    if (first) {
                        Files.createFile(ready);
                        first = false;
                    }
                }
            }
        }
    }
}
