package io.caretrail.core.destination;

import static io.caretrail.core.destination.TestFile.names;
import static io.caretrail.core.destination.TestFile.records;
import static io.caretrail.core.destination.TestFile.settings;
import static io.caretrail.core.destination.TestFile.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.FileSettings.RollEvery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {

    private static final int SPACE = 256 * 1024;

    @TempDir
    Path folder;

    private final Heard heard = new Heard();

    private FileDestination open(Path path) throws IOException {
        return FileDestination.open(settings(path), heard, Clock.systemUTC());
    }

    private String refusal(Path path) {
        String message = assertThrows(IOException.class, () -> open(path)).getMessage();
        assertTrue(
                message.startsWith("settings[0].destinations.file.path \"" + path + "\": cannot be written: "),
                message);
        return message;
    }

    @Test
    void full_device_is_an_error_that_says_what_to_do() throws IOException {
        try (FileDestination file = open(Path.of("/dev/full"))) {
            String message = assertThrows(IOException.class, () -> file.write(records("1")))
                    .getMessage();
            assertTrue(message.contains("No space left on device"), message);
            assertTrue(message.contains("free space"), message);
            file.tend();
        }
        assertTrue(Files.exists(Path.of("/dev/full")));
    }

    @Test
    void file_system_without_any_space_is_not_called_full() {
        String message = refusal(Path.of("/proc/caretrail/audit.ndjson"));
        assertFalse(message.contains("no space left"), message);
        assertTrue(message.contains("choose another path"), message);
    }

    @Test
    void path_through_a_file_is_refused() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        assertTrue(refusal(plain.resolve("a/audit.ndjson")).contains(plain + " is not a directory"));
    }

    @Test
    void directory_is_refused() {
        assertTrue(refusal(folder).contains("is a directory; name a file in it"));
    }

    @Test
    void read_only_file_system_is_refused() throws Exception {
        inNamespace("mount -t tmpfs -o ro tmpfs \"$0\" && exec \"$@\"", ReadOnly.class);
    }

    @Test
    void file_without_permission_is_refused() throws Exception {
        inNamespace(
                "mount -t tmpfs tmpfs \"$0\" && exec setpriv --bounding-set=-all --inh-caps=-all \"$@\"", Denied.class);
    }

    @Test
    void full_disk_leaves_no_half_line_and_recovers_by_itself() throws Exception {
        inNamespace("mount -t tmpfs -o size=" + SPACE + " tmpfs \"$0\" && exec \"$@\"", FullDisk.class);
    }

    @Test
    void limit_on_the_size_of_files_leaves_no_half_line() throws Exception {
        // In blocks of 1,024 bytes; every user may lower it.
        Path disk = Files.createDirectory(folder.resolve("disk"));
        run(List.of("bash", "-c", "ulimit -f 256 && exec \"$@\"", "bash"), FullDisk.class, disk);
    }

    @Test
    void roll_without_a_free_descriptor_goes_on_in_the_same_file_and_comes_later() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        run(List.of("bash", "-c", "ulimit -n 256 && exec \"$@\"", "bash"), NoDescriptor.class, disk);
    }

    private void inNamespace(String script, Class<?> main) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        run(
                List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, disk.toString()),
                main,
                disk);
    }

    private void run(List<String> around, Class<?> main, Path disk) throws Exception {
        ChildJvm child = ChildJvm.start(folder, around, main, disk.toString());
        assertEquals(0, child.await(), child::said);
        assertTrue(child.said().contains("all is well"), child::said);
    }

    /** Runs where few files can be open. */
    static final class NoDescriptor {
        public static void main(String[] arguments) throws IOException {
            FileFaultTest test = new FileFaultTest();
            Path folder = Path.of(arguments[0]);
            Path path = folder.resolve("audit.ndjson");
            TestFile.SetClock clock = new TestFile.SetClock("2026-03-01T12:00:00Z");
            // What follows must not need a class that is not loaded yet: loading one takes a descriptor.
            test.refusal(folder);
            try (FileDestination file =
                    FileDestination.open(settings(path, 4, RollEvery.NEVER, null), test.heard, clock)) {
                file.write(records("111"));
                file.write(records("222"));
                assertEquals("222\n", text(path));
                List<java.io.FileInputStream> all = new ArrayList<>();
                try {
                    while (all.size() < 1000) {
                        all.add(new java.io.FileInputStream("/dev/null"));
                    }
                } catch (IOException tooMany) {
                    file.write(records("333"));
                    file.write(records("444"));
                }
                for (java.io.FileInputStream one : all) {
                    one.close();
                }
                assertEquals("222\n333\n444\n", text(path));
                assertEquals(1, test.heard.warnings().size());
                assertTrue(
                        test.heard.warnings().get(0).contains("too many open files"), test.heard.warnings()::toString);
                clock.set("2026-03-01T12:00:11Z");
                file.write(records("555"));
                assertEquals("555\n", text(path));
                assertEquals(2, test.heard.warnings().size());
            }
            System.out.println("all is well");
        }
    }

    /** Runs where the folder is a read-only mount. */
    static final class ReadOnly {
        public static void main(String[] arguments) throws IOException {
            FileFaultTest test = new FileFaultTest();
            String message = test.refusal(Path.of(arguments[0], "audit.ndjson"));
            assertTrue(message.contains("read-only file system; mount it writable"), message);
            System.out.println("all is well");
        }
    }

    /** Runs where even root may not pass over permissions. */
    static final class Denied {
        public static void main(String[] arguments) throws IOException {
            Path closed = Files.createDirectory(Path.of(arguments[0], "closed"));
            Files.setPosixFilePermissions(closed, java.util.Set.of());
            FileFaultTest test = new FileFaultTest();
            String message = test.refusal(closed.resolve("audit.ndjson"));
            assertTrue(message.contains("no permission for user"), message);
            System.out.println("all is well");
        }
    }

    /** Runs where no file can grow beyond the space. */
    static final class FullDisk {
        public static void main(String[] arguments) throws IOException {
            FileFaultTest test = new FileFaultTest();
            Path folder = Path.of(arguments[0]);
            Path path = folder.resolve("audit.ndjson");
            try (FileDestination file = FileDestination.open(
                    settings(path, Long.MAX_VALUE, RollEvery.NEVER, null), test.heard, Clock.systemUTC())) {
                int kept = fill(file);
                assertTrue(kept > 0);
                assertWhole(path, kept);
                for (int i = 0; i < 20; i++) {
                    assertThrows(IOException.class, () -> file.write(batch(0)));
                    assertWhole(path, kept);
                }
                // What an operator would do: take the file away.
                Files.delete(path);
                file.write(batch(0));
                assertWhole(path, 1);
            }
            assertEquals(List.of("audit.ndjson"), names(folder));
            System.out.println("all is well");
        }

        /** Returns how many batches were kept. */
        private static int fill(FileDestination file) {
            for (int kept = 0; kept < 1000; kept++) {
                try {
                    file.write(batch(kept));
                } catch (IOException full) {
                    return kept;
                }
            }
            throw new AssertionError("it never became full");
        }

        private static List<ByteBuffer> batch(int number) {
            List<ByteBuffer> records = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                records.addAll(
                        records(("{\"n\":\"" + number + "-" + i + "\"" + " ".repeat(300)).substring(0, 300) + "}"));
            }
            return records;
        }

        private static void assertWhole(Path path, int batches) throws IOException {
            List<String> lines = text(path).lines().toList();
            assertEquals(batches * 64, lines.size());
            for (String line : lines) {
                assertTrue(line.startsWith("{\"n\":") && line.endsWith("}") && line.length() == 301, line);
            }
        }
    }
}
