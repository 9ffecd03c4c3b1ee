package io.caretrail.core.destination;

import static io.caretrail.core.destination.TestFile.names;
import static io.caretrail.core.destination.TestFile.records;
import static io.caretrail.core.destination.TestFile.settings;
import static io.caretrail.core.destination.TestFile.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDestinationTest {

    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    private FileDestination open(Path path) throws IOException {
        return FileDestination.open(settings(path), heard, Clock.systemUTC());
    }

    @Test
    void each_record_is_one_line_and_folders_are_made() throws IOException {
        Path path = folder.resolve("a/b/audit.ndjson");
        try (FileDestination file = open(path)) {
            file.write(records("{\"a\":1}", "{\"ü\":\"€\"}"));
            file.write(records("{\"c\":3}"));
            assertEquals("{\"a\":1}\n{\"ü\":\"€\"}\n{\"c\":3}\n", text(path));
        }
        assertEquals(List.of(), heard.warnings());
    }

    @Test
    void appends_to_what_is_there() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        Files.writeString(path, "{\"old\":1}\n");
        try (FileDestination file = open(path)) {
            file.write(records("{\"new\":2}"));
        }
        assertEquals("{\"old\":1}\n{\"new\":2}\n", text(path));
    }

    @Test
    void created_files_have_the_mode_whatever_the_umask() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        open(path).close();
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void half_record_of_a_crash_is_cut_off_and_reported() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        Files.writeString(path, "{\"whole\":1}\n{\"half\":");
        try (FileDestination file = open(path)) {
            file.write(records("{\"next\":2}"));
        }
        assertEquals("{\"whole\":1}\n{\"next\":2}\n", text(path));
        assertEquals(1, heard.warnings().size());
        assertTrue(heard.warnings().get(0).contains(" 8 bytes"), heard.warnings()::toString);
    }

    @Test
    void every_torn_length_is_cut_back_to_the_last_line_end() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        String whole = "x".repeat(9000) + "\n" + "y".repeat(9000) + "\n";
        for (int length = 0; length <= whole.length(); length += 97) {
            Files.writeString(path, whole.substring(0, length));
            try (FileDestination file = open(path)) {
                file.write(records("z"));
            }
            int end = whole.substring(0, length).lastIndexOf('\n') + 1;
            assertEquals(whole.substring(0, end) + "z\n", text(path));
        }
    }

    @Test
    void long_tail_that_is_no_record_is_rolled_away_and_not_cut() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        byte[] zeroes = new byte[40_000];
        Files.write(path, zeroes);
        try (FileDestination file = open(path)) {
            file.write(records("{}"));
        }
        assertEquals("{}\n", text(path));
        List<String> names = names(folder);
        assertEquals(2, names.size());
        assertEquals(40_000, Files.size(folder.resolve(names.get(0))));
        assertTrue(heard.warnings().get(0).contains("40000"), heard.warnings()::toString);
    }

    @Test
    void external_rename_is_followed_and_nothing_is_lost() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        Path moved = folder.resolve("audit.ndjson.1");
        try (FileDestination file = open(path)) {
            file.write(records("1"));
            Files.move(path, moved);
            file.write(records("2"));
            assertEquals("1\n", text(moved));
            assertEquals("2\n", text(path));
        }
        assertEquals(1, heard.warnings().size());
    }

    @Test
    void replaced_file_is_followed_also_while_idle() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        try (FileDestination file = open(path)) {
            file.write(records("1"));
            Files.writeString(folder.resolve("other"), "theirs\n");
            Files.move(folder.resolve("other"), path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            file.tend();
            assertEquals(1, heard.warnings().size());
            file.write(records("2"));
            assertEquals("theirs\n2\n", text(path));
        }
    }

    @Test
    void deleted_file_is_made_anew_while_idle() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        try (FileDestination file = open(path)) {
            file.write(records("1"));
            Files.delete(path);
            file.tend();
            assertEquals("", text(path));
            file.write(records("2"));
            assertEquals("2\n", text(path));
        }
    }

    @Test
    void deleted_folder_is_made_anew() throws IOException {
        Path path = folder.resolve("deep/er/audit.ndjson");
        try (FileDestination file = open(path)) {
            file.write(records("1"));
            Files.delete(path);
            Files.delete(path.getParent());
            Files.delete(path.getParent().getParent());
            file.write(records("2"));
            assertEquals("2\n", text(path));
        }
    }

    @Test
    void file_cut_by_an_external_copytruncate_has_no_hole() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        try (FileDestination file = open(path)) {
            file.write(records("1111111111"));
            Files.write(path, new byte[0]);
            file.write(records("2"));
            assertEquals("2\n", text(path));
        }
    }

    @Test
    void pending_interrupt_neither_stops_a_write_nor_goes_away() throws IOException {
        Path path = folder.resolve("audit.ndjson");
        try (FileDestination file = open(path)) {
            Thread.currentThread().interrupt();
            file.write(records("1"));
            assertTrue(Thread.interrupted());
            file.write(records("2"));
        }
        assertEquals("1\n2\n", text(path));
    }

    @Test
    void two_destinations_on_one_path_do_not_tear_each_others_lines() throws Exception {
        Path path = folder.resolve("audit.ndjson");
        try (FileDestination one = open(path);
                FileDestination other = open(path)) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    try {
                        other.write(records("b".repeat(100), "b".repeat(100)));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            });
            thread.start();
            for (int i = 0; i < 500; i++) {
                one.write(records("a".repeat(100)));
            }
            thread.join();
        }
        List<String> lines = Files.readAllLines(path);
        assertEquals(1500, lines.size());
        assertEquals(500, lines.stream().filter("a".repeat(100)::equals).count());
        assertEquals(1000, lines.stream().filter("b".repeat(100)::equals).count());
    }
}
