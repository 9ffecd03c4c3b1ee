package io.caretrail.examples.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An audit trail as it is in the file: one JSON object a line, in the order written. Immutable. */
public record Trail(List<JsonNode> records) {

    private static final JsonMapper JSON = new JsonMapper();

    /** What the trail tells of one request; its records share the recordId up to the last dot. */
    record Exchange(String id, List<JsonNode> records) {

        boolean isComplete() {
            return records.size() == 2
                    && resultType(0).equals("Started")
                    && !resultType(1).equals("Started")
                    && records.get(0).path("resultSignature").asInt(-1) == 0
                    && records.get(0).path("correlationId").equals(last().path("correlationId"));
        }

        String correlationId() {
            return last().path("correlationId").asString();
        }

        int status() {
            return last().path("resultSignature").asInt();
        }

        /** The operation's name in each record, without prefix. */
        List<String> operations() {
            return records.stream()
                    .map(record -> record.path("operationName").asString())
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .toList();
        }

        /** Of the final record; empty when it has no such property. */
        String property(String name) {
            return last().path("properties").path(name).asString("");
        }

        boolean succeeded() {
            return resultType(records.size() - 1).equals("Succeeded");
        }

        private JsonNode last() {
            return records.get(records.size() - 1);
        }

        private String resultType(int i) {
            return records.get(i).path("resultType").asString();
        }

        @Override
        public String toString() {
            return records.stream()
                    .map(record -> record.path("resultType").asString() + " "
                            + record.path("resultSignature").asInt())
                    .toList()
                    .toString()
                    .transform(
                            results -> "exchange %s of correlation id %s, %s".formatted(id, correlationId(), results));
        }
    }

    /** Reads what is there; a last line that is still being written is left for the next time. */
    public static Trail read(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        List<JsonNode> records = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            records.add(JSON.readTree(line));
        }
        return new Trail(records);
    }

    /** The requests, in the order they began. */
    List<Exchange> exchanges() {
        Map<String, List<JsonNode>> byExchange = new LinkedHashMap<>();
        for (JsonNode record : records) {
            String recordId = record.path("recordId").asString();
            if (!isOwn(record)) {
                byExchange
                        .computeIfAbsent(
                                recordId.substring(0, Math.max(0, recordId.lastIndexOf('.'))),
                                absent -> new ArrayList<>())
                        .add(record);
            }
        }
        return byExchange.entrySet().stream()
                .map(exchange -> new Exchange(exchange.getKey(), exchange.getValue()))
                .toList();
    }

    /** Whether a record is about the trail itself (Start, Checkpoint, …), not about a request. */
    static boolean isOwn(JsonNode record) {
        return record.path("operationName").asString().startsWith("Caretrail.");
    }
}
