package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.handoff.Found.Damage;
import io.caretrail.core.handoff.Found.LastStop;
import io.caretrail.core.handoff.TestRing.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fault 3: torn tail, flipped bit, zeroed page, at every offset of a ring. Whatever is done to the file, it opens, gives
 * no wrong entry, says what it passed over, and takes new entries.
 */
class RingDamageTest {

    private static final int SIZE = 8192;

    @TempDir
    Path folder;

    private Path file;
    private byte[] whole;
    private List<String> kept;
    private List<Read> entries;

    /** A ring that has wrapped around, with entries before and behind the edge, and two cursors. */
    @BeforeEach
    void fill() throws IOException {
        file = folder.resolve("ring");
        TestRing test = TestRing.open(file, SIZE);
        long begin = test.ring().end();
        for (int i = 0; test.ring().end() < begin + 2 * SIZE || test.ring().end() % SIZE < SIZE / 2; i++) {
            test.ring().release(test.offer("gone " + "x".repeat(400 + i * 3 % 300)));
        }
        kept = new ArrayList<>();
        for (int i = 0; test.ring().used() < SIZE - 1500; i++) {
            String text = "kept " + i + " " + "y".repeat(i * 97 % 600);
            test.offer(text);
            kept.add(text);
        }
        entries = test.readAll();
        test.ring().cursor(5).moveTo(entries.get(2).end());
        test.ring().cursor(6).moveTo(entries.get(4).end());
        // As a kill leaves it: not closed.
        whole = Files.readAllBytes(file);
        assertTrue(test.ring().end() % SIZE < test.ring().released() % SIZE, "has wrapped around");
    }

    @Test
    void a_flipped_bit_at_every_offset_loses_one_entry_at_most_and_says_so() throws IOException {
        for (int offset = 0; offset < whole.length; offset += step(offset)) {
            byte[] bytes = whole.clone();
            bytes[offset] ^= (byte) (1 << offset % 8);
            TestRing test = reopened(bytes, 1, "bit " + offset);
            assertLostAtMost(test, 1, "bit " + offset);
            assertEquals(entries.get(2).end(), test.ring().cursor(5).position(), "bit " + offset);
            assertEquals(entries.get(4).end(), test.ring().cursor(6).position(), "bit " + offset);
        }
    }

    @Test
    void every_bit_of_the_words_that_are_there_once_or_contended_for_is_guarded() throws IOException {
        for (int bit = Geometry.HOT * 8; bit < (Geometry.HOT + 72) * 8; bit++) {
            byte[] bytes = whole.clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertLostAtMost(reopened(bytes, 1, "bit " + bit), 0, "bit " + bit);
        }
    }

