package io.caretrail.core.query;

import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.Identity;
import io.caretrail.core.record.Level;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.record.ResultType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Records as a trail has them, and files of them. */
final class Lines {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Lines() {}

    /** So many seconds after noon. */
    static String at(int second, int id) {
        return record(second, id, ResultType.Succeeded, 200, "http://pacs.example:80/", Map.of());
    }

    static String failed(int second, int id) {
        return record(second, id, ResultType.Failed, 404, "http://pacs.example:80/", Map.of());
    }

    static String with(int id, Map<String, Object> properties) {
        return record(id, id, ResultType.Succeeded, 200, "http://pacs.example:80/", properties);
    }

    static String of(int id, String uri, Map<String, Object> properties) {
        return record(id, id, ResultType.Succeeded, 200, uri, properties);
    }

    private static String record(
            int second, int id, ResultType result, int status, String uri, Map<String, Object> properties) {
        AuditRecord record = new AuditRecord(
                NOON.plusSeconds(second),
                Integer.toString(id),
                "/hospital/pacs-1",
                "Retrieve",
                null,
                Category.AuditLogs,
                result,
                status,
                null,
                3,
                "10.0.0.1",
                "c" + id,
                new Identity(Map.of("oid", "4f1c"), "mueller", "Bearer", true, true),
                Level.Informational,
                "dc1",
                "MicrosoftHealthcareApisAuditLog",
                uri,
                properties);
        return new String(new RawEncoder().encode(record), StandardCharsets.UTF_8);
    }

    static Path write(Path file, String... lines) throws IOException {
        return Files.writeString(file, text(lines));
    }

    static String text(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    /** Appends a member of gzip. */
    static Path compress(Path file, String... lines) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(compressed(text(lines)));
        }
        return file;
    }

    static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
