package io.caretrail.core.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caretrail.core.record.Category;
import io.caretrail.core.trail.Item.Accepted;
import io.caretrail.core.trail.Item.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryHandOffTest {

    private static Accepted record(int bytes) {
        return new Accepted(Category.AuditLogs, Map.of("raw", new byte[bytes]), null);
    }

    private static List<Item> drained(HandOff handOff) {
        List<Item> items = new ArrayList<>();
        handOff.drain(items, 1000, Long.MAX_VALUE);
        return items;
    }

    @Test
    void what_finds_no_room_comes_out_counted_in_its_place() {
        MemoryHandOff handOff = new MemoryHandOff(3000);
        Accepted first = record(2000);
        Accepted second = record(100);
        handOff.offer(first);
        handOff.offer(record(2000));
        handOff.offer(new Accepted(Category.DiagnosticLogs, Map.of("raw", new byte[2000]), null));
        handOff.offer(record(2000));
        handOff.offer(second);
        handOff.offer(record(2000));
        assertEquals(2, handOff.waiting());
        assertEquals(4, handOff.missing());
        assertEquals(
                List.of(
                        first,
                        new Missing(Category.AuditLogs, 2, "the hand-off was full"),
                        new Missing(Category.DiagnosticLogs, 1, "the hand-off was full"),
                        second,
                        new Missing(Category.AuditLogs, 1, "the hand-off was full")),
                drained(handOff));
        assertEquals(0, handOff.waiting());
        assertEquals(List.of(), drained(handOff));
    }

    @Test
    void room_comes_back_with_what_is_drained() {
        MemoryHandOff handOff = new MemoryHandOff(1000);
        for (int i = 0; i < 100; i++) {
            handOff.offer(record(800));
            assertEquals(1, drained(handOff).size());
        }
        assertEquals(0, handOff.missing());
    }

    @Test
    void drain_stops_at_the_sums_it_is_given() {
        MemoryHandOff handOff = new MemoryHandOff(1 << 20);
        for (int i = 0; i < 10; i++) {
            handOff.offer(record(1000));
        }
        List<Item> items = new ArrayList<>();
        handOff.drain(items, 3, Long.MAX_VALUE);
        assertEquals(3, items.size());
        handOff.drain(items, 100, 1500);
        assertEquals(5, items.size());
        assertEquals(5, handOff.waiting());
    }

    @Test
    void tiny_records_are_bounded_too() {
        MemoryHandOff handOff = new MemoryHandOff(1 << 16);
        for (int i = 0; i < 100_000; i++) {
            handOff.offer(record(1));
        }
        assertEquals(100_000, handOff.waiting() + handOff.missing());
        assertEquals(true, handOff.waiting() < 1000);
    }
}
