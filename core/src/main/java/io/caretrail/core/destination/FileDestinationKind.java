package io.caretrail.core.destination;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** The kind {@code file}: one record a line in a local file that is rolled, compressed and pruned (contract, Records). */
public final class FileDestinationKind implements DestinationKind {

    @Override
    public String name() {
        return "file";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(
                new ConfigKey(
                        "path",
                        ConfigKey.Type.PATH,
                        null,
                        true,
                        List.of(),
                        "The active file; it always has this path. Folders above it are made.",
                        "/var/log/caretrail/audit.ndjson"),
                new ConfigKey(
                        "rollAt",
                        ConfigKey.Type.SIZE,
                        "100MB",
                        false,
                        List.of(),
                        "The file is rolled before it would grow beyond this size; a single batch of up to 272 KB is"
                                + " never divided.",
                        "100MB"),
                new ConfigKey(
                        "rollEvery",
                        ConfigKey.Type.CHOICE,
                        "day",
                        false,
                        List.of("day", "hour", "never"),
                        "Roll when this unit of UTC time has passed, also while no request comes.",
                        "day"),
                new ConfigKey(
                        "keep",
                        ConfigKey.Type.DURATION,
                        null,
                        false,
                        List.of(),
                        "How long rolled files are kept, counted from the end of the day in their name; for ever when"
                                + " not given.",
                        "2192 days"),
                new ConfigKey(
                        "mode",
                        ConfigKey.Type.MODE,
                        "0640",
                        false,
                        List.of(),
                        "The permissions of files that Caretrail creates, whatever the umask; in quotes.",
                        "\"0640\""));
    }

    @Override
    public Destination open(DestinationSettings settings, DestinationContext context) throws IOException {
        return FileDestination.open(FileSettings.of(settings), context, Clock.systemUTC());
    }

    @Override
    public void check(DestinationSettings settings) throws IOException {
        FileProbe.check(FileSettings.of(settings));
    }
}
