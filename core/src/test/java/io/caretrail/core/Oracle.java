package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Compares a trail with what the clients wrote down of their requests. */
final class Oracle {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What became of the records of one exchange. */
    static final class Found {
        final List<JsonNode> started = new ArrayList<>();
        final List<JsonNode> ended = new ArrayList<>();
    }

    final Set<String> asked = new HashSet<>();
    final Set<String> begun = new HashSet<>();
    final Set<String> refused = new HashSet<>();
    final Set<String> ended = new HashSet<>();

    /** By the client's id. */
    final Map<String, Found> trail = new HashMap<>();

    /** Caretrail's own records, in order. */
    final List<JsonNode> own = new ArrayList<>();

    private final Set<String> recordIds = new HashSet<>();

    void ledger(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", -1);
            if (words.length == 2) {
                switch (words[0]) {
                    case "asks" -> asked.add(words[1]);
                    case "begun" -> begun.add(words[1]);
                    case "refused" -> refused.add(words[1]);
                    case "ended" -> ended.add(words[1]);
                    default -> throw new AssertionError(line);
                }
            }
        }
    }

    /** Reads the active file and those beside it that it became, compressed or not. */
    void trail(Path active) throws IOException {
        String name = active.getFileName().toString().replace(".ndjson", "");
        try (Stream<Path> files = Files.list(active.getParent())) {
            List<Path> all = files.filter(file -> {
                        String other = file.getFileName().toString();
                        return other.startsWith(name) && other.matches(".*\\.ndjson(\\.gz)?");
                    })
                    .sorted()
                    .toList();
            for (Path file : all) {
                read(file);
            }
        }
    }

    private void read(Path file) throws IOException {
        byte[] content;
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            content = in.readAllBytes();
        }
        String text = new String(content, StandardCharsets.UTF_8);
        assertTrue(text.isEmpty() || text.endsWith("\n"), () -> file + " ends in the middle of a line");
        text.lines().forEach(this::record);
    }

    private void record(String line) {
        JsonNode record = inRaw(JSON.readTree(line));
        assertTrue(recordIds.add(record.path("recordId").asString("")), () -> "doubled: " + line);
        String client = record.path("correlationId").asString("");
        if (client.isEmpty()) {
            own.add(record);
            return;
        }
        Found found = trail.computeIfAbsent(client, id -> new Found());
        (record.path("resultType").asString("").equals("Started") ? found.started : found.ended).add(record);
    }

    /** A row of the schema log-analytics with the names of the schema raw, as far as they are asked for here. */
    private static JsonNode inRaw(JsonNode record) {
        if (!record.has("RecordId")) {
            return record;
        }
        ObjectNode raw = JSON.createObjectNode();
        Map.of(
                        "RecordId", "recordId",
                        "OperationName", "operationName",
                        "CorrelationId", "correlationId",
                        "ResultType", "resultType",
                        "StatusCode", "resultSignature",
                        "ResultDescription", "resultDescription")
                .forEach((column, name) ->
                        raw.setAll(record.has(column) ? Map.of(name, record.get(column)) : Map.<String, JsonNode>of()));
        raw.set("properties", JSON.readTree(record.get("Properties").stringValue()));
        return raw;
    }

    long missing() {
        return own.stream()
                .mapToLong(record ->
                        record.path("properties").path("missingRecords").asLong(0))
                .sum();
    }

    long refusedRequests() {
        return own.stream()
                .mapToLong(record ->
                        record.path("properties").path("refusedRequests").asLong(0))
                .sum();
    }

    /** None missing, none spurious, none doubled, and each exchange ended once, by itself or by whoever came after. */
    void assertEveryExchangeWhole() {
        assertEquals(0, missing());
        Set<String> spurious = new HashSet<>(trail.keySet());
        spurious.removeAll(asked);
        assertEquals(Set.of(), spurious);
        List<String> wrong = new ArrayList<>();
        for (String id : asked) {
            Found found = trail.get(id);
            int started = found == null ? 0 : found.started.size();
            int ends = found == null ? 0 : found.ended.size();
            boolean whole = started == ends && (started == 1 || (started == 0 && !begun.contains(id)));
            if (!whole || (refused.contains(id) && started > 0)) {
                wrong.add(id + ": " + started + " Started, " + ends + " final");
            } else if (started == 1 && !isRight(id, found)) {
                wrong.add(id + ": " + found.ended);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private boolean isRight(String id, Found found) {
        JsonNode last = found.ended.get(0);
        String started = found.started.get(0).path("recordId").asString("");
        boolean own = last.path("resultSignature").asInt(-1) == 200;
        boolean closed = last.path("resultDescription").asString("").equals("process ended")
                && last.path("resultSignature").asInt(-1) == 0
                && last.path("resultType").asString("").equals("Failed");
        return last.path("recordId").asString("").equals(started.substring(0, started.length() - 1) + "1")
                && (own || (closed && !ended.contains(id)));
    }
}
