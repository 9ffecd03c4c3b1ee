package io.caretrail.filter.war;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an audit file, which may be written at the same time. */
final class TrailFile {

    private static final JsonMapper JSON = JsonMapper.shared();

    private TrailFile() {}

    /** The records of requests, as "correlation id, result". */
    static List<String> requests(Path file) {
        return records(file).stream()
                .filter(record -> !name(record).startsWith("Caretrail."))
                .map(record -> record.path("correlationId").asString("") + " "
                        + record.path("resultType").asString(""))
                .toList();
    }

    /** The names of Caretrail's records of itself. */
    static List<String> own(Path file) {
        return records(file).stream()
                .map(TrailFile::name)
                .filter(name -> name.startsWith("Caretrail."))
                .toList();
    }

    /** The whole lines there are; none where there is no file yet. */
    static List<JsonNode> records(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(JSON::readTree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(JsonNode record) {
        return record.path("operationName").asString("");
    }
}
