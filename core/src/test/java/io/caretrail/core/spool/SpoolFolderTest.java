package io.caretrail.core.spool;

import static io.caretrail.core.spool.TestEntries.QUOTA;
import static io.caretrail.core.spool.TestEntries.STEP;
import static io.caretrail.core.spool.TestEntries.drain;
import static io.caretrail.core.spool.TestEntries.entries;
import static io.caretrail.core.spool.TestEntries.segments;
import static io.caretrail.core.spool.TestEntries.word;
import static io.caretrail.core.spool.TestEntries.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 5: the folder of a spool is removed or renamed. */
class SpoolFolderTest {

    private static final long SMALL_SEGMENT = 20_000;

    @TempDir
    Path folder;

    private static Spool open(Path folder) throws IOException {
        return Spool.open(folder, Long.MAX_VALUE, SMALL_SEGMENT);
    }

    @Test
    void removed_folder_is_made_anew_and_what_waited_is_counted() throws IOException {
        Path spoolFolder = folder.resolve("spool");
        try (Spool spool = Spool.open(spoolFolder, QUOTA, 1000)) {
            for (int n = 1; n <= 100; n++) {
                spool.append(entries(n, n));
            }
            assertEquals("1", word(spool.next()));
            spool.delivered(STEP);
            delete(spoolFolder);
            assertTrue(spool.append(entries(101, 103)));
            assertEquals(Files.size(segments(spoolFolder).get(0)) + CursorFile.LENGTH, spool.bytes());
            List<String> rest = drain(spool);
            // The segment that was being read is still there for the reader.
            int read = rest.indexOf("lost " + (100 - rest.size() + 3));
            assertTrue(read > 0 && read < 20, rest::toString);
            List<String> expected = new ArrayList<>(words(2, read + 1));
            expected.add("lost " + (100 - read - 1));
            expected.addAll(words(101, 103));
            assertEquals(expected, rest);
            spool.delivered(102 * STEP);
        }
        try (Spool spool = open(spoolFolder)) {
            assertEquals(List.of(), spool.recovered().remarks());
            assertEquals(words(103, 103), drain(spool));
        }
    }

    @Test
    void renamed_folder_without_any_append_behind_it_is_noticed_by_the_reader() throws IOException {
        Path spoolFolder = folder.resolve("spool");
        try (Spool spool = Spool.open(spoolFolder, QUOTA, 1000)) {
            for (int n = 1; n <= 100; n++) {
                spool.append(entries(n, n));
            }
            Files.move(spoolFolder, folder.resolve("elsewhere"));
            Lost lost = (Lost) spool.next();
            assertEquals(100, lost.entries());
            assertTrue(lost.where().contains("was removed or renamed by someone else"), lost.where());
            assertNull(spool.next());
            assertTrue(spool.append(entries(101, 101)));
            assertEquals(words(101, 101), drain(spool));
            spool.delivered(101 * STEP);
            assertTrue(spool.isEmpty());
        }
    }

    @Test
    void removed_folder_of_an_empty_spool_costs_nothing() throws IOException {
        Path spoolFolder = folder.resolve("spool");
        try (Spool spool = open(spoolFolder)) {
            spool.append(entries(1, 10));
            drain(spool);
            spool.delivered(10 * STEP);
            delete(spoolFolder);
            assertTrue(spool.append(entries(11, 12)));
            spool.force();
            assertEquals(words(11, 12), drain(spool));
        }
        try (Spool spool = open(spoolFolder)) {
            assertEquals(words(11, 12), drain(spool));
            assertEquals(2, spool.records());
        }
    }

    @Test
    void folder_that_cannot_be_made_anew_is_an_error_until_it_can() throws IOException {
        Path parent = Files.createDirectory(folder.resolve("state"));
        Path spoolFolder = parent.resolve("spool");
        try (Spool spool = open(spoolFolder)) {
            spool.append(entries(1, 10));
            assertEquals("1", word(spool.next()));
            delete(spoolFolder);
            Files.delete(parent);
            Files.writeString(parent, "in the way");
            String message = assertThrows(IOException.class, () -> spool.append(entries(11, 12)))
                    .getMessage();
            assertTrue(message.contains(parent + " is not a directory; remove it"), message);
            assertThrows(IOException.class, () -> spool.delivered(STEP));
            Files.delete(parent);
            assertTrue(spool.append(entries(11, 12)));
            spool.delivered(STEP);
            assertEquals(11, spool.records());
            // What was being read is still there for the reader.
            assertEquals(words(2, 12), drain(spool));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
