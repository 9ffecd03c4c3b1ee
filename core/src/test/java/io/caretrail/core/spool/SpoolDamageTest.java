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
import org.junit.jupiter.api.Test;

/** Fault 3: a torn tail, a flipped bit, a zeroed page at every offset of a segment. */
class SpoolDamageTest extends DamagedSpool {

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
        atEveryOffset(1, DamagedSpool::flipped);
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
}
