package io.caretrail.examples.story;

import io.caretrail.examples.story.Trail.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a client did, written down by the client: the other side's account, to check the audit trail against. Immutable
 * and thread-safe.
 */
public record Ledger(List<Entry> entries) {

    /**
     * One request of the client.
     *
     * @param id the X-Request-Id it sent; empty when it could send none
     * @param status the HTTP status it saw
     * @param operation the name it expects the trail to have for it, without prefix
     * @param properties what it expects the trail to know of it, at least
     * @param refusedBy the part of the server that answers instead of an application; empty when one gets the request
     */
    public record Entry(
            String id,
            String method,
            String target,
            int status,
            String operation,
            Map<String, String> properties,
            String refusedBy) {

        public Entry {
            properties = Map.copyOf(properties);
        }

        @Override
        public String toString() {
            return "%s (%s %s)".formatted(id.isEmpty() ? "the request without an id" : id, method, target);
        }
    }

    public Ledger {
        entries = List.copyOf(entries);
    }

    public static Ledger read(Path file) throws IOException {
        return new Ledger(Files.readAllLines(file).stream()
                .map(line -> line.split("\t", -1))
                .map(field -> new Entry(
                        field[0],
                        field[1],
                        field[2],
                        Integer.parseInt(field[3]),
                        field[4],
                        properties(field[5]),
                        field[6]))
                .toList());
    }

    public void write(Path file) throws IOException {
        List<String> lines = entries.stream()
                .map(entry -> String.join(
                        "\t",
                        entry.id,
                        entry.method,
                        entry.target,
                        Integer.toString(entry.status),
                        entry.operation,
                        line(entry.properties),
                        entry.refusedBy))
                .toList();
        Files.write(file, lines);
    }

    /**
     * Where the trail and this ledger disagree, a sentence each. Empty when every request has exactly one Started and one
     * final record, that with the status the client saw and the operation and properties it expects, and the trail tells of
     * no other request.
     *
     * @param unseen the parts of the server that the trail's door does not see: what one of them refuses has no record
     */
    public List<String> disagreements(Trail trail, Set<String> unseen) {
        List<String> found = new ArrayList<>();
        List<Exchange> exchanges = trail.exchanges();
        exchanges.stream()
                .filter(exchange -> !exchange.isComplete())
                .map(exchange -> exchange + " is not one Started and one final record")
                .forEach(found::add);
        Set<Exchange> explained = new HashSet<>();
        for (Entry entry : entries) {
            List<Exchange> matches =
                    exchanges.stream().filter(exchange -> isOf(entry, exchange)).toList();
            explained.addAll(matches);
            int due = unseen.contains(entry.refusedBy) ? 0 : 1;
            if (matches.size() != due) {
                found.add("%s is in the trail %d times, not %s"
                        .formatted(entry, matches.size(), due == 1 ? "once" : "left to the " + entry.refusedBy));
            }
            matches.stream()
                    .filter(exchange -> exchange.status() != entry.status || exchange.succeeded() != entry.status < 400)
                    .map(exchange -> "%s got %d, but %s".formatted(entry, entry.status, exchange))
                    .forEach(found::add);
            matches.forEach(exchange -> found.addAll(misnamings(entry, exchange)));
        }
        exchanges.stream()
                .filter(exchange -> !explained.contains(exchange))
                .map(exchange -> exchange + " belongs to no request of the ledger")
                .forEach(found::add);
        return found;
    }

    private static List<String> misnamings(Entry entry, Exchange exchange) {
        List<String> found = new ArrayList<>();
        if (!exchange.operations().stream().allMatch(name -> name.equals(entry.operation))) {
            found.add("%s is expected to be %s, but is %s".formatted(entry, entry.operation, exchange.operations()));
        }
        new TreeMap<>(entry.properties).forEach((name, value) -> {
            if (!value.equals(exchange.property(name))) {
                found.add("%s is expected to have %s %s, but has \"%s\""
                        .formatted(entry, name, value, exchange.property(name)));
            }
        });
        return found;
    }

    private static String line(Map<String, String> properties) {
        return new TreeMap<>(properties)
                .entrySet().stream()
                        .map(property -> property.getKey() + "=" + property.getValue())
                        .collect(Collectors.joining(" "));
    }

    private static Map<String, String> properties(String line) {
        return Arrays.stream(line.split(" ", -1))
                .filter(property -> !property.isEmpty())
                .map(property -> property.split("=", 2))
                .collect(Collectors.toMap(property -> property[0], property -> property[1]));
    }

    /** By the id the client sent; where it sent none, by the status and an id that is none of the client's. */
    private boolean isOf(Entry entry, Exchange exchange) {
        return entry.id.isEmpty()
                ? exchange.status() == entry.status && !ids().contains(exchange.correlationId())
                : exchange.correlationId().equals(entry.id);
    }

    private Set<String> ids() {
        return entries.stream().map(Entry::id).collect(Collectors.toSet());
    }
}
