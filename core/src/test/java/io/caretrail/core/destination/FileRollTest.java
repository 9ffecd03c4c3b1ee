package io.caretrail.core.destination;

import static io.caretrail.core.destination.TestFile.names;
import static io.caretrail.core.destination.TestFile.records;
import static io.caretrail.core.destination.TestFile.settings;
import static io.caretrail.core.destination.TestFile.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.FileSettings.RollEvery;
import io.caretrail.core.destination.TestFile.SetClock;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRollTest {

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private final SetClock clock = new SetClock("2026-03-01T12:00:00Z");
    private Path path;

    @BeforeEach
    void path() {
        path = folder.resolve("audit.ndjson");
    }

    private FileDestination open(long rollAt, RollEvery every, Duration keep) throws IOException {
        return FileDestination.open(settings(path, rollAt, every, keep), heard, clock);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 1000 && !condition.call(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.call());
    }

    private static String unzipped(Path gz) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new FileInputStream(gz.toFile()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void zip(String name, String content) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(new FileOutputStream(folder.resolve(name).toFile()))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void rolls_before_the_size_is_exceeded_and_compresses_at_the_next_roll() throws Exception {
        try (FileDestination file = open(10, RollEvery.DAY, null)) {
            file.write(records("11111", "111"));
            assertEquals(List.of("audit.ndjson"), names(folder));
            file.write(records("2222"));
            assertEquals(List.of("audit.2026-03-01.1.ndjson", "audit.ndjson"), names(folder));
            file.write(records("333333"));
            await(() -> names(folder)
                    .equals(List.of("audit.2026-03-01.1.ndjson.gz", "audit.2026-03-01.2.ndjson", "audit.ndjson")));
            assertEquals("11111\n111\n", unzipped(folder.resolve("audit.2026-03-01.1.ndjson.gz")));
            assertEquals("2222\n", text(folder.resolve("audit.2026-03-01.2.ndjson")));
            assertEquals("333333\n", text(path));
            for (String name : names(folder)) {
                assertEquals(
                        "rw-r-----",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))));
            }
        }
    }

    @Test
    void rolls_at_midnight_utc_while_idle_under_the_date_of_its_records() throws Exception {
        try (FileDestination file = open(Long.MAX_VALUE, RollEvery.DAY, null)) {
            clock.set("2026-03-01T23:59:59.999Z");
            file.write(records("1"));
            file.tend();
            assertEquals(List.of("audit.ndjson"), names(folder));
            clock.set("2026-03-02T00:00:00Z");
            file.tend();
            assertEquals(List.of("audit.2026-03-01.1.ndjson", "audit.ndjson"), names(folder));
            assertEquals("", text(path));
        }
    }

    @Test
    void empty_file_is_not_rolled() throws Exception {
        try (FileDestination file = open(1, RollEvery.HOUR, null)) {
            clock.set("2026-03-05T00:00:00Z");
            file.tend();
            file.write(records("1"));
            assertEquals(List.of("audit.ndjson"), names(folder));
        }
    }

    @Test
    void rolls_each_hour_with_a_new_number() throws Exception {
        try (FileDestination file = open(Long.MAX_VALUE, RollEvery.HOUR, null)) {
            file.write(records("1"));
            clock.set("2026-03-01T13:00:00Z");
            file.write(records("2"));
            assertEquals(List.of("audit.2026-03-01.1.ndjson", "audit.ndjson"), names(folder));
            assertEquals("2\n", text(path));
        }
    }

    @Test
    void clock_that_is_set_back_does_not_roll() throws Exception {
        try (FileDestination file = open(Long.MAX_VALUE, RollEvery.HOUR, null)) {
            file.write(records("1"));
            clock.set("2026-02-01T13:00:00Z");
            file.write(records("2"));
            file.tend();
            assertEquals(List.of("audit.ndjson"), names(folder));
        }
    }

    @Test
    void file_left_from_yesterday_is_rolled_when_opened_again() throws Exception {
        Files.writeString(path, "old\n");
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-02-28T10:00:00Z")));
        try (FileDestination file = open(Long.MAX_VALUE, RollEvery.DAY, null)) {
            assertEquals("old\n", text(folder.resolve("audit.2026-02-28.1.ndjson")));
            assertEquals("", text(path));
        }
    }

    @Test
    void number_of_an_existing_file_is_never_taken_again() throws Exception {
        Files.writeString(folder.resolve("audit.2026-03-01.9.ndjson"), "nine\n");
        zip("audit.2026-03-01.10.ndjson.gz", "ten\n");
        try (FileDestination file = open(2, RollEvery.DAY, null)) {
            file.write(records("1"));
            file.write(records("2"));
            assertEquals("1\n", text(folder.resolve("audit.2026-03-01.11.ndjson")));
            Files.delete(folder.resolve("audit.2026-03-01.11.ndjson"));
            file.write(records("3"));
            assertEquals("2\n", text(folder.resolve("audit.2026-03-01.12.ndjson")));
        }
        assertEquals("ten\n", unzipped(folder.resolve("audit.2026-03-01.10.ndjson.gz")));
    }

    @Test
    void other_extension_stays_in_the_name() throws Exception {
        path = folder.resolve("trail.log");
        try (FileDestination file = open(2, RollEvery.DAY, null)) {
            file.write(records("1"));
            file.write(records("2"));
        }
        assertEquals(List.of("trail.log", "trail.log.2026-03-01.1.ndjson"), names(folder));
    }

    @Test
    void leftovers_of_a_crash_are_finished_or_removed() throws Exception {
        Files.writeString(folder.resolve("audit.2026-02-01.1.ndjson"), "a\n");
        Files.writeString(folder.resolve("audit.2026-02-01.1.ndjson.gz.part"), "half");
        Files.writeString(folder.resolve("audit.2026-02-02.1.ndjson"), "b\n");
        zip("audit.2026-02-02.1.ndjson.gz", "b\n");
        Files.writeString(folder.resolve("audit.2026-02-03.1.ndjson"), "newest\n");
        try (FileDestination file = open(Long.MAX_VALUE, RollEvery.DAY, null)) {
            file.tend();
            await(() -> names(folder)
                    .equals(List.of(
                            "audit.2026-02-01.1.ndjson.gz",
                            "audit.2026-02-02.1.ndjson.gz",
                            "audit.2026-02-03.1.ndjson",
                            "audit.ndjson")));
        }
        assertEquals("a\n", unzipped(folder.resolve("audit.2026-02-01.1.ndjson.gz")));
        assertEquals("b\n", unzipped(folder.resolve("audit.2026-02-02.1.ndjson.gz")));
    }

    @Test
    void compressed_file_with_other_content_costs_no_record() throws Exception {
        Files.writeString(folder.resolve("audit.2026-02-02.1.ndjson"), "b\n");
        Files.writeString(folder.resolve("audit.2026-02-02.1.ndjson.gz"), "no gzip");
        Files.writeString(folder.resolve("audit.2026-02-03.1.ndjson"), "newest\n");
        try (FileDestination file = open(Long.MAX_VALUE, RollEvery.DAY, null)) {
            file.tend();
            await(() -> {
                file.tend();
                return !heard.warnings().isEmpty();
            });
        }
        assertEquals("b\n", text(folder.resolve("audit.2026-02-02.1.ndjson")));
    }

    @Test
    void only_our_own_files_older_than_keep_are_removed_and_each_is_reported() throws Exception {
        zip("audit.2026-02-18.1.ndjson.gz", "1\n2\n3\n");
        Files.writeString(folder.resolve("audit.2026-02-18.2.ndjson"), "1\n2\n");
        Files.writeString(folder.resolve("audit.2026-02-19.1.ndjson"), "kept\n");
        List<String> theirs = List.of(
                "audit.2020-01-01.ndjson",
                "audit.2020-01-01.1.ndjson.seal",
                "audit.2020-13-01.1.ndjson",
                "audit.2020-01-01.0.ndjson",
                "audit.2020-01-01.1.json",
                "audit2.2020-01-01.1.ndjson",
                "xaudit.2020-01-01.1.ndjson");
        for (String name : theirs) {
            Files.writeString(folder.resolve(name), "theirs\n");
        }
        long bytes = Files.size(folder.resolve("audit.2026-02-18.1.ndjson.gz"));
        // The 18th ended ten days and a bit ago, the 19th nine.
        try (FileDestination file = open(Long.MAX_VALUE, RollEvery.DAY, Duration.ofDays(10))) {
            file.tend();
            await(() -> {
                file.tend();
                return heard.pruned().size() == 2;
            });
        }
        assertEquals(
                List.of("audit.2026-02-18.1.ndjson.gz " + bytes + " 3", "audit.2026-02-18.2.ndjson 4 2"),
                heard.pruned());
        assertTrue(names(folder).containsAll(theirs));
        assertTrue(Files.exists(folder.resolve("audit.2026-02-19.1.ndjson")));
        assertFalse(Files.exists(folder.resolve("audit.2026-02-18.2.ndjson")));
    }
}
