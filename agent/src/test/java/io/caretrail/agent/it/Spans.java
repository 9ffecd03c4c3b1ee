package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The server spans that OpenTelemetry's agent prints by its {@code logging-otlp} exporter, as a trail: of each a Started and
 * a final record, so that the same ledger can be held against them.
 */
final class Spans {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String BEGIN = "{\"resource\":";
    private static final int SERVER = 2;
    private static final long NANOS = 1_000_000_000;

    private static final String ID_HEADER = "x-request-id";
    private static final String ID = "http.request.header." + ID_HEADER;

    /** What lets the agent print whose request a span is of; a few at a time, since Open Liberty breaks long lines. */
    static final String OPTIONS = "-Dotel.traces.exporter=logging-otlp -Dotel.bsp.max.export.batch.size=32"
            + " -Dotel.instrumentation.http.server.capture-request-headers=" + ID_HEADER;

    private Spans() {}

    /** Writes those of a server's output into a file and reads it as a trail. */
    static Trail trail(String output, Path file) throws IOException {
        List<String> records = new ArrayList<>();
        for (String line : output.split("\n", -1)) {
            int begin = line.indexOf(BEGIN);
            if (begin >= 0) {
                add(JSON.readTree(line.substring(begin)), records);
            }
        }
        Files.write(file, records, StandardCharsets.UTF_8);
        Trail trail = new Trail(file);
        trail.refresh();
        return trail;
    }

    private static void add(JsonNode batch, List<String> records) {
        for (JsonNode scope : batch.path("scopeSpans")) {
            for (JsonNode span : scope.path("spans")) {
                if (span.path("kind").asInt(0) == SERVER) {
                    records.add(record(span, false));
                    records.add(record(span, true));
                }
            }
        }
    }

    private static String record(JsonNode span, boolean last) {
        int status =
                attribute(span, "http.response.status_code").path("intValue").asInt(0);
        ObjectNode record = JSON.createObjectNode();
        record.put("time", time(span.path("startTimeUnixNano").asLong(0)));
        record.put("recordId", span.path("spanId").asString("") + (last ? ".1" : ".0"));
        record.put("operationName", span.path("name").asString(""));
        record.put("resultType", !last ? "Started" : status < 400 ? "Succeeded" : "Failed");
        record.put("resultSignature", last ? status : 0);
        record.put(
                "correlationId",
                attribute(span, ID)
                        .path("arrayValue")
                        .path("values")
                        .path(0)
                        .path("stringValue")
                        .asString(""));
        return record.toString();
    }

    private static String time(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS).toString();
    }

    private static JsonNode attribute(JsonNode span, String key) {
        for (JsonNode attribute : span.path("attributes")) {
            if (attribute.path("key").asString("").equals(key)) {
                return attribute.path("value");
            }
        }
        return JSON.createObjectNode();
    }
}
