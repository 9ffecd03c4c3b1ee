package io.caretrail.examples.story;

import io.caretrail.examples.story.Ledger.Entry;
import io.caretrail.examples.story.Trail.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Prints an audit trail for people, and checks it against the client's ledger. */
public final class TrailPrinter {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int POLL_MILLIS = 100;
    private static final int LONG_ID = 20;
    private static final int SHOWN_OF_LONG_ID = 4;
    private static final ObjectWriter PRETTY = new JsonMapper().writerWithDefaultPrettyPrinter();

    private TrailPrinter() {}

    /**
     * Arguments: the trail's file, the ledger's file, the operation whose records to print whole, and the parts of the
     * server whose refusals the trail's door does not see. Exits with 1 when they disagree.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path file = Path.of(args[0]);
        Ledger ledger = Ledger.read(Path.of(args[1]));
        Set<String> unseen = Set.copyOf(List.of(args).subList(3, args.length));
        Trail trail = settled(file, ledger, unseen);
        printTable(trail);
        printPair(trail, args[2]);
        List<String> disagreements = ledger.disagreements(trail, unseen);
        if (disagreements.isEmpty()) {
            printAgreement(ledger, unseen);
        } else {
            System.err.printf("%n%s and the client's own ledger disagree:%n", file);
            disagreements.forEach(each -> System.err.println("  " + each));
            System.exit(1);
        }
    }

    private static void printAgreement(Ledger ledger, Set<String> unseen) {
        Map<Boolean, List<Entry>> bySight = ledger.entries().stream()
                .collect(Collectors.partitioningBy(entry -> unseen.contains(entry.refusedBy())));
        List<Entry> hidden = bySight.getOrDefault(true, List.of());
        List<Entry> seen = bySight.getOrDefault(false, List.of());
        System.out.printf(
                "%nChecked: each of the %d requests has exactly one Started and one final record, with the status"
                        + " the client saw, the operation and the resource it meant.%n",
                seen.size());
        hidden.forEach(entry -> System.out.printf(
                "No record, as expected, since the %s answers before Caretrail sees it: %s%n",
                entry.refusedBy(), entry));
    }

    /** The trail once it agrees with the ledger, or as it is when patience ends: records reach the file within a second. */
    private static Trail settled(Path file, Ledger ledger, Set<String> unseen)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Trail trail = Trail.read(file);
        while (!ledger.disagreements(trail, unseen).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
            trail = Trail.read(file);
        }
        return trail;
    }

    private static void printTable(Trail trail) {
        String row = "%%-12s  %%-8s  %%-%ds  %%-9s  %%6s  %%-%ds  %%-%ds  %%5s%%n"
                .formatted(
                        longest(
                                trail,
                                record -> afterLastSlash(
                                        record.path("operationName").asString())),
                        longest(trail, TrailPrinter::user),
                        longest(trail, record -> resource(record.path("properties"))));
        System.out.printf(row, "time (UTC)", "corr. id", "operation", "result", "status", "user", "resource", "ms");
        for (JsonNode record : trail.records()) {
            if (!Trail.isOwn(record)) {
                System.out.printf(
                        row,
                        timeOfDay(record.path("time").asString()),
                        shortened(record.path("correlationId").asString(), 8),
                        afterLastSlash(record.path("operationName").asString()),
                        record.path("resultType").asString(),
                        record.path("resultSignature").asString(),
                        user(record),
                        resource(record.path("properties")),
                        record.path("durationMs").asString());
            }
        }
        List<String> own = trail.records().stream()
                .filter(Trail::isOwn)
                .map(record -> record.path("operationName").asString())
                .distinct()
                .toList();
        System.out.println("Not shown: the trail's records about itself, " + own);
    }

    /** The first that succeeded. */
    private static void printPair(Trail trail, String operation) {
        Exchange shown = trail.exchanges().stream()
                .filter(exchange ->
                        exchange.succeeded() && exchange.operations().contains(operation))
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

    private static int longest(Trail trail, Function<JsonNode, String> column) {
        return trail.records().stream()
                .filter(record -> !Trail.isOwn(record))
                .mapToInt(record -> column.apply(record).length())
                .reduce(9, Math::max);
    }

    private static String user(JsonNode record) {
        return record.path("identity").path("user").asString("-");
    }

    /** {@code Patient/1} of FHIR; of DICOM the ends of the UIDs, which tell one from the other well enough in a table. */
    private static String resource(JsonNode properties) {
        String type = properties
                .path("fhirResourceType")
                .asString(properties.path("dicomResourceType").asString(""));
        Stream<String> ids = Stream.of(
                        "fhirResourceId", "studyInstanceUid", "seriesInstanceUid", "sopInstanceUid", "workitemUid")
                .map(name -> properties.path(name).asString(""))
                .filter(id -> !id.isEmpty())
                .map(id -> id.length() > LONG_ID ? ".." + id.substring(id.length() - SHOWN_OF_LONG_ID) : id);
        String path = Stream.concat(Stream.of(type), ids)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
        String frames = properties.path("dicomFrames").asString("");
        return path.isEmpty() ? "-" : frames.isEmpty() ? path : path + "#" + frames;
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
