package io.caretrail.core.spool;

import static io.caretrail.core.spool.TestEntries.QUOTA;
import static io.caretrail.core.spool.TestEntries.STEP;
import static io.caretrail.core.spool.TestEntries.drain;
import static io.caretrail.core.spool.TestEntries.entries;
import static io.caretrail.core.spool.TestEntries.entry;
import static io.caretrail.core.spool.TestEntries.segments;
import static io.caretrail.core.spool.TestEntries.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Fault 3: a torn tail, a flipped bit, a zeroed page at every offset of a segment and of the cursor. */
class SpoolDamageTest {

    private static final long SMALL_SEGMENT = 700;
    private static final int ENTRIES = 22;
    private static final int DELIVERED = 2;

    /** Thousands of spools are made; where there is memory for files they are made there. */
    @TempDir(factory = InMemory.class)
    Path folder;

    static final class InMemory implements TempDirFactory {
        private static final Path MEMORY = Path.of("/dev/shm");

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            return Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "caretrail")
                    : Files.createTempDirectory("caretrail");
        }
    }

    private List<Path> files;
    private List<byte[]> whole;
    private byte[] cursor;

    @BeforeEach
    void three_segments() throws IOException {
        try (Spool spool = open()) {
            for (int n = 1; n <= ENTRIES; n += 2) {
                spool.append(entries(n, n + 1));
            }
            drain(spool);
            spool.delivered(1 * STEP);
            spool.delivered(DELIVERED * STEP);
        }
        files = segments(folder);
        assertEquals(3, files.size());
        whole = new ArrayList<>();
        for (Path file : files) {
            whole.add(Files.readAllBytes(file));
        }
        cursor = Files.readAllBytes(cursorFile());
    }

    private Path cursorFile() {
        return folder.resolve(CursorFile.NAME);
    }

    private Spool open() throws IOException {
        return Spool.open(folder, QUOTA, SMALL_SEGMENT);
    }

    private void restore() throws IOException {
        for (Path file : segments(folder)) {
            Files.delete(file);
        }
        for (int i = 0; i < files.size(); i++) {
            Files.write(files.get(i), whole.get(i));
        }
        Files.write(cursorFile(), cursor);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) (1 << (at % 8));
        return damaged;
    }

    private static byte[] zeroed(byte[] bytes, int from, int length) {
        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, from, Math.min(bytes.length, from + length), (byte) 0);
        return damaged;
    }

    /** Which entries, by n, lie in the bytes of a segment from one offset to another. */
    private List<Long> touched(int segment, int from, int to) {
        List<Long> all = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(whole.get(segment));
        for (int at = 0; at < bytes.limit(); ) {
            int size = Frame.sizeAt(bytes, at, at);
            if (at < to && at + size > from) {
                all.add(bytes.getLong(at + 20) / STEP);
            }
            at += size;
        }
        return all;
    }

    /** Where in the newest segment an entry begins; 0 when it lies in one before. */
    private long startOf(long n) {
        ByteBuffer bytes = ByteBuffer.wrap(whole.get(2));
        int at = 0;
        while (at < bytes.limit() && bytes.getLong(at + 20) < n * STEP) {
            at += Frame.sizeAt(bytes, at, at);
        }
        return at;
    }

    /**
     * Opens what was damaged and holds it against the ledger.
     *
     * @param damaged the entries that cannot be read any more, by n
     * @param torn whether it is the end of the newest segment, which is cut off
     * @return what comes out, in words
     */
    private List<String> assertPassedOver(List<Long> damaged, boolean torn, String what) throws IOException {
        List<String> expected = new ArrayList<>();
        long lost = 0;
        for (long n = DELIVERED + 1; n <= ENTRIES; n++) {
            if (damaged.contains(n)) {
                lost++;
            } else {
                if (lost > 0) {
                    expected.add("lost " + lost);
                }
                lost = 0;
                expected.add(Long.toString(n));
            }
        }
        long cut = 0;
        if (torn && !damaged.isEmpty()) {
            cut = Files.size(files.get(2)) - startOf(damaged.get(0));
        }
        long last = torn && !damaged.isEmpty() ? damaged.get(0) - 1 : ENTRIES;
        try (Spool spool = open()) {
            assertEquals(cut, spool.recovered().cutBytes(), what);
            assertEquals(cut > 0 ? 1 : 0, spool.recovered().remarks().size(), what);
            assertEquals(last * STEP, spool.lastPosition(), what);
            assertEquals(last - DELIVERED, spool.records(), what);
            assertEquals(expected, drain(spool), what);
        }
        return expected;
    }

    /** What was passed over stays so when the spool is used on. */
    private void assertGoesOn(List<String> expected, String what) throws IOException {
        try (Spool spool = open()) {
            assertEquals(expected, drain(spool), what);
            assertTrue(spool.append(entries(ENTRIES + 1, ENTRIES + 3)), what);
            assertEquals(words(ENTRIES + 1, ENTRIES + 3), drain(spool), what);
        }
        try (Spool spool = open()) {
            assertEquals(List.of(), spool.recovered().remarks(), what);
            expected.addAll(words(ENTRIES + 1, ENTRIES + 3));
            assertEquals(expected, drain(spool), what);
            spool.delivered(spool.lastPosition());
            assertTrue(spool.isEmpty(), what);
        }
    }

    /** Damages each segment at each offset. */
    private void atEveryOffset(int width, Damage damage) throws IOException {
        for (int segment = 0; segment < whole.size(); segment++) {
            for (int at = 0; at < whole.get(segment).length; at++) {
                restore();
                Files.write(files.get(segment), damage.of(whole.get(segment), at));
                List<Long> hit = touched(segment, at, at + width);
                boolean torn = hit.contains((long) ENTRIES);
                hit.removeIf(n -> n <= DELIVERED);
                String what = "segment " + segment + ", offset " + at;
                List<String> left = assertPassedOver(hit, torn, what);
                if (at % 32 == 0) {
                    assertGoesOn(left, what);
                }
            }
        }
    }

    private interface Damage {
        byte[] of(byte[] bytes, int at);
    }

    @Test
    void flipped_bit_at_every_offset_of_every_segment_costs_that_entry_alone() throws IOException {
        atEveryOffset(1, SpoolDamageTest::flipped);
    }

    @Test
    void zeroed_page_at_every_offset_of_every_segment_costs_what_it_covers() throws IOException {
        atEveryOffset(150, (bytes, at) -> zeroed(bytes, at, 150));
    }

    @Test
    void segment_that_ends_early_at_every_offset_costs_what_is_not_there() throws IOException {
        atEveryOffset(Integer.MAX_VALUE / 2, Arrays::copyOf);
    }

    @Test
    void rubbish_in_place_of_a_segment_costs_that_segment_alone() throws IOException {
        Random random = new Random(7);
        for (int segment = 0; segment < whole.size(); segment++) {
            restore();
            byte[] rubbish = new byte[whole.get(segment).length];
            random.nextBytes(rubbish);
            Files.write(files.get(segment), rubbish);
            List<Long> hit = touched(segment, 0, rubbish.length);
            hit.removeIf(n -> n <= DELIVERED);
            assertGoesOn(assertPassedOver(hit, segment == 2, "segment " + segment), "segment " + segment);
        }
    }

    @Test
    void rubbish_behind_the_last_entry_is_cut_off() throws IOException {
        Random random = new Random(11);
        for (int length : List.of(1, Frame.HEAD, 5000)) {
            restore();
            byte[] more = new byte[length];
            random.nextBytes(more);
            Files.write(files.get(2), more, java.nio.file.StandardOpenOption.APPEND);
            try (Spool spool = open()) {
                assertEquals(length, spool.recovered().cutBytes());
                assertEquals(whole.get(2).length, Files.size(files.get(2)));
                assertEquals(words(DELIVERED + 1, ENTRIES), drain(spool));
            }
        }
    }

    @Test
    void segment_that_someone_removed_is_counted() throws IOException {
        for (int segment = 0; segment < 2; segment++) {
            restore();
            Files.delete(files.get(segment));
            List<Long> hit = touched(segment, 0, Integer.MAX_VALUE);
            hit.removeIf(n -> n <= DELIVERED);
            assertGoesOn(assertPassedOver(hit, false, "segment " + segment), "segment " + segment);
        }
    }

    @Test
    void everything_zeroed_leaves_a_spool_that_works() throws IOException {
        for (int i = 0; i < files.size(); i++) {
            Files.write(files.get(i), new byte[whole.get(i).length]);
        }
        Files.write(cursorFile(), new byte[cursor.length]);
        try (Spool spool = open()) {
            assertEquals(4, spool.recovered().remarks().size());
            assertTrue(spool.isEmpty());
            assertEquals(-1, spool.lastPosition());
            assertTrue(spool.append(entries(1, 3)));
            assertEquals(words(1, 3), drain(spool));
            spool.delivered(3 * STEP);
        }
        try (Spool spool = open()) {
            assertTrue(spool.isEmpty());
            assertEquals(3 * STEP, spool.lastPosition());
        }
    }

    @Test
    void record_that_holds_the_bytes_of_another_frame_is_not_taken_for_it() throws IOException {
        ByteBuffer inner = ByteBuffer.allocate(200);
        Frame.put(inner, 0, 9, entry(9));
        Path hostile = folder.resolve("hostile");
        try (Spool spool = Spool.open(hostile, QUOTA)) {
            spool.append(List.of(new Entry(1, (byte) 0, inner.flip()), new Entry(2, (byte) 0, ByteBuffer.allocate(0))));
        }
        Path file = segments(hostile).get(0);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, flipped(bytes, 30));
        try (Spool spool = Spool.open(hostile, QUOTA)) {
            assertEquals(1, ((Lost) spool.next()).entries());
            assertEquals(2, spool.next().position());
        }
    }

    // ---- the cursor

    /** However the cursor is damaged: from where it stood, or some entries before, all come, and nothing is lost. */
    private void assertAllFromTheCursorOn(byte[] damaged, int earliest, String what) throws IOException {
        restore();
        Files.write(cursorFile(), damaged);
        long from;
        try (Spool spool = open()) {
            from = ENTRIES - spool.records() + 1;
            assertTrue(from >= earliest && from <= DELIVERED + 1, what + ": from " + from);
            boolean again = from <= DELIVERED;
            assertTrue(!again || !spool.recovered().remarks().isEmpty(), what);
            assertEquals(words(from, ENTRIES), drain(spool), what);
            spool.delivered(15 * STEP);
        }
        try (Spool spool = open()) {
            assertEquals(words(16, ENTRIES), drain(spool), what);
        }
    }

    /** Whether a whole spool is to be tried: between the slots nothing of interest lies. */
    private static boolean isInSlot(int at) {
        return at <= CursorFile.SLOT || at >= CursorFile.SECOND_SLOT;
    }

    private void assertCursorStandsAt(byte[] damaged, int earliest, int at) throws IOException {
        String what = "at " + at;
        if (at % 256 == 0 || (isInSlot(at) && at % 4 == 0)) {
            assertAllFromTheCursorOn(damaged, earliest, what);
        }
        Files.write(cursorFile(), damaged);
        try (CursorFile file = CursorFile.open(folder, false)) {
            long number = file.mark().number();
            assertEquals(number * STEP, Math.max(0, file.mark().position()), what);
            assertTrue(number >= earliest - 1 && number <= DELIVERED, what);
            assertTrue(number == DELIVERED || !file.damage().isEmpty(), what);
        }
    }

    @Test
    void flipped_bit_at_every_offset_of_the_cursor_repeats_one_delivery_at_most() throws IOException {
        for (int at = 0; at < cursor.length; at++) {
            assertCursorStandsAt(flipped(cursor, at), DELIVERED, at);
        }
    }

    @Test
    void cursor_that_ends_early_at_every_offset_loses_nothing() throws IOException {
        for (int length = 0; length < cursor.length; length++) {
            int earliest = length < CursorFile.SLOT ? 1 : DELIVERED;
            assertCursorStandsAt(Arrays.copyOf(cursor, length), earliest, length);
        }
    }

    @Test
    void zeroed_page_of_the_cursor_repeats_one_delivery_at_most() throws IOException {
        assertAllFromTheCursorOn(zeroed(cursor, 0, 4096), DELIVERED, "first page");
        assertAllFromTheCursorOn(zeroed(cursor, 4096, 4096), DELIVERED, "second page");
    }

    @Test
    void cursor_without_a_whole_slot_delivers_from_the_oldest_entry_on() throws IOException {
        Consumer<byte[]> rubbish = new Random(3)::nextBytes;
        byte[] damaged = new byte[cursor.length];
        rubbish.accept(damaged);
        assertAllFromTheCursorOn(damaged, 1, "rubbish");
        restore();
        Files.delete(cursorFile());
        try (Spool spool = open()) {
            assertEquals(1, spool.recovered().remarks().size());
            assertEquals(ENTRIES, spool.records());
            assertEquals(words(1, ENTRIES), drain(spool));
        }
    }

    @Test
    void older_slot_never_asks_for_a_segment_that_was_given_back() throws IOException {
        int beforeLast;
        try (Spool spool = open()) {
            beforeLast = (int) (long) touched(2, 0, 1).get(0);
            drain(spool);
            spool.delivered(beforeLast * STEP);
            assertEquals(1, segments(folder).size());
        }
        byte[] both = Files.readAllBytes(cursorFile());
        for (int slot : List.of(0, CursorFile.SECOND_SLOT)) {
            Files.write(cursorFile(), flipped(both, slot + 10));
            try (Spool spool = open()) {
                assertEquals(words(beforeLast + 1, ENTRIES), drain(spool));
            }
        }
    }
}
