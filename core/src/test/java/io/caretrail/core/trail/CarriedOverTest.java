package io.caretrail.core.trail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedOverTest {

    @TempDir
    Path folder;

    private static byte[] record(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private CarriedOver open() throws Exception {
        return CarriedOver.open(folder.resolve("open"));
    }

    @Test
    void what_is_open_is_there_after_a_restart_and_what_is_closed_is_not() throws Exception {
        try (CarriedOver carried = open()) {
            carried.change(Map.of("a", record("first")), List.of());
            carried.change(Map.of("b", record("second"), "c", record("third")), List.of("a", "unknown"));
        }
        try (CarriedOver carried = open()) {
            assertEquals(Set.of("b", "c"), carried.ids());
            assertArrayEquals(record("second"), carried.record("b"));
            assertNull(carried.record("a"));
            carried.change(Map.of(), List.of("b", "c"));
            assertEquals(0, Files.size(folder.resolve("open")));
        }
    }

    /** Fault 3. */
    @Test
    void tail_that_is_torn_or_flipped_at_any_place_costs_the_last_frame_only() throws Exception {
        Path file = folder.resolve("open");
        try (CarriedOver carried = open()) {
            carried.change(Map.of("a", record("first")), List.of());
        }
        int first = (int) Files.size(file);
        try (CarriedOver carried = open()) {
            carried.change(Map.of("b", record("second")), List.of());
        }
        byte[] whole = Files.readAllBytes(file);
        for (int at = first; at < whole.length; at++) {
            Files.write(file, java.util.Arrays.copyOf(whole, at));
            assertOnlyA();
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);
            assertOnlyA();
        }
    }

    private void assertOnlyA() throws Exception {
        try (CarriedOver carried = open()) {
            assertEquals(Set.of("a"), carried.ids());
            assertArrayEquals(record("first"), carried.record("a"));
            carried.change(Map.of("c", record("third")), List.of());
        }
        try (CarriedOver carried = open()) {
            assertArrayEquals(record("third"), carried.record("c"));
        }
    }

    @Test
    void file_stays_small_while_one_exchange_stays_open() throws Exception {
        byte[] line = record("x".repeat(1000));
        try (CarriedOver carried = open()) {
            carried.change(Map.of("stays", line), List.of());
            for (int i = 0; i < 5000; i++) {
                carried.change(Map.of("n" + i, line), i == 0 ? List.of() : List.of("n" + (i - 1)));
            }
            assertTrue(Files.size(folder.resolve("open")) < 2 << 20);
            assertEquals(Set.of("stays", "n4999"), carried.ids());
            assertArrayEquals(line, carried.record("stays"));
        }
        try (CarriedOver carried = open()) {
            assertEquals(Set.of("stays", "n4999"), carried.ids());
        }
    }
}
