package io.caretrail.core.destination;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.file.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a file destination was told.
 *
 * @param key where its path stands in the configuration
 * @param path the active file, absolute
 * @param rollAt bytes
 * @param keep null for ever
 */
record FileSettings(
        String key,
        Path path,
        long rollAt,
        RollEvery rollEvery,
        @Nullable Duration keep,
        FileMode mode) {

    private static final Remedy REMEDY = new Remedy("choose another path", "free space there, lower `keep`");

    /** The unit of UTC time after which a file is rolled. */
    enum RollEvery {
        DAY(86_400),
        HOUR(3_600),
        NEVER(Long.MAX_VALUE);

        private final long seconds;

        RollEvery(long seconds) {
            this.seconds = seconds;
        }

        /** The number of the period an instant lies in; grows with time. */
        long period(Instant time) {
            return Math.floorDiv(time.getEpochSecond(), seconds);
        }
    }

    static FileSettings of(DestinationSettings settings) {
        return new FileSettings(
                settings.key() + ".path",
                settings.get("path", Path.class).toAbsolutePath().normalize(),
                settings.get("rollAt", Long.class),
                RollEvery.valueOf(settings.get("rollEvery", String.class).toUpperCase(Locale.ROOT)),
                settings.find("keep", Duration.class),
                new FileMode(PosixFilePermissions.fromString(settings.get("mode", String.class))));
    }

    /** What of it could not be written, why, and what to do. */
    IOException explained(IOException failure) {
        String why = Files.isDirectory(path)
                ? "it is a directory; name a file in it, such as " + path.resolve("audit.ndjson")
                : REMEDY.of(Objects.requireNonNullElse(path.getParent(), path), path, failure);
        return new IOException(key + " \"" + path + "\": cannot be written: " + why, failure);
    }
}
