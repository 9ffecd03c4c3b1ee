package io.caretrail.core.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.handoff.Found.LastStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next start finds of a ring. */
class RingStartTest {

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
    void what_is_in_the_ring_is_there_at_the_next_start() throws IOException {
        TestRing test = open();
        long first = test.offer("one");
        long second = test.offer("two");
        test.ring().release(first);
        test.ring().close();
        TestRing again = open();
        assertEquals(new Found(LastStop.CLOSED, 1, 0, List.of()), again.ring().found());
        assertEquals(List.of("two"), again.texts());
        assertEquals(first, again.ring().released());
        assertEquals(second, again.ring().end());
        assertEquals(List.of(), again.messages());
    }

    @Test
    void cursors_keep_their_positions_over_starts() throws IOException {
        TestRing test = open();
        long end = test.offer("one");
        assertEquals(Cursor.NEW, test.ring().cursor(7).position());
        test.ring().cursor(7).moveTo(end);
        test.ring().cursor(8);
        test.ring().cursor(-9).moveTo(end);
        test.ring().cursor(-9).moveTo(end - 64);
        test.ring().cursor(8).free();
        TestRing again = open();
        assertEquals(
                List.of(7L, -9L),
                again.ring().cursors().stream().map(Cursor::key).toList());
        assertEquals(end, again.ring().cursor(7).position());
        assertEquals(end, again.ring().cursor(-9).position());
        assertEquals(Cursor.NEW, again.ring().cursor(8).position());
    }

    @Test
    void another_size_waits_until_the_ring_is_found_empty_and_keeps_what_it_remembers() throws IOException {
        TestRing test = open();
        long end = test.offer("one");
        test.ring().cursor(7).moveTo(end);
        test.ring().missing(TestRing.FINAL, MissingReason.REFUSED, 3);
        TestRing larger = TestRing.open(file(), 2 * SIZE);
        assertEquals(SIZE, larger.ring().capacity());
        assertTrue(larger.messages().get(0).contains("handOff.size"), larger.messages()::toString);
        assertEquals(List.of("one", "3 missing: " + MissingReason.REFUSED), larger.texts());
        long last = larger.ring().end();
        larger.ring().release(last);
        larger.ring().close();
        TestRing made = TestRing.open(file(), 2 * SIZE);
        assertEquals(List.of(), made.messages());
        assertEquals(2 * SIZE, made.ring().capacity());
        assertEquals(last, made.ring().end());
        assertEquals(end, made.ring().cursor(7).position());
        assertEquals(3, made.ring().missing(TestRing.FINAL, MissingReason.REFUSED));
        made.offer("two");
        assertEquals(List.of("two"), made.texts());
    }

    @Test
    void a_new_ring_begins_behind_one_that_is_gone() throws IOException {
        TestRing test = open();
        for (int i = 0; i < 100; i++) {
            test.ring().release(test.offer("x"));
        }
        long before = test.ring().end();
        Files.delete(file());
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() < now + 3) {
            // It begins where the clock says, 4 KB a millisecond.
            Thread.onSpinWait();
        }
        assertTrue(open().ring().released() >= before);
    }

    @Test
    void the_file_is_written_in_full_and_open_to_its_owner_only() throws IOException {
        open();
        assertEquals(new Geometry(SIZE, 0).fileLength(), Files.size(file()));
        if (file().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertEquals(
                    "rw-------",
                    java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        }
        assertTrue(Files.size(file()) > 0);
    }

    @Test
    void a_file_that_is_no_ring_is_moved_aside_and_counted() throws IOException {
        Files.writeString(file(), "something else");
        TestRing test = open();
        assertEquals("something else", Files.readString(folder.resolve("ring.damaged")));
        assertEquals(List.of("1 missing: " + MissingReason.DAMAGED + ", 14 bytes"), test.texts());
        test.offer("one");
        assertEquals(2, test.readAll().size());
        assertEquals(1, test.ring().found().damages().size());
        Files.writeString(file(), "");
        assertEquals(1, open().texts().size());
        assertTrue(Files.exists(folder.resolve("ring.damaged-1")));
    }

    @Test
    void what_a_killed_creation_left_is_made_anew() throws IOException {
        Files.write(folder.resolve("ring.new"), new byte[1000]);
        TestRing test = open();
        assertEquals(LastStop.NONE, test.ring().found().lastStop());
        assertEquals(List.of(), test.messages());
        assertFalse(Files.exists(folder.resolve("ring.new")));
    }
}
