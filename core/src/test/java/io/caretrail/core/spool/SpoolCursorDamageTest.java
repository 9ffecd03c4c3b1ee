package io.caretrail.core.spool;

import static io.caretrail.core.spool.TestEntries.STEP;
import static io.caretrail.core.spool.TestEntries.drain;
import static io.caretrail.core.spool.TestEntries.segments;
import static io.caretrail.core.spool.TestEntries.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Fault 3: a torn tail, a flipped bit, a zeroed page at every offset of the cursor of a spool. */
class SpoolCursorDamageTest extends DamagedSpool {

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
