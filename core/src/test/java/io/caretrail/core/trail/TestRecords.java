package io.caretrail.core.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caretrail.core.config.Configuration.HandOff;
import io.caretrail.core.config.Configuration.Setting;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.Identity;
import io.caretrail.core.record.Level;
import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.record.ResultType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records, an encoder that shows only their ids, and settings, for the tests of the trail. */
final class TestRecords {

    static final HandOff HAND_OFF = new HandOff("process", 32L << 20);

    static final OwnRecords OWN = new OwnRecords() {
        @Override
        public AuditRecord gap(Category category, long missing, long refused, String reason) {
            return record(
                    "Gap",
                    Category.AuditLogs,
                    Map.of("missingRecords", missing, "refusedRequests", refused, "reason", reason));
        }

        @Override
        public AuditRecord pruned(String file, long bytes, long records) {
            return record("Pruned", Category.AuditLogs, Map.of("file", file));
        }

        @Override
        public AuditRecord checkpoint(OwnRecords.Sealed sealed) {
            return record(
                    "Checkpoint", "Caretrail.Checkpoint", Category.AuditLogs, Map.of("sequence", sealed.sequence()));
        }
    };

    private TestRecords() {}

    /** A state folder of its own for each trail; the spool of a destination takes {@code spool} bytes. */
    static Terms terms(Path folder, long handOff, long spool) {
        return new Terms(
                folder.resolve("state"),
                "test",
                "test",
                new HandOff("process", handOff),
                Sealing.NONE,
                Duration.ofMillis(200),
                spool);
    }

    static Terms terms(Path folder) {
        return terms(folder, HAND_OFF.size(), Terms.SPOOL);
    }

    static AuditRecord audit(String id) {
        return record(id, Category.AuditLogs, Map.of());
    }

    static AuditRecord record(String id, Category category, Map<String, Object> properties) {
        return record(id, "read", category, properties);
    }

    private static AuditRecord record(
            String id, String operationName, Category category, Map<String, Object> properties) {
        return new AuditRecord(
                Instant.EPOCH,
                id,
                "/hosts/h/services/s",
                operationName,
                null,
                category,
                ResultType.Started,
                0,
                null,
                0,
                null,
                null,
                Identity.UNKNOWN,
                Level.Informational,
                "dc1",
                "t",
                null,
                properties);
    }

    /** Writes {@code id} or, for a gap, {@code Gap N reason}. */
    static RecordEncoder encoder(String schema) {
        return record -> {
            Map<String, Object> properties = record.properties();
            String more = properties.containsKey("missingRecords")
                    ? " " + properties.get("missingRecords") + " " + properties.get("reason")
                    : "";
            return (record.recordId() + more).getBytes(UTF_8);
        };
    }

    static DestinationSettings file(int setting, Path path) {
        return new DestinationSettings(
                "file",
                "settings[" + setting + "].destinations.file",
                "raw",
                false,
                Map.of("path", path, "rollAt", 1L << 30, "rollEvery", "never", "mode", "rw-r-----"));
    }

    static Setting setting(String name, DestinationSettings... destinations) {
        return new Setting(name, Set.of(Category.AuditLogs), List.of(destinations));
    }

    /** How many records the Gap lines of a trail say are missing. */
    static long missing(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("Gap "))
                .mapToLong(line -> Long.parseLong(line.substring(4, line.indexOf(' ', 4))))
                .sum();
    }
}
