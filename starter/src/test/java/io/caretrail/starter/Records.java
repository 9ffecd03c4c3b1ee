package io.caretrail.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The records of a trail, Caretrail's own left out. */
final class Records {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Records() {}

    /** Final records, each as {@code METHOD PATH STATUS USER AUTHENTICATED}; every one has a Started before it. */
    static List<String> ofRequests(Path trail) throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (JsonNode record : all(trail)) {
            String id = record.path("recordId").asString();
            String exchange = id.substring(0, id.length() - 2);
            if (record.path("resultType").asString().equals("Started")) {
                open.add(exchange);
            } else {
                assertEquals(true, open.remove(exchange), () -> "no Started before " + record);
                rows.add(row(record));
            }
        }
        assertEquals(List.of(), open);
        return rows;
    }

    private static String row(JsonNode record) {
        JsonNode identity = record.path("identity");
        String path = record.path("uri").asString().replaceFirst("^http://[^/]+", "");
        return String.join(
                " ",
                record.path("properties").path("method").asString(),
                path,
                record.path("resultSignature").asString(),
                identity.path("user").asString("-"),
                identity.path("authenticated").asString("-"));
    }

    /** Why the requests for a path have failed. */
    static List<String> thrownBy(String path, Path trail) throws IOException {
        return all(trail).stream()
                .filter(record -> record.path("uri").asString().endsWith(path))
                .filter(record -> record.path("resultType").asString().equals("Failed"))
                .map(record -> record.path("resultDescription").asString(""))
                .toList();
    }

    /** Whole records of requests. */
    static List<JsonNode> all(Path trail) throws IOException {
        return own(trail, false);
    }

    /** The operations of Caretrail's own records. */
    static List<String> own(Path trail) throws IOException {
        return own(trail, true).stream()
                .map(record -> record.path("operationName").asString())
                .toList();
    }

    private static List<JsonNode> own(Path trail, boolean own) throws IOException {
        return Files.readAllLines(trail).stream()
                .map(JSON::readTree)
                .filter(record -> record.path("operationName").asString().startsWith("Caretrail.") == own)
                .toList();
    }
}
