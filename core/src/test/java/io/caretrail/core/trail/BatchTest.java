package io.caretrail.core.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Batching;
import io.caretrail.core.destination.UndeliveredException;
import io.caretrail.core.record.RawDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final Tally tally = new Tally();
    private final Batch batch = new Batch(new Batching(4, 1000, Duration.ofDays(1)));

    private void fill(String... records) {
        for (String record : records) {
            batch.add(record.getBytes(StandardCharsets.US_ASCII), batch.end() + 10);
        }
        batch.render(
                new Rendering.Source(TestRecords::encoder, TestRecords.OWN, new RawDecoder()).of(Rendering.RAW), tally);
    }

    private List<String> content() {
        return batch.content().stream()
                .map(line -> StandardCharsets.US_ASCII.decode(line).toString())
                .toList();
    }

    private static UndeliveredException partly(int... places) {
        BitSet undelivered = new BitSet();
        for (int place : places) {
            undelivered.set(place);
        }
        return new UndeliveredException("some", undelivered, null, null);
    }

    /** Fault 7. */
    @Test
    void only_what_was_not_taken_is_tried_again_and_nothing_behind_it_counts_as_kept() {
        fill("a", "b", "c", "d");
        assertEquals(2, batch.keep(partly(1, 3)));
        assertEquals(List.of("b", "d"), content());
        assertEquals(10, batch.kept());
        assertEquals(1, batch.keep(partly(1)));
        assertEquals(List.of("d"), content());
        assertEquals(20, batch.kept());
        assertEquals(1, batch.keep(partly()));
        assertTrue(batch.isEmpty());
        assertEquals(40, batch.kept());
    }

    @Test
    void batch_is_ripe_when_it_is_full_or_old() {
        fill("a", "b", "c");
        assertTrue(batch.untilRipe() > 0);
        fill("d");
        assertEquals(0, batch.untilRipe());
        batch.limits(Batching.LOCAL);
        assertTrue(batch.untilRipe() <= 0);
    }

    @Test
    void what_the_destination_had_is_left_out_and_a_gap_before_it_too() {
        batch.add(new Gap(3, 0, "r"), 5);
        fill("a", "b");
        batch.add(new Gap(1, 0, "r"), batch.end());
        fill("c");
        Set<ByteBuffer> had = Set.of(line("a"), line("b"));
        assertFalse(batch.skip(had::contains, tally));
        assertEquals(List.of("Gap 1 r", "c"), content());
        assertEquals(2, tally.delivered.get());
    }

    @Test
    void all_of_a_batch_may_have_been_there_and_more_behind_it() {
        fill("a", "b");
        assertTrue(batch.skip(Set.of(line("a"), line("b"))::contains, tally));
        assertTrue(batch.isEmpty());
        assertEquals(20, batch.kept());
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void backoff_grows_with_jitter_up_to_its_bound() {
        Backoff local = new Backoff(false);
        Backoff remote = new Backoff(true);
        long longest = 0;
        for (int i = 0; i < 1000; i++) {
            assertTrue(local.next() <= 1_000_000_000L);
            longest = Math.max(longest, remote.next());
        }
        assertTrue(longest > 10_000_000_000L && longest <= 30_000_000_000L, "" + longest);
        remote.reset();
        assertTrue(remote.next() <= 50_000_000L);
    }
}
