package io.caretrail.core.spool;

import static io.caretrail.core.spool.TestEntries.STEP;
import static io.caretrail.core.spool.TestEntries.drain;
import static io.caretrail.core.spool.TestEntries.entries;
import static io.caretrail.core.spool.TestEntries.segments;
import static io.caretrail.core.spool.TestEntries.word;
import static io.caretrail.core.spool.TestEntries.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 4: no space, read-only, no descriptor, an I/O error. */
class SpoolFaultTest {

    private static final long SMALL_SEGMENT = 20_000;

    @TempDir
    Path folder;

    private static Spool open(Path folder) throws IOException {
        return Spool.open(folder, Long.MAX_VALUE, SMALL_SEGMENT);
    }

    @Test
    void full_disk_keeps_whole_entries_and_delivery_makes_room_again() throws Exception {
        inNamespace("mount -t tmpfs -o size=256k tmpfs \"$0\" && exec \"$@\"", FullDisk.class);
    }

    @Test
    void limit_on_the_size_of_files_keeps_whole_entries() throws Exception {
        // In blocks of 1,024 bytes.
        run(List.of("bash", "-c", "ulimit -f 12 && exec \"$@\"", "bash"), LimitedFiles.class, disk());
    }

    @Test
    void spool_without_a_free_descriptor_works_again_by_itself() throws Exception {
        run(List.of("bash", "-c", "ulimit -n 256 && exec \"$@\"", "bash"), NoDescriptor.class, disk());
    }

    @Test
    void read_only_mount_lets_entries_out_and_takes_them_again_when_it_is_writable() throws Exception {
        inNamespace("mount -t tmpfs tmpfs \"$0\" && exec \"$@\"", ReadOnly.class);
    }

    @Test
    void folder_without_permission_is_an_error_that_says_what_to_do() throws Exception {
        inNamespace(
                "mount -t tmpfs tmpfs \"$0\" && exec setpriv --bounding-set=-all --inh-caps=-all \"$@\"", Denied.class);
    }

    private Path disk() throws IOException {
        return Files.createDirectory(folder.resolve("disk"));
    }

