package io.caretrail.core.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caretrail.core.destination.FileSettings.RollEvery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Settings, records and a clock for the tests of the file destination. */
final class TestFile {

    private TestFile() {}

    static FileSettings settings(Path path) {
        return settings(path, Long.MAX_VALUE, RollEvery.DAY, null);
    }

    static FileSettings settings(Path path, long rollAt, RollEvery rollEvery, Duration keep) {
        return new FileSettings(
                "settings[0].destinations.file.path",
                path,
                rollAt,
                rollEvery,
                keep,
                new FileMode(PosixFilePermissions.fromString("rw-r-----")));
    }

    static List<ByteBuffer> records(String... records) {
        return Arrays.stream(records)
                .map(record -> ByteBuffer.wrap(record.getBytes(UTF_8)))
                .toList();
    }

    static String text(Path path) throws IOException {
        return Files.readString(path);
    }

    /** The names in a folder, sorted. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A clock that stands until it is set. */
    static final class SetClock extends Clock {

        private volatile Instant now;

        SetClock(String now) {
            set(now);
        }

        void set(String time) {
            now = Instant.parse(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
