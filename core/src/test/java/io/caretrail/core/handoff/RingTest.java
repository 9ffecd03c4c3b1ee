package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.caretrail.core.handoff.TestRing.Read;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingTest {

    private static final int SIZE = 64 * 1024;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("ring");
    }

    private TestRing open() throws IOException {
        return TestRing.open(file(), SIZE);
    }

    @Test
    void what_is_offered_is_read_in_order_with_its_positions() throws IOException {
        TestRing test = open();
        long first = test.offer(TestRing.STARTED, "one", 0);
        long second = test.offer(TestRing.FINAL, "two", 0);
        long begin = test.ring().released();
        assertEquals(
                List.of(new Read((byte) 1, "one", begin, first), new Read((byte) 2, "two", first, second)),
                test.readAll());
        assertEquals(second, test.ring().end());
        assertEquals(second - begin, test.ring().used());
        assertEquals(List.of(new Read((byte) 2, "two", first, second)), test.readFrom(first));
        assertEquals(List.of(), test.readFrom(second));
    }

    @Test
    void entries_of_every_size_survive_wrapping_around_many_times() throws IOException {
        TestRing test = TestRing.open(file(), 4096);
        Reader reader = test.ring().reader(0);
        for (int length = 0; length <= test.ring().largest(); length++) {
            String text = "x".repeat(length) + "";
            long end = test.offer(text);
            assertTrue(reader.next(), () -> "nothing at " + reader.end());
            assertEquals(text, TestRing.read(reader).text());
            assertEquals(end, reader.end());
            test.ring().release(end);
        }
        assertFalse(reader.next());
        assertEquals(0, test.ring().used());
    }

    @Test
    void a_full_ring_refuses_until_something_is_released() throws IOException {
        TestRing test = TestRing.open(file(), 4096);
        List<Long> ends = new ArrayList<>();
        long end;
        while ((end = test.offer("x".repeat(40))) > 0) {
            ends.add(end);
        }
        assertEquals(Ring.FULL, end);
        assertEquals(4096 / 64, ends.size());
        assertEquals(4096, test.ring().used());
        test.ring().release(ends.get(0));
        assertTrue(test.offer("x".repeat(40)) > 0);
        assertEquals(Ring.FULL, test.offer("x".repeat(40)));
    }

    @Test
    void a_reserve_is_left_to_those_who_may_use_it() throws IOException {
        TestRing test = TestRing.open(file(), 4096);
        long reserve = Ring.footprint(100) * 3;
        int started = 0;
        while (test.offer(TestRing.STARTED, "s".repeat(100), reserve) > 0) {
            started++;
        }
        int finals = 0;
        while (test.offer(TestRing.FINAL, "f".repeat(100), 0) > 0) {
            finals++;
        }
        assertEquals(32 - 3, started);
        assertEquals(3, finals);
    }

    @Test
    void a_wrong_entry_is_refused_before_anything_is_claimed() throws IOException {
        TestRing test = open();
        long end = test.ring().end();
        byte[] payload = new byte[SIZE];
        assertThrows(IllegalArgumentException.class, () -> test.ring().offer((byte) 0, payload, 0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> test.ring().offer((byte) 32, payload, 0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> test.ring().offer((byte) 1, payload, 0, SIZE, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> test.ring().offer((byte) 1, payload, SIZE, 1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> test.ring().offer((byte) 1, payload, 0, -1, 0));
        assertEquals(end, test.ring().end());
    }

    @Test
    void an_offer_allocates_nothing_once_it_is_compiled() throws IOException {
        Ring ring = TestRing.open(file(), 4 * 1024 * 1024).ring();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] payload = new byte[627];
        long allocated = -1;
        // On a busy machine the compiler comes late.
        long patience = System.nanoTime() + 30_000_000_000L;
        while (allocated != 0 && System.nanoTime() < patience) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++) {
                ring.offer(TestRing.STARTED, payload, 0, payload.length, 0);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            ring.release(ring.end());
        }
        assertEquals(0, allocated);
    }

    @Test
    void the_largest_record_and_more_fit_into_the_smallest_ring_that_can_be_configured() throws IOException {
        TestRing test = TestRing.open(file(), 1024 * 1024);
        String text = "x".repeat(40 * 1024);
        assertTrue(test.ring().largest() > text.length());
        assertTrue(test.offer(text) > 0);
        assertEquals(List.of(text), test.texts());
    }

    @Test
    void a_closed_ring_takes_nothing_and_gives_nothing() throws IOException {
        TestRing test = open();
        long end = test.offer("one");
        Cursor cursor = test.ring().cursor(7);
        Reader reader = test.ring().reader(0);
        test.ring().close();
        test.ring().close();
        assertEquals(Ring.CLOSED, test.offer("two"));
        assertFalse(test.ring().missing((byte) 1, MissingReason.FAILED, 1));
        assertFalse(reader.next());
        assertThrows(IllegalStateException.class, () -> cursor.moveTo(end));
        assertThrows(IllegalStateException.class, () -> test.ring().release(end));
        assertEquals(List.of("one"), open().texts());
    }

    @Test
    void there_is_room_for_32_cursors_and_freed_ones_are_used_again() throws IOException {
        Ring ring = open().ring();
        for (int key = 1; key <= 32; key++) {
            ring.cursor(key);
        }
        assertThrows(IllegalStateException.class, () -> ring.cursor(33));
        Cursor freed = ring.cursor(5);
        freed.free();
        ring.cursor(33);
        assertThrows(IllegalStateException.class, () -> freed.moveTo(64));
        assertEquals(32, ring.cursors().size());
    }

    @Test
    void what_is_missing_comes_out_where_it_would_have_stood() throws IOException {
        TestRing test = TestRing.open(file(), 4096);
        long end = 0;
        while ((end = test.offer("x".repeat(1000))) > 0) {
            test.ring().missing(TestRing.STARTED, MissingReason.REFUSED, 0);
        }
        test.ring().missing(TestRing.STARTED, MissingReason.HAND_OFF_FULL, 2);
        test.ring().missing(TestRing.STARTED, MissingReason.HAND_OFF_FULL, 1);
        test.ring().missing(TestRing.FINAL, MissingReason.NOT_ENCODED, 1);
        List<Read> before = test.readAll();
        Reader reader = test.ring().reader(before.get(before.size() - 1).end());
        assertFalse(reader.next());
        test.ring().release(before.get(0).end());
        test.offer("after");
        test.ring().missing(TestRing.FINAL, MissingReason.FAILED, 4);
        List<String> texts = new ArrayList<>();
        List<Byte> types = new ArrayList<>();
        while (reader.next()) {
            texts.add(TestRing.read(reader).text());
            types.add(reader.type());
        }
        assertEquals(
                List.of(
                        "3 missing: the hand-off was full",
                        "1 missing: the record could not be encoded",
                        "after",
                        "4 missing: the audit path failed"),
                texts);
        assertEquals(List.of((byte) 0x41, (byte) 0x42, (byte) 1, (byte) 0x42), types);
        assertEquals(3, test.ring().missing(TestRing.STARTED, MissingReason.HAND_OFF_FULL));
    }

    @Test
    void counts_that_could_not_be_told_survive_and_told_ones_are_not_told_again() throws IOException {
        TestRing test = TestRing.open(file(), 4096);
        while (test.offer("x".repeat(1000)) > 0) {
            // Until it is full.
        }
        test.ring().missing(TestRing.STARTED, MissingReason.HAND_OFF_FULL, 5);
        TestRing killed = TestRing.open(file(), 4096);
        assertEquals(5, killed.ring().missing(TestRing.STARTED, MissingReason.HAND_OFF_FULL));
        killed.ring().release(killed.ring().end());
        assertEquals(List.of("5 missing: the hand-off was full"), killed.texts());
        TestRing later = TestRing.open(file(), 4096);
        assertEquals(List.of("5 missing: the hand-off was full"), later.texts());
        later.ring().release(later.ring().end());
        assertEquals(List.of(), TestRing.open(file(), 4096).texts());
    }

    @Test
    void a_count_is_not_told_twice_when_the_process_died_before_it_was_noted() throws IOException {
        TestRing test = TestRing.open(file(), 4096);
        test.ring().missing(TestRing.STARTED, MissingReason.REFUSED, 5);
        byte[] before = Files.readAllBytes(file());
        assertEquals(List.of("5 missing: the request was refused, since its record could not be kept"), test.texts());
        byte[] after = Files.readAllBytes(file());
        // The entry as it is afterwards, the counters as they were before.
        System.arraycopy(before, Geometry.STATE, after, Geometry.STATE, 2 * Geometry.STATE_SIZE);
        Files.write(file(), after);
        TestRing again = TestRing.open(file(), 4096);
        again.offer("next");
        assertEquals(
                List.of("5 missing: the request was refused, since its record could not be kept", "next"),
                again.texts());
    }

    @Test
    void a_reader_that_was_overtaken_is_told() throws IOException {
        TestRing test = open();
        test.offer("one");
        long second = test.offer("two");
        Reader reader = test.ring().reader(0);
        assertTrue(reader.next());
        test.ring().release(second);
        assertThrows(OvertakenException.class, () -> reader.copyTo(ByteBuffer.allocate(10)));
        assertThrows(OvertakenException.class, reader::next);
        assertEquals(List.of(), test.texts());
        for (int i = 0; i < 2 * SIZE / 1024; i++) {
            test.ring().release(test.offer("x".repeat(1000)));
        }
        assertThrows(OvertakenException.class, reader::next);
    }

    @Test
    void release_never_goes_back_nor_beyond_the_end() throws IOException {
        TestRing test = open();
        long first = test.offer("one");
        long second = test.offer("two");
        test.ring().release(second + 6400);
        assertEquals(second, test.ring().released());
        test.ring().release(first);
        assertEquals(second, test.ring().released());
    }
}
