package io.caretrail.examples.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.caretrail.examples.fhir.Trail.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Prints an audit trail for people, and checks it against the client's ledger. */
final class TrailPrinter {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int POLL_MILLIS = 100;
    private static final String ROW = "%-12s  %-8s  %-18s  %-9s  %6s  %-6s  %-16s  %5s%n";
    private static final ObjectWriter PRETTY = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private TrailPrinter() {}

    /** Arguments: the trail's file, the ledger's file. Exits with 1 when they disagree. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path file = Path.of(args[0]);
        Ledger ledger = Ledger.read(Path.of(args[1]));
        Trail trail = settled(file, ledger);
        printTable(trail);
        printPair(trail);
        List<String> disagreements = ledger.disagreements(trail);
        if (disagreements.isEmpty()) {
            System.out.printf(
                    "%nChecked: each of the %d requests has exactly one Started and one final record, with the status"
                            + " the client saw.%n",
                    ledger.entries().size());
        } else {
            System.err.printf("%n%s and the client's own ledger disagree:%n", file);
            disagreements.forEach(each -> System.err.println("  " + each));
            System.exit(1);
        }
    }

    /** The trail once it agrees with the ledger, or as it is when patience ends: records reach the file within a second. */
    private static Trail settled(Path file, Ledger ledger) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Trail trail = Trail.read(file);
        while (!ledger.disagreements(trail).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            trail = Trail.read(file);
        }
        return trail;
    }

    private static void printTable(Trail trail) {
        System.out.printf(ROW, "time (UTC)", "corr. id", "operation", "result", "status", "user", "resource", "ms");
        for (JsonNode record : trail.records()) {
            if (!Trail.isOwn(record)) {
                System.out.printf(
                        ROW,
                        timeOfDay(record.path("time").asText()),
                        shortened(record.path("correlationId").asText(), 8),
                        afterLastSlash(record.path("operationName").asText()),
                        record.path("resultType").asText(),
                        record.path("resultSignature").asText(),
                        record.path("identity").path("user").asText("-"),
                        resource(record.path("properties")),
                        record.path("durationMs").asText());
            }
        }
        List<String> own = trail.records().stream()
                .filter(Trail::isOwn)
                .map(record -> record.path("operationName").asText())
                .distinct()
                .toList();
        System.out.println("Not shown: the trail's records about itself, " + own);
    }

    /** The first resource that was made: Started knows the type only, the final record the id too. */
    private static void printPair(Trail trail) throws JsonProcessingException {
        Exchange shown = trail.exchanges().stream()
                .filter(exchange -> exchange.status() == 201)
                .findFirst()
                .orElse(null);
        if (shown != null) {
            System.out.println("\nOne request's two records, whole:");
            for (JsonNode record : shown.records()) {
                System.out.println(PRETTY.writeValueAsString(record));
            }
        }
    }

    /** {@code 2026-11-20T12:44:34.200123Z} to {@code 12:44:34.200}. */
    private static String timeOfDay(String time) {
        return shortened(time.substring(time.indexOf('T') + 1), 12);
    }

    private static String afterLastSlash(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String resource(JsonNode properties) {
        String type = properties.path("fhirResourceType").asText("-");
        String id = properties.path("fhirResourceId").asText();
        return id.isEmpty() ? type : type + "/" + id;
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
