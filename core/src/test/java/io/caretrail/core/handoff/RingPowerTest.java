package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.handoff.Found.LastStop;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fault 2: loss of power. The disk is what the ring had in memory when a sync began; of each page that changed since, it
 * has the old or the new content, as chance will have it.
 */
class RingPowerTest {

    private static final int SIZE = 64 * 1024;

    @TempDir
    Path folder;

    private final List<byte[]> disk = new ArrayList<>();

    private void sync(MappedByteBuffer map) {
        byte[] bytes = new byte[map.capacity()];
        map.get(0, bytes);
        synchronized (disk) {
            disk.add(bytes);
        }
    }

    private Path file() {
        return folder.resolve("ring");
    }

    private byte[] lastSynced() {
        synchronized (disk) {
            return disk.get(disk.size() - 1);
        }
    }

    @Test
    void what_was_forced_is_there_after_the_power_was_lost() throws Exception {
        for (int round = 0; round < 30; round++) {
            Files.deleteIfExists(file());
            TestRing test = TestRing.open(file(), SIZE, TestRing.machine(1, this::sync));
            Random random = new Random(round);
            Reader reader = test.ring().reader(0);
            Cursor cursor = test.ring().cursor(1);
            Set<String> forced = new HashSet<>();
            Set<String> accepted = new HashSet<>();
            for (int i = 0; i < 400; i++) {
                String text = round + "/" + i + " " + "x".repeat(random.nextInt(900));
                if (test.offer(text) > 0) {
                    accepted.add(text);
                }
                if (random.nextInt(5) == 0) {
                    test.ring().force();
                    forced.clear();
                    forced.addAll(accepted);
                }
                if (random.nextInt(3) == 0 && reader.next() && reader.next()) {
                    cursor.moveTo(reader.end());
                    test.ring().release(reader.end());
                }
            }
            long delivered = cursor.position();
            TestRing after = afterPowerLoss(random);
            Set<String> back = new HashSet<>(after.texts());
            assertEquals(LastStop.MACHINE_DOWN, after.ring().found().lastStop());
            assertTrue(after.messages().toString().contains("machine went down"), after.messages()::toString);
            forced.removeAll(deliveredBefore(delivered, test));
            forced.removeAll(back);
            assertEquals(
                    Set.of(),
                    stillInRing(forced, test),
                    "round " + round + " " + after.ring().found());
            back.removeIf(text -> text.contains(" missing: "));
            assertTrue(accepted.containsAll(back), "round " + round);
        }
    }

    /** Entries before the delivered position are no longer the ring's duty. */
    private static Set<String> deliveredBefore(long position, TestRing test) {
        Set<String> gone = new HashSet<>();
        for (TestRing.Read entry : test.readFrom(0)) {
            if (entry.end() <= position) {
                gone.add(entry.text());
            }
        }
        return gone;
    }

    private static Set<String> stillInRing(Set<String> texts, TestRing test) {
        Set<String> still = new HashSet<>(test.texts());
        still.retainAll(texts);
        return still;
    }

    private TestRing afterPowerLoss(Random random) throws IOException {
        byte[] then = lastSynced();
        byte[] now = Files.readAllBytes(file());
        for (int page = 0; page < then.length; page += Geometry.PAGE) {
            if (random.nextBoolean()) {
                System.arraycopy(now, page, then, page, Geometry.PAGE);
            }
        }
        Path copy = folder.resolve("after");
        Files.deleteIfExists(copy);
        Files.write(copy, then);
        return TestRing.open(copy, SIZE, new TestRing.FixedMachine(2));
    }

    @Test
    void a_page_that_was_not_written_in_time_is_reported_where_it_stood() throws IOException {
        TestRing test = TestRing.open(file(), SIZE, TestRing.machine(1, this::sync));
        for (int i = 0; i < 40; i++) {
            test.offer(i + "x".repeat(400));
        }
        byte[] now = Files.readAllBytes(file());
        int lost = Geometry.ENTRIES + (int) ((test.ring().released() + 8192) % SIZE) / Geometry.PAGE * Geometry.PAGE;
        System.arraycopy(lastSynced(), lost, now, lost, Geometry.PAGE);
        Path copy = folder.resolve("after");
        Files.write(copy, now);
        TestRing after = TestRing.open(copy, SIZE, new TestRing.FixedMachine(2));
        assertTrue(after.ring().found().damages().size() > 0);
        assertTrue(after.texts().stream().anyMatch(text -> text.contains(MissingReason.DAMAGED.toString())));
    }

    @Test
    void each_of_many_threads_gets_a_sync_that_began_after_its_call() throws Exception {
        TestRing test = TestRing.open(file(), SIZE, TestRing.machine(1, this::sync));
        List<Thread> threads = new ArrayList<>();
        List<String> missed = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            String name = "thread " + i + " ";
            threads.add(new Thread(() -> {
                for (int n = 0; n < 20; n++) {
                    test.offer(name + n + ";");
                    try {
                        test.ring().force();
                    } catch (IOException e) {
                        missed.add(e.toString());
                    }
                    if (!new String(lastSynced(), java.nio.charset.StandardCharsets.ISO_8859_1)
                            .contains(name + n + ";")) {
                        missed.add(name + n);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), missed);
    }

    @Test
    void those_who_come_while_a_sync_runs_share_the_next() throws Exception {
        AtomicInteger syncs = new AtomicInteger();
        CountDownLatch disk = new CountDownLatch(1);
        GroupCommit commit = new GroupCommit(() -> {
            if (syncs.incrementAndGet() == 1) {
                await(disk);
            }
        });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> assertDoesNotThrow(commit::await));
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.sleep(1);
            }
            threads.add(thread);
        }
        disk.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(2, syncs.get());
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_sync_that_fails_is_reported_to_all_who_wait_and_the_next_writes_the_same_pages() throws IOException {
        boolean[] broken = {false};
        TestRing test = TestRing.open(file(), SIZE, TestRing.machine(1, map -> {
            if (broken[0]) {
                throw new IOException("EIO");
            }
            sync(map);
        }));
        test.offer("one");
        broken[0] = true;
        IOException failed = assertThrows(IOException.class, test.ring()::force);
        assertTrue(failed.getMessage().contains("EIO"), failed.getMessage());
        broken[0] = false;
        test.ring().force();
        assertTrue(new String(lastSynced(), java.nio.charset.StandardCharsets.ISO_8859_1).contains("one"));
    }
}
