package io.caretrail.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caretrail.core.diagnostic.LogLine;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.record.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a real run leaves: one setting of each schema, a FHIR search and two DICOM requests, the second of which fails. What
 * differs from run to run (ids, times, how long it took) is replaced, the same everywhere.
 *
 * @param lines by name of the seeds' table, the records of its exchange
 */
record SchemaRun(Map<String, List<String>> lines) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern RECORD_ID = Pattern.compile("\"[rR]ecordId\":\"([0-9a-f]{32})\\.(d?[01])\"");
    private static final String EXCHANGE = "01980f3a5c2e7b1d9f40a6c8e2b35d7";

    static SchemaRun in(Path folder) throws Exception {
        Path raw = folder.resolve("raw.ndjson");
        Path rows = folder.resolve("rows.ndjson");
        Path yaml =
                Files.writeString(folder.resolve("caretrail.yaml"), """
                    resourceId: /hospital/radiology/pacs-1
                    location: dc1
                    tenantId: 7d1c2b3a-4e5f-4a6b-8c7d-9e0f1a2b3c4d
                    trustedProxies: [10.0.0.0/8]
                    settings:
                      - name: archive
                        categories: [AuditLogs, DiagnosticLogs]
                        destinations:
                          file: { path: %s }
                      - name: workspace
                        categories: [AuditLogs, DiagnosticLogs]
                        destinations:
                          file: { path: %s, schema: log-analytics }
                    state: %s
                    """.formatted(raw, rows, folder.resolve("state")));
        Caretrail caretrail = AuditedProcess.start(yaml.toString());
        exchange(
                caretrail,
                request("GET", "/fhir/Patient", "fhir.example.org", "5d04211aaf172d43b83d9eb500464ec5")
                        .with("Authorization", "Bearer " + token())
                        .with("User-Agent", "clinic/1.0"),
                200);
        exchange(
                caretrail,
                request(
                                "POST",
                                "/dicom-web/studies/1.2.840.113619.2.1",
                                "pacs.example.org",
                                "0af7651916cd43dd8448eb211c80319c")
                        .with("Content-Type", "multipart/related; type=\"application/dicom\"")
                        .user("mueller", "BASIC"),
                200);
        exchange(
                caretrail,
                request(
                                "GET",
                                "/dicom-web/studies/1.2.840.113619.2.2/metadata",
                                "pacs.example.org",
                                "4bf92f3577b34da6a3ce929d0e0e4736")
                        .user("mueller", "BASIC"),
                404);
        caretrail.stop();
        List<String> all = normalised(raw);
        List<String> allRows = normalised(rows);
        Map<String, List<String>> lines = new LinkedHashMap<>();
        lines.put("fhir-audit-raw", all.subList(0, 2));
        lines.put("fhir-audit-log-analytics", allRows.subList(0, 2));
        lines.put("dicom-audit-raw", of(all, "AuditLogs", 2));
        lines.put("dicom-audit-log-analytics", of(allRows, "AuditLogs", 2));
        lines.put("dicom-diagnostic-raw", of(all, "DiagnosticLogs", 0));
        lines.put("dicom-diagnostic-log-analytics", of(allRows, "DiagnosticLogs", 0));
        return new SchemaRun(lines);
    }

    /** The lines of a category but the first ones. */
    private static List<String> of(List<String> lines, String category, int skipped) {
        return lines.stream()
                .filter(line -> line.contains("ategory\":\"" + category + "\""))
                .skip(skipped)
                .toList();
    }

    private static SentRequest request(String method, String path, String host, String trace) {
        return SentRequest.from("10.0.0.4")
                .asking(method, path, null)
                .with("Host", host)
                .with("X-Forwarded-For", "::ffff:73.164.17.31")
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", host)
                .with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    }

    private static String token() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8)) + "."
                + base64.encodeToString("{\"iss\":\"https://login.example.org/\",\"oid\":\"4f1c\"}".getBytes(UTF_8))
                + ".c2lnbmF0dXJl";
    }

    private static void exchange(Caretrail caretrail, SentRequest request, int status) {
        Exchange exchange = caretrail.begin(request);
        if (request.method().equals("POST")) {
            boolean entered = CurrentExchange.enter(exchange);
            caretrail.diagnostics().take(Level.Warning, "org.example.pacs.StoreService", SchemaRun::warning);
            if (entered) {
                CurrentExchange.leave(exchange);
            }
        }
        exchange.complete(new AuditedProcess.Answered(status));
    }

    private static LogLine warning() {
        return new LogLine(
                "Patient's Birth Date (0010,0030) is no date: the value was not indexed",
                null,
                Map.of("tag", "0010,0030"));
    }

    /** The records of requests. */
    private static List<String> normalised(Path trail) throws IOException {
        List<String> exchanges = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        try (Stream<String> all = Files.lines(trail)) {
            for (String line :
                    all.filter(one -> one.contains("orrelationId\":")).toList()) {
                MatchResult id = RECORD_ID.matcher(line).results().findFirst().orElseThrow();
                if (!exchanges.contains(id.group(1))) {
                    exchanges.add(id.group(1));
                }
                int exchange = exchanges.indexOf(id.group(1));
                String which = id.group(2);
                boolean started = which.equals("0");
                String time = started ? ".120457Z" : which.equals("1") ? ".162903Z" : ".133018Z";
                lines.add(line.replaceFirst(
                                "^(\\{\"\\w+\":)\"[^\"]+\"", "$1\"2026-11-20T09:14:0" + (3 + exchange) + time + "\"")
                        .replace(id.group(1), EXCHANGE + (exchange + 1))
                        .replaceFirst("(durationMs|OperationDuration)\":\\d+", "$1\":" + (started ? 0 : 42)));
            }
        }
        return lines;
    }

    /** The record of a table that has the field; the last one, which says most. */
    JsonNode record(String table, String field) {
        List<JsonNode> having = lines.get(table).stream()
                .map(JSON::readTree)
                .filter(record -> !at(record, field).isMissingNode())
                .toList();
        if (having.isEmpty()) {
            throw new AssertionError(table + ": no record has " + field + ": " + lines.get(table));
        }
        return having.get(having.size() - 1);
    }

    /** A field of a record by its name in the seeds: nested ones with dots, a unit in brackets behind it left out. */
    static JsonNode at(JsonNode record, String field) {
        return record.at("/" + field.replace(" [UTC]", "").replace('.', '/'));
    }
}