    @Test
    void a_zeroed_page_at_every_offset_is_reported_and_passed_over() throws IOException {
        for (int offset = 0; offset < whole.length; offset += 64) {
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, offset, Math.min(bytes.length, offset + 4096), (byte) 0);
            String place = "page at " + offset;
            TestRing test = reopened(bytes, 1, place);
            if (offset % 4096 == 0 && offset < Geometry.ENTRIES) {
                assertLostAtMost(test, 0, place);
            } else {
                assertSaidWhatIsLost(test, place);
            }
        }
    }

    @Test
    void rubbish_in_every_page_is_reported_and_passed_over() throws IOException {
        java.util.Random random = new java.util.Random(3);
        for (int page = 0; page < whole.length / 4096; page++) {
            byte[] bytes = whole.clone();
            byte[] rubbish = new byte[4096];
            random.nextBytes(rubbish);
            System.arraycopy(rubbish, 0, bytes, page * 4096, 4096);
            TestRing test = reopened(bytes, 2, "page " + page);
            assertSaidWhatIsLost(test, "page " + page);
        }
    }

    @Test
    void a_page_as_it_was_before_is_reported_and_passed_over() throws IOException {
        // What a loss of power leaves of a page that was not written in time.
        TestRing test = TestRing.open(file, SIZE);
        long first = test.ring().released();
        test.ring().release(entries.get(9).end());
        for (int i = 0; i < 5; i++) {
            String text = "later " + i + " " + "z".repeat(300);
            kept.add(text);
            test.offer(text);
        }
        entries = new ArrayList<>(entries.subList(10, entries.size()));
        entries.addAll(test.readFrom(entries.get(entries.size() - 1).end()));
        kept = kept.subList(10, kept.size());
        byte[] now = Files.readAllBytes(file);
        for (int page = 0; page < whole.length / 4096; page++) {
            byte[] bytes = now.clone();
            System.arraycopy(whole, page * 4096, bytes, page * 4096, 4096);
            TestRing again = reopened(bytes, 2, "page " + page);
            assertEquals(LastStop.MACHINE_DOWN, again.ring().found().lastStop());
            assertSaidWhatIsLost(again, "page " + page);
            assertTrue(again.ring().released() >= first);
        }
    }

    @Test
    void a_file_cut_off_at_every_offset_gives_back_what_is_left() throws IOException {
        for (int length = 0; length < whole.length; length += length < 64 || length > whole.length - 64 ? 1 : 37) {
            byte[] bytes = Arrays.copyOf(whole, length);
            TestRing test = reopened(bytes, 1, "length " + length);
            assertSaidWhatIsLost(test, "length " + length);
            Files.deleteIfExists(folder.resolve("ring.damaged"));
        }
    }

    @Test
    void an_orderly_closed_ring_has_no_holes_so_all_that_cannot_be_read_is_damage() throws IOException {
        TestRing.open(file, SIZE).ring().close();
        byte[] closed = Files.readAllBytes(file);
        int at = offset(entries.get(3).start());
        Arrays.fill(closed, at, at + 24, (byte) 'y');
        TestRing test = reopened(closed, 1, "header");
        Read lost = entries.get(3);
        assertEquals(
                new Found(
                        LastStop.CLOSED,
                        entries.size(),
                        0,
                        List.of(new Damage(lost.start(), lost.end() - lost.start()))),
                test.ring().found());
    }

    @Test
    void a_cursor_inside_of_what_is_damaged_moves_to_where_that_begins() throws IOException {
        byte[] bytes = whole.clone();
        int from = offset(entries.get(1).start());
        int to = offset(entries.get(3).end());
        assertTrue(from < to);
        Arrays.fill(bytes, from, to, (byte) 0);
        TestRing test = reopened(bytes, 1, "three entries");
        assertEquals(entries.get(1).start(), test.ring().cursor(5).position());
        assertEquals(entries.get(4).end(), test.ring().cursor(6).position());
        assertTrue(test.readFrom(test.ring().cursor(5).position()).get(0).text().contains("damaged"));
    }

    @Test
    void the_entries_are_found_when_all_words_that_say_where_they_are_are_lost() throws IOException {
        byte[] bytes = whole.clone();
        Arrays.fill(bytes, Geometry.STATE, Geometry.ENTRIES, (byte) 0);
        TestRing test = reopened(bytes, 1, "all state");
        List<String> texts = test.texts();
        assertEquals(kept, texts.subList(texts.indexOf(kept.get(0)), texts.size()));
        assertEquals(List.of(), test.ring().cursors());
    }

    @Test
    void an_entry_that_is_damaged_while_it_waits_is_passed_over_by_every_reader() throws IOException {
        TestRing test = TestRing.open(file, SIZE);
        Read lost = entries.get(3);
        try (var live = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            live.write(java.nio.ByteBuffer.wrap(new byte[] {'?'}), offset(lost.start()) + 30);
        }
        for (int i = 0; i < 2; i++) {
            List<Read> read = test.readAll();
            assertEquals(kept.size(), read.size());
            assertEquals(
                    "1 missing: " + MissingReason.DAMAGED + ", " + (lost.end() - lost.start()) + " bytes",
                    read.get(3).text());
            assertEquals(kept.get(4), read.get(4).text());
        }
    }

    /** Of counters that are all alike, and of bytes that hold nothing yet, some stand for the others. */
    private int step(int offset) {
        if (isCounter(offset - Geometry.STATE) || isCounter(offset - Geometry.STATE_COPY)) {
            return 7;
        }
        int from = Math.max(0, offset - 64);
        int to = Math.min(whole.length, offset + 128);
        for (int i = from; i < to; i++) {
            if (whole[i] != whole[offset]) {
                return 1;
            }
        }
        return 64;
    }

    private static boolean isCounter(int offset) {
        return offset >= 4096 && offset < Geometry.STATE_SIZE - 7;
    }

    private static int offset(long position) {
        return Geometry.ENTRIES + (int) (position % SIZE);
    }

    private TestRing reopened(byte[] bytes, long boot, String place) throws IOException {
        // A new file each time: the maps of the earlier ones are still there.
        file = folder.resolve("ring");
        Files.deleteIfExists(file);
        Files.write(file, bytes);
        try {
            return TestRing.open(file, SIZE, new TestRing.FixedMachine(boot));
        } catch (RuntimeException e) {
            throw new AssertionError(place, e);
        }
    }

    private void assertLostAtMost(TestRing test, int most, String place) throws IOException {
        List<String> missing = assertSaidWhatIsLost(test, place);
        assertTrue(missing.size() <= most, () -> place + ": " + missing + test.messages());
    }

    /** Nothing wrong, nothing out of order, nothing twice; each entry that is not there lies in a reported damage. */
    private List<String> assertSaidWhatIsLost(TestRing test, String place) throws IOException {
        List<Read> read = test.readAll();
        List<String> texts = new ArrayList<>();
        Set<Long> told = new HashSet<>();
        for (Read entry : read) {
            if (entry.type() == TestRing.STARTED) {
                texts.add(entry.text());
            } else {
                told.add(entry.start());
            }
        }
        List<Damage> damages = test.ring().found().damages();
        damages.forEach(damage -> assertTrue(told.contains(damage.position()), () -> place + ": " + damage));
        assertEquals(damages.size(), told.size(), place);
        List<String> gone =
                texts.stream().filter(text -> text.startsWith("gone")).toList();
        List<String> present = texts.subList(gone.size(), texts.size());
        assertTrue(gone.isEmpty() || test.messages().toString().contains("all it holds is taken as new"), place);
        List<String> missing = new ArrayList<>(kept);
        missing.removeAll(present);
        List<String> expected = new ArrayList<>(kept);
        expected.removeAll(missing);
        assertEquals(expected, present, place);
        boolean movedAside = Files.exists(folder.resolve("ring.damaged"));
        for (String text : missing) {
            Read lost = entries.get(kept.indexOf(text));
            assertTrue(movedAside || damages.stream().anyMatch(covers(lost)::apply), () -> place + " hides " + lost);
        }
        assertTrue(damages.isEmpty() || !test.messages().isEmpty(), place);
        assertGoesOn(test, place);
        return missing;
    }

    private static Covers covers(Read lost) {
        return damage -> damage.position() <= lost.start() && lost.end() <= damage.position() + damage.bytes();
    }

    private interface Covers {
        boolean apply(Damage damage);
    }

    private static void assertGoesOn(TestRing test, String place) throws IOException {
        test.ring().release(test.ring().end());
        IntFunction<String> next = i -> "next " + i + "n".repeat(500 + i * 261 % 900);
        for (int i = 0; i < 10; i++) {
            Reader reader = test.ring().reader(test.ring().end());
            long end = test.offer(next.apply(i));
            assertTrue(end > 0 && reader.next(), place);
            assertEquals(next.apply(i), TestRing.read(reader).text(), place);
            test.ring().release(end);
        }
    }
}