    private void inNamespace(String script, Class<?> main) throws Exception {
        Path disk = disk();
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

    /** Appends batches of five until one fails; returns the message. */
    private static String fill(Spool spool) {
        for (int i = 0; i < 100_000; i++) {
            int next = next(spool);
            try {
                assertTrue(spool.append(entries(next, next + 4)));
            } catch (IOException e) {
                assertEquals(next(spool), next);
                return String.valueOf(e.getMessage());
            }
        }
        throw new AssertionError("it never failed");
    }

    private static int next(Spool spool) {
        return (int) (Math.max(0, spool.lastPosition()) / STEP) + 1;
    }

    /** Runs where the disk is small. */
    static final class FullDisk {
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0], "spool");
            int kept;
            try (Spool spool = open(folder)) {
                String message = fill(spool);
                assertTrue(message.startsWith("spool \"" + folder + "\": cannot be used: no space left"), message);
                assertTrue(message.contains("free space there or choose another `state`"), message);
                kept = next(spool) - 1;
                for (int i = 0; i < 20; i++) {
                    assertThrows(IOException.class, () -> spool.append(entries(kept + 1, kept + 100)));
                    assertEquals(kept * STEP, spool.lastPosition());
                }
                assertEquals(words(1, kept), drain(spool));
            }
            try (Spool spool = open(folder)) {
                assertEquals(List.of(), spool.recovered().remarks());
                assertEquals(words(1, kept), drain(spool));
                // The destination is back: delivering needs no space, and gives some back.
                spool.delivered(kept / 2 * STEP);
                assertTrue(spool.append(entries(kept + 1, kept + 100)));
                spool.rewind();
                assertEquals(words(kept / 2 + 1, kept + 100), drain(spool));
            }
            System.out.println("all is well");
        }
    }

    /** Runs where files can only grow to less than a segment. */
    static final class LimitedFiles {
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            try (Spool spool = open(folder)) {
                String message = fill(spool);
                assertTrue(message.contains("no space left"), message);
                int kept = next(spool) - 1;
                assertTrue(kept > 50);
                assertEquals(words(1, kept), drain(spool));
                assertEquals(
                        segments(folder).get(0).toFile().length() + CursorFile.LENGTH,
                        spool.bytes(),
                        "what failed was cut off");
            }
            System.out.println("all is well");
        }
    }

    /** Runs where few files can be open. */
    static final class NoDescriptor {
        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            // What follows must not need a class that is not loaded yet: loading one takes a descriptor.
            assertThrows(IOException.class, () -> open(Path.of("/dev/null")));
            try (Spool spool = open(folder)) {
                assertTrue(spool.append(entries(1, 300)));
                drain(spool);
                spool.delivered(STEP);
                spool.rewind();
                String message = "";
                List<FileInputStream> all = new ArrayList<>();
                try {
                    while (all.size() < 1000) {
                        all.add(new FileInputStream("/dev/null"));
                    }
                } catch (IOException tooMany) {
                    message = fill(spool);
                }
                for (FileInputStream one : all) {
                    one.close();
                }
                assertTrue(message.contains("raise the limit of the server's process (ulimit -n)"), message);
                int kept = next(spool) - 1;
                assertTrue(spool.append(entries(kept + 1, kept + 300)));
                assertEquals(words(2, kept + 300), drain(spool));
            }
            System.out.println("all is well");
        }
    }

    /** Runs where a disk can be made read-only and writable again. */
    static final class ReadOnly {
        public static void main(String[] arguments) throws Exception {
            Path disk = Path.of(arguments[0]);
            Path folder = disk.resolve("spool");
            try (Spool spool = open(folder)) {
                spool.append(entries(1, 300));
            }
            remount(disk, "ro");
            try (Spool spool = open(folder)) {
                for (int i = 0; i < 3; i++) {
                    assertReadOnly(() -> spool.append(entries(301, 302)));
                    assertReadOnly(() -> spool.delivered(STEP));
                }
                assertEquals("2", word(skip(spool)));
                remount(disk, "rw");
                spool.delivered(2 * STEP);
                assertTrue(spool.append(entries(301, 302)));
                assertEquals(words(3, 302), drain(spool));
            }
            System.out.println("all is well");
        }

        private static Spooled skip(Spool spool) throws IOException {
            spool.rewind();
            spool.next();
            return Objects.requireNonNull(spool.next());
        }

        private static void assertReadOnly(org.junit.jupiter.api.function.Executable call) {
            String message = assertThrows(IOException.class, call).getMessage();
            assertTrue(message.contains("read-only file system; mount it writable"), message);
        }

        private static void remount(Path disk, String how) throws Exception {
            Process mount = new ProcessBuilder("mount", "-o", "remount," + how, disk.toString())
                    .inheritIO()
                    .start();
            assertEquals(0, mount.waitFor());
        }
    }

    /** Runs where even root may not pass over permissions. */
    static final class Denied {
        public static void main(String[] arguments) throws IOException {
            Path closed = Files.createDirectory(Path.of(arguments[0], "closed"));
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
            String message = assertThrows(IOException.class, () -> open(closed.resolve("spool")))
                    .getMessage();
            assertTrue(message.contains("no permission for user"), message);
            System.out.println("all is well");
        }
    }

    @Test
    void error_of_the_disk_leaves_nothing_half_and_passes() throws IOException {
        try (Spool spool = open(folder)) {
            assertTrue(spool.append(entries(1, 200)));
            // Its first pages are never mapped: writing there is an I/O error.
            Files.createSymbolicLink(
                    folder.resolve(String.format("%019d.spool", 201 * STEP)), Path.of("/proc/self/mem"));
            String message = assertThrows(IOException.class, () -> spool.append(entries(201, 400)))
                    .getMessage();
            assertTrue(message.contains("Input/output error"), message);
            assertTrue(message.contains("check the disk"), message);
            assertEquals(200 * STEP, spool.lastPosition());
            assertTrue(spool.append(entries(201, 400)));
            assertEquals(words(1, 400), drain(spool));
        }
    }

    @Test
    void path_through_a_file_is_refused() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        String message = assertThrows(IOException.class, () -> open(plain.resolve("spool")))
                .getMessage();
        assertTrue(message.contains(plain + " is not a directory"), message);
    }
}
