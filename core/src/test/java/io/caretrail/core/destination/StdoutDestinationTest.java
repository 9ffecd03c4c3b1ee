package io.caretrail.core.destination;

import static io.caretrail.core.destination.TestFile.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.DestinationSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StdoutDestinationTest {

    @TempDir
    Path folder;

    @Test
    void all_kinds_are_found_by_the_service_loader() {
        List<String> names = ServiceLoader.load(DestinationKind.class).stream()
                .map(kind -> kind.get().name())
                .sorted()
                .toList();
        assertEquals(List.of("file", "http", "stdout"), names);
    }

    @Test
    void writes_whole_lines_to_the_real_descriptor_and_leaves_it_open() throws Exception {
        ChildJvm child = ChildJvm.start(folder, List.of(), Printing.class);
        assertEquals(0, child.await(), child::said);
        assertEquals("one\ntwo\nthe application\nthree\n", Files.readString(child.output()));
    }

    @Test
    void reader_that_went_away_is_an_error() throws Exception {
        Path errors = folder.resolve("result.txt");
        ChildJvm child =
                ChildJvm.start(folder, List.of("bash", "-c", "\"$@\" | true", "bash"), Unread.class, errors.toString());
        assertEquals(0, child.await(), child::said);
        String message = Files.readString(errors);
        assertTrue(message.startsWith("settings[0].destinations.stdout: standard output cannot be written: "), message);
    }

    @Test
    void half_line_after_a_full_disk_is_not_glued_to_the_next_record() throws Exception {
        Path output = folder.resolve("limited.txt");
        ChildJvm child = ChildJvm.start(
                folder,
                List.of("bash", "-c", "ulimit -S -f 1 && exec \"$@\" > \"$0\"", output.toString()),
                Limited.class);
        assertEquals(0, child.await(), child::said);
        List<String> lines = Files.readAllLines(output);
        assertEquals("next", lines.get(lines.size() - 1));
    }

    private static Destination open() throws IOException {
        return new StdoutDestinationKind()
                .open(
                        new DestinationSettings("stdout", "settings[0].destinations.stdout", "raw", false, Map.of()),
                        new Heard());
    }

    /** Prints records, with System.out pointing elsewhere as servers have it. */
    static final class Printing {
        public static void main(String[] arguments) throws IOException {
            PrintStream real = System.out;
            System.setOut(new PrintStream(new ByteArrayOutputStream(), true));
            Destination stdout = open();
            stdout.write(records("one", "two"));
            stdout.tend();
            stdout.close();
            real.println("the application");
            open().write(records("three"));
        }
    }

    /** Prints until it fails, and writes why into a file. */
    static final class Unread {
        public static void main(String[] arguments) throws IOException {
            Destination stdout = open();
            try {
                for (int i = 0; i < 100_000; i++) {
                    stdout.write(records("x".repeat(1000)));
                }
            } catch (IOException e) {
                Files.writeString(Path.of(arguments[0]), e.getMessage());
            }
        }
    }

    /** Prints beyond the limit on its file, then has the limit lifted and prints again. */
    static final class Limited {
        public static void main(String[] arguments) throws Exception {
            Destination stdout = open();
            try {
                stdout.write(records("x".repeat(2000)));
                throw new AssertionError("the limit did not hold");
            } catch (IOException expected) {
                String pid = Long.toString(ProcessHandle.current().pid());
                int lifted = new ProcessBuilder("prlimit", "--pid", pid, "--fsize=1000000")
                        .start()
                        .waitFor();
                assertEquals(0, lifted);
            }
            stdout.write(records("next"));
        }
    }
}
