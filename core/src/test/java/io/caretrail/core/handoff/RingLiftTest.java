package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 2: a ring that is older than what others know of it, since its newest pages went with the power. */
class RingLiftTest {

    private static final int SIZE = 64 * 1024;
    private static final long SPILLED = 7;
    private static final long DIRECT = 8;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("ring");
    }

    private TestRing reopen(Map<Long, Long> taken) throws IOException {
        return TestRing.open(file(), SIZE, taken, new TestRing.FixedMachine(2));
    }

    private static List<String> from(TestRing test, long lane) {
        return test.readFrom(test.ring().cursor(lane).position()).stream()
                .map(TestRing.Read::text)
                .toList();
    }

    @Test
    void what_it_holds_and_what_comes_is_behind_what_others_know() throws Exception {
        TestRing test = TestRing.open(file(), SIZE);
        Random random = new Random(1);
        List<String> texts = IntStream.range(0, 40)
                .mapToObj(i -> i + "x".repeat(random.nextInt(900)))
                .toList();
        texts.forEach(test::offer);
        List<TestRing.Read> read = test.readAll();
        test.ring().cursor(SPILLED).moveTo(read.get(4).end());
        test.ring().cursor(DIRECT).moveTo(read.get(9).end());
        test.ring().release(read.get(4).end());
        long elsewhere = test.ring().end() + 10 * SIZE;

        TestRing after = reopen(Map.of(SPILLED, elsewhere));

        assertTrue(after.ring().released() >= elsewhere);
        assertTrue(
                after.messages().toString().contains("is older than the spools beside it"), after.messages()::toString);
        assertEquals(texts.subList(10, 40), from(after, DIRECT));
        assertEquals(List.of(), from(after, SPILLED));
        assertTrue(after.offer("new") > elsewhere);
        assertEquals(List.of("new"), from(after, SPILLED));
        after.ring().close();
        TestRing again = reopen(Map.of(SPILLED, elsewhere));
        assertEquals(List.of(), again.messages());
        assertEquals(after.ring().end(), again.ring().end());
    }

    @Test
    void one_that_knows_less_than_the_ring_keeps_its_share_when_another_knows_more() throws Exception {
        TestRing test = TestRing.open(file(), SIZE);
        IntStream.range(0, 10).forEach(i -> test.offer("text " + i));
        List<TestRing.Read> read = test.readAll();
        long end = test.ring().end();
        test.ring().cursor(SPILLED);
        test.ring().cursor(DIRECT);

        TestRing after = reopen(Map.of(SPILLED, read.get(2).end(), DIRECT, end + 64));

        assertEquals(7, from(after, SPILLED).size());
        assertEquals(List.of(), from(after, DIRECT));
    }

    @Test
    void what_was_counted_as_missing_is_still_counted_and_told_once() throws Exception {
        TestRing test = TestRing.open(file(), SIZE);
        test.offer("one");
        test.ring().missing(TestRing.STARTED, MissingReason.HAND_OFF_FULL, 3);
        assertEquals(2, test.texts().size());
        test.ring().missing(TestRing.STARTED, MissingReason.FAILED, 2);

        TestRing after = reopen(Map.of(SPILLED, test.ring().end() + SIZE));

        assertEquals(
                List.of("one", "3 missing: the hand-off was full", "2 missing: the audit path failed"), after.texts());
        assertEquals(3, after.ring().missing(TestRing.STARTED, MissingReason.HAND_OFF_FULL));
    }

    @Test
    void one_that_was_lost_begins_behind_what_others_know_whatever_the_clock_says() throws Exception {
        long future = (System.currentTimeMillis() + 1_000_000_000L) * 4096 / 64 * 64;
        assertTrue(reopen(Map.of(SPILLED, future)).ring().end() >= future);
    }

    @Test
    void a_folder_that_takes_no_new_file_says_so_and_the_old_one_stays() throws Exception {
        TestRing test = TestRing.open(file(), SIZE);
        test.offer("one");
        long end = test.ring().end();
        test.ring().close();
        Files.createDirectories(folder.resolve("ring.new").resolve("in the way"));
        IOException refused = org.junit.jupiter.api.Assertions.assertThrows(
                IOException.class, () -> reopen(Map.of(SPILLED, end + 64)));
        assertTrue(refused.getMessage().contains(file().toString()), refused::getMessage);
        Files.delete(folder.resolve("ring.new").resolve("in the way"));
        assertEquals(List.of("one"), reopen(Map.of()).texts());
    }
}
