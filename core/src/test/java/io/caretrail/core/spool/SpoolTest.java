package io.caretrail.core.spool;

import static io.caretrail.core.spool.TestEntries.QUOTA;
import static io.caretrail.core.spool.TestEntries.STEP;
import static io.caretrail.core.spool.TestEntries.drain;
import static io.caretrail.core.spool.TestEntries.entries;
import static io.caretrail.core.spool.TestEntries.entry;
import static io.caretrail.core.spool.TestEntries.segments;
import static io.caretrail.core.spool.TestEntries.word;
import static io.caretrail.core.spool.TestEntries.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final long SMALL_SEGMENT = 1000;

    @TempDir
    Path folder;

    private Spool open() throws IOException {
        return Spool.open(folder, QUOTA, SMALL_SEGMENT);
    }

    private long onDisk() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    @Test
    void entries_come_out_in_the_order_they_were_appended_over_many_segments() throws IOException {
        try (Spool spool = open()) {
            for (int n = 1; n <= 300; n += 3) {
                assertTrue(spool.append(entries(n, n + 2)));
            }
            assertEquals(300, spool.records());
            assertEquals(300 * STEP, spool.lastPosition());
            assertTrue(segments(folder).size() > 20);
            assertEquals(words(1, 300), drain(spool));
            assertEquals(onDisk(), spool.bytes());
        }
    }

    @Test
    void new_spool_is_empty_and_takes_nothing() throws IOException {
        try (Spool spool = open()) {
            assertTrue(spool.isEmpty());
            assertEquals(0, spool.bytes());
            assertEquals(-1, spool.lastPosition());
            assertNull(spool.next());
            assertEquals(new Recovered(0, List.of()), spool.recovered());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void what_was_delivered_does_not_come_again_after_a_restart() throws IOException {
        try (Spool spool = open()) {
            spool.append(entries(1, 100));
            drain(spool);
            spool.delivered(37 * STEP);
            assertEquals(63, spool.records());
        }
        try (Spool spool = open()) {
            assertEquals(List.of(), spool.recovered().remarks());
            assertEquals(63, spool.records());
            assertEquals(words(38, 100), drain(spool));
        }
    }

    @Test
    void delivered_segments_are_given_back_but_for_the_newest() throws IOException {
        try (Spool spool = open()) {
            for (int n = 1; n <= 200; n++) {
                spool.append(entries(n, n));
            }
            for (int n = 1; n <= 200; n++) {
                spool.delivered(spool.next().position());
                assertEquals(onDisk(), spool.bytes());
            }
            assertTrue(spool.isEmpty());
            assertEquals(1, segments(folder).size());
        }
    }

    @Test
    void last_position_survives_a_restart_of_an_empty_spool() throws IOException {
        try (Spool spool = open()) {
            spool.append(entries(1, 50));
            drain(spool);
            spool.delivered(50 * STEP);
        }
        try (Spool spool = open()) {
            assertTrue(spool.isEmpty());
            assertEquals(50 * STEP, spool.lastPosition());
            assertNull(spool.next());
            assertTrue(spool.append(entries(51, 52)));
            assertEquals(words(51, 52), drain(spool));
        }
    }

    @Test
    void positions_that_do_not_grow_are_refused() throws IOException {
        try (Spool spool = open()) {
            spool.append(entries(1, 5));
            assertThrows(IllegalArgumentException.class, () -> spool.append(entries(5, 6)));
            assertThrows(IllegalArgumentException.class, () -> spool.append(List.of(entry(7), entry(7))));
            assertEquals(words(1, 5), drain(spool));
        }
    }

    @Test
    void entries_that_are_too_long_are_refused_and_the_longest_is_taken() throws IOException {
        try (Spool spool = Spool.open(folder, 4 * QUOTA)) {
            ByteBuffer longest = ByteBuffer.allocate(Entry.LONGEST);
            assertTrue(spool.append(List.of(new Entry(1, (byte) 0, longest))));
            ByteBuffer longer = ByteBuffer.allocate(Entry.LONGEST + 1);
            assertThrows(IllegalArgumentException.class, () -> spool.append(List.of(new Entry(2, (byte) 0, longer))));
            assertEquals(new Entry(1, (byte) 0, longest), spool.next());
            assertNull(spool.next());
        }
    }

    @Test
    void empty_entries_are_entries() throws IOException {
        try (Spool spool = open()) {
            spool.append(List.of(new Entry(0, (byte) -1, ByteBuffer.allocate(0))));
            assertEquals(new Entry(0, (byte) -1, ByteBuffer.allocate(0)), spool.next());
            assertEquals(0, spool.lastPosition());
        }
    }

    @Test
    void buffers_of_the_caller_are_left_as_they_were() throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5});
        whole.position(1).limit(3);
        try (Spool spool = open()) {
            spool.append(List.of(new Entry(1, (byte) 0, whole.asReadOnlyBuffer()), new Entry(2, (byte) 0, whole)));
            assertEquals(1, whole.position());
            assertEquals(new Entry(1, (byte) 0, ByteBuffer.wrap(new byte[] {2, 3})), spool.next());
        }
    }

    @Test
    void what_would_exceed_the_quota_is_refused_and_the_oldest_stay() throws IOException {
        int kept = 0;
        try (Spool spool = Spool.open(folder, 20_000, SMALL_SEGMENT)) {
            while (spool.append(entries(kept + 1, kept + 1))) {
                kept++;
                assertTrue(onDisk() <= 20_000);
            }
            assertEquals(kept * STEP, spool.lastPosition());
            assertFalse(spool.append(entries(kept + 1, kept + 1)));
            for (int n = 1; n <= 20; n++) {
                spool.delivered(spool.next().position());
            }
            assertTrue(spool.append(entries(kept + 1, kept + 1)));
            assertEquals(words(21, kept + 1), drain(spool));
        }
        assertTrue(kept > 100);
    }

    @Test
    void empty_spool_has_room_again_whatever_its_newest_segment_takes() throws IOException {
        try (Spool spool = Spool.open(folder, 10_000)) {
            for (int n = 1; n < 500; n += 50) {
                assertTrue(spool.append(entries(n, n + 49)), "batch at " + n);
                assertEquals(words(n, n + 49), drain(spool));
                spool.delivered((n + 49) * STEP);
            }
        }
        try (Spool spool = Spool.open(folder, 6_000)) {
            assertTrue(spool.append(entries(501, 520)));
        }
    }

    @Test
    void quota_that_became_smaller_lets_out_what_is_there() throws IOException {
        try (Spool spool = open()) {
            spool.append(entries(1, 500));
        }
        try (Spool spool = Spool.open(folder, 5_000, SMALL_SEGMENT)) {
            assertFalse(spool.append(entries(501, 501)));
            assertEquals(words(1, 500), drain(spool));
            spool.delivered(500 * STEP);
            assertTrue(spool.append(entries(501, 501)));
            assertEquals(words(501, 501), drain(spool));
        }
    }

    @Test
    void rewind_hands_out_again_what_was_not_delivered() throws IOException {
        try (Spool spool = open()) {
            for (int n = 1; n <= 90; n++) {
                spool.append(entries(n, n));
            }
            assertEquals(words(1, 90), drain(spool));
            spool.delivered(44 * STEP);
            spool.rewind();
            assertEquals(words(45, 90), drain(spool));
            spool.rewind();
            assertEquals("45", word(spool.next()));
        }
    }

    @Test
    void delivery_of_what_was_not_handed_out_passes_over_it() throws IOException {
        try (Spool spool = open()) {
            for (int n = 1; n <= 90; n++) {
                spool.append(entries(n, n));
            }
            assertEquals("1", word(spool.next()));
            // Between the positions of two entries too.
            spool.delivered(70 * STEP + 3);
            assertEquals(20, spool.records());
            assertEquals("71", word(spool.next()));
            spool.delivered(5);
            assertEquals(20, spool.records());
            spool.delivered(Long.MAX_VALUE);
            assertTrue(spool.isEmpty());
            assertNull(spool.next());
            assertEquals(90 * STEP, spool.lastPosition());
        }
    }

    @Test
    void one_thread_appends_while_another_reads() throws Exception {
        int total = 30_000;
        try (Spool spool = Spool.open(folder, QUOTA, 20_000)) {
            CompletableFuture<Void> appended = CompletableFuture.runAsync(() -> {
                try {
                    for (int n = 1; n <= total; ) {
                        int to = Math.min(total, n + n % 64);
                        n = spool.append(entries(n, to)) ? to + 1 : n;
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            List<String> read = new ArrayList<>();
            while (read.size() < total && !appended.isCompletedExceptionally()) {
                Spooled next = spool.next();
                if (next != null) {
                    read.add(word(next));
                    if (next.position() / STEP % 50 == 0) {
                        spool.delivered(next.position());
                    }
                }
            }
            appended.join();
            assertEquals(words(1, total), read);
            spool.delivered(total * STEP);
            assertEquals(onDisk(), spool.bytes());
        }
    }

    @Test
    void nobody_but_the_owner_may_read_what_waits() throws IOException {
        Path made = folder.resolve("made");
        try (Spool spool = Spool.open(made, QUOTA)) {
            spool.append(entries(1, 1));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
            try (Stream<Path> files = Files.list(made)) {
                for (Path file : files.toList()) {
                    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
            }
        }
    }

    @Test
    void closed_spool_takes_and_gives_nothing() throws IOException {
        Spool spool = open();
        spool.append(entries(1, 1));
        spool.close();
        spool.close();
        assertTrue(assertThrows(IOException.class, () -> spool.append(entries(2, 2)))
                .getMessage()
                .contains("closed"));
        assertTrue(assertThrows(IOException.class, spool::next).getMessage().contains("closed"));
    }
}
