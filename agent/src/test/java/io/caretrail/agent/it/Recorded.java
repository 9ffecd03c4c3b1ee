package io.caretrail.agent.it;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The records of one exchange, in the order of the file. Immutable. */
record Recorded(String exchange, List<JsonNode> records) {

    /** Exactly one Started, then exactly one final record. */
    boolean whole() {
        return records.size() == 2
                && field(0, "recordId").equals(exchange + ".0")
                && field(1, "recordId").equals(exchange + ".1")
                && field(0, "resultType").equals("Started")
                && (field(1, "resultType").equals("Succeeded")
                        || field(1, "resultType").equals("Failed"));
    }

    /** One Started and no end. */
    boolean unended() {
        return records.size() == 1
                && field(0, "recordId").equals(exchange + ".0")
                && field(0, "resultType").equals("Started");
    }

    JsonNode started() {
        return records.get(0);
    }

    JsonNode last() {
        return records.get(records.size() - 1);
    }

    Instant time() {
        return Instant.parse(field(0, "time"));
    }

    String correlationId() {
        return field(0, "correlationId");
    }

    /** How the final record says that it ended. */
    String told() {
        return (last().path("resultType").asString("") + " "
                        + last().path("resultSignature").asInt(-1) + " "
                        + last().path("resultDescription").asString(""))
                .strip();
    }

    private String field(int record, String name) {
        return records.get(record).path(name).asString("");
    }

    /** For failure messages. */
    @Override
    public String toString() {
        return records.stream().map(JsonNode::toString).collect(joining("\n      ", "\n      ", ""));
    }
}
