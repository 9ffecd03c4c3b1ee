package io.caretrail.agent.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The records of a trail, as a collector reads them. */
record TrailFile(List<JsonNode> records) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a file; none when it is not there. A line that is still being written is left out. */
    static TrailFile read(Path file) throws IOException {
        return Files.exists(file) ? of(Files.readString(file, StandardCharsets.UTF_8)) : new TrailFile(List.of());
    }

    static TrailFile of(String lines) {
        return new TrailFile(lines.substring(0, lines.lastIndexOf('\n') + 1)
                .lines()
                .map(JSON::readTree)
                .toList());
    }

    /** Caretrail's own records of a name, such as {@code Start}. */
    List<JsonNode> own(String name) {
        return records.stream()
                .filter(record -> text(record, "operationName").equals("Caretrail." + name))
                .toList();
    }

    List<String> operationNames() {
        return records.stream().map(record -> text(record, "operationName")).toList();
    }

    /** Those whose uri has a part. */
    List<JsonNode> about(String part) {
        return records.stream()
                .filter(record -> text(record, "uri").contains(part))
                .toList();
    }

    Set<String> recordIds() {
        Set<String> ids = new HashSet<>();
        records.forEach(record -> ids.add(text(record, "recordId")));
        return ids;
    }

    static String text(JsonNode record, String field) {
        return record.path(field).asString("");
    }
}
