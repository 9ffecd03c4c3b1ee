package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads at once, compared with a model: what each thread was told, in the order of the positions. */
class RingConcurrencyTest {

    private static final int THREADS = 8;
    private static final int OFFERS = 20_000;
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private TestRing open(long size) throws IOException {
        return TestRing.open(folder.resolve("ring"), size);
    }

    private static byte[] payload(long number) {
        return SigkillVictim.payload(number);
    }

    @Test
    void every_reader_sees_exactly_what_was_accepted_where_it_was_accepted() throws Exception {
        TestRing test = open(256 * 1024);
        Ring ring = test.ring();
        Map<Long, Long> model = new ConcurrentHashMap<>();
        AtomicLong refused = new AtomicLong();
        AtomicLong slowest = new AtomicLong(ring.released());
        AtomicLong ahead = new AtomicLong(ring.released());
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> producers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            long first = (long) thread << 32;
            producers.add(threads.submit(() -> produce(ring, first, model, refused)));
        }
        AtomicBoolean done = new AtomicBoolean();
        Future<Map<Long, Long>> one = threads.submit(() -> read(ring, ahead, slowest, done));
        Future<Map<Long, Long>> other = threads.submit(() -> read(ring, slowest, ahead, done));
        for (Future<?> producer : producers) {
            producer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        done.set(true);
        assertEquals(model, one.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(model, other.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(refused.get(), ring.missing(TestRing.FINAL, MissingReason.HAND_OFF_FULL));
        threads.shutdown();
    }

    private static void produce(Ring ring, long first, Map<Long, Long> model, AtomicLong refused) {
        for (long number = first; number < first + OFFERS; number++) {
            byte[] payload = payload(number);
            long end = ring.offer(TestRing.STARTED, payload, 0, payload.length, 0);
            if (end > 0) {
                model.put(number, end);
            } else {
                ring.missing(TestRing.FINAL, MissingReason.HAND_OFF_FULL, 1);
                refused.incrementAndGet();
                LockSupport.parkNanos(20_000);
            }
        }
    }

    /** Reads to the end, which is reached when the sum of what is missing, as told, has come out too. */
    private static Map<Long, Long> read(Ring ring, AtomicLong mine, AtomicLong others, AtomicBoolean done) {
        Map<Long, Long> seen = new HashMap<>();
        Reader reader = ring.reader(0);
        long missing = 0;
        while (true) {
            boolean last = done.get();
            // Before each look, found or not: a release that meets the telling of what is missing stops there.
            ring.release(Math.min(mine.get(), others.get()));
            if (!reader.next()) {
                // The other reader may be the one that is telling just now.
                if (last && missing == ring.missing(TestRing.FINAL, MissingReason.HAND_OFF_FULL)) {
                    assertEquals(ring.end(), reader.end());
                    return seen;
                }
                continue;
            }
            if (reader.isMissing()) {
                missing += reader.missing().count();
            } else {
                ByteBuffer payload = ByteBuffer.allocate(reader.length());
                reader.copyTo(payload);
                long number = SigkillVictim.number(payload.array());
                assertTrue(number >= 0, "corrupt");
                assertEquals(null, seen.put(number, reader.end()), "twice");
            }
            mine.set(reader.end());
        }
    }

    @Test
    void a_producer_that_stands_still_holds_readers_there_and_loses_nothing() throws Exception {
        TestRing test = open(64 * 1024);
        Ring ring = test.ring();
        test.offer("before");
        // Claims and does not publish, as a thread does that is not given the processor for a while.
        Memory memory = TestRing.map(folder.resolve("ring"));
        long claimed = new End(memory).claim(Entries.footprint(4), Long.MAX_VALUE);
        test.offer("behind");
        Reader reader = ring.reader(0);
        assertTrue(reader.next());
        assertFalse(reader.next());
        int accepted = 1;
        while (test.offer("x".repeat(1000)) > 0) {
            accepted++;
            assertFalse(reader.next());
        }
        ring.release(claimed);
        assertFalse(reader.next());
        byte[] late = "late".getBytes(StandardCharsets.UTF_8);
        new Entries(memory).write(claimed, TestRing.STARTED, late, 0, 4, Entries.checksum(late, 0, 4));
        assertTrue(reader.next());
        assertEquals("late", TestRing.read(reader).text());
        assertTrue(reader.next());
        assertEquals("behind", TestRing.read(reader).text());
        for (int i = 1; i < accepted; i++) {
            assertTrue(reader.next());
        }
        assertFalse(reader.next());
    }

    @Test
    void a_producer_that_was_stuck_when_the_ring_was_closed_makes_no_orderly_end() throws Exception {
        TestRing test = open(64 * 1024);
        new End(TestRing.map(folder.resolve("ring"))).claim(Entries.footprint(10), Long.MAX_VALUE);
        test.offer("behind");
        test.ring().close();
        TestRing again = open(64 * 1024);
        assertEquals(
                new Found(Found.LastStop.KILLED, 1, 1, List.of()), again.ring().found());
        assertEquals(List.of("behind"), again.texts());
    }

    @Test
    void virtual_and_other_short_lived_threads_leave_nothing_behind() throws Exception {
        TestRing test = open(1024 * 1024);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Thread thread = new Thread(() -> test.offer("x"));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(500, test.texts().size());
    }

    /** Fault 12: an error between the claim and the end of an entry. */
    @Test
    void a_place_whose_producer_threw_is_made_void_by_the_first_who_comes_there() throws Exception {
        TestRing test = open(64 * 1024);
        Memory memory = TestRing.map(folder.resolve("ring"));
        long claimed = new End(memory).claim(2 * Entries.UNIT, Long.MAX_VALUE);
        long behind = test.offer("behind");
        Orphans orphans = new Orphans();
        Entries entries = new Entries(memory);
        orphans.places[7] = ((claimed / Entries.UNIT) << Orphans.SIZE_BITS) | 2;
        assertFalse(orphans.adopt(claimed + Entries.UNIT, entries));
        assertTrue(orphans.adopt(claimed, entries));
        assertFalse(orphans.adopt(claimed, entries));
        assertEquals(
                List.of(new TestRing.Read(TestRing.STARTED, "behind", claimed + 2 * Entries.UNIT, behind)),
                test.readAll());
    }

    /** Fault 12: at every depth of a stack that is nearly used up, an offer is either whole or void. */
    @Test
    void a_stack_overflow_in_the_middle_of_an_offer_leaves_no_place_that_stops_the_readers() throws Exception {
        TestRing test = open(1024 * 1024);
        Ring ring = test.ring();
        long acceptedEver = 0;
        for (int round = 0; round < 300; round++) {
            AtomicLong accepted = new AtomicLong();
            Runnable fall = () -> fall(ring, new byte[100 + accepted.intValue() % 7], accepted);
            Thread thread = new Thread(null, fall, "deep", 200_000 + round * 16L);
            thread.start();
            thread.join();
            acceptedEver += accepted.get();
            Reader reader = ring.reader(ring.released());
            for (long i = 0; i < accepted.get(); i++) {
                assertTrue(reader.next(), "round " + round);
            }
            assertFalse(reader.next());
            assertEquals(ring.end(), reader.end(), "round " + round);
            ring.release(ring.end());
        }
        assertTrue(acceptedEver > 0);
        ring.close();
        assertEquals(
                new Found(Found.LastStop.CLOSED, 0, 0, List.of()),
                open(1024 * 1024).ring().found());
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int fall(Ring ring, byte[] payload, AtomicLong accepted) {
        int height;
        try {
            height = 1 + fall(ring, payload, accepted);
        } catch (StackOverflowError bottom) {
            height = 0;
        }
        if (height < 100) {
            if (ring.offer(TestRing.STARTED, payload, 0, payload.length, 0) > 0) {
                accepted.incrementAndGet();
            }
        }
        return height;
    }
}
