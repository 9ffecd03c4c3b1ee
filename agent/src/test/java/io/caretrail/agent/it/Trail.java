package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an audit file while it is written. Used by one thread. */
final class Trail {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final List<JsonNode> records = new ArrayList<>();
    private long position;

    Trail(Path file) {
        this.file = file;
    }

    /** Waits until that many more exchanges are over than before, or the time is up; whether they are. */
    boolean await(int finals, Duration patience) throws IOException {
        Instant deadline = Instant.now().plus(patience);
        refresh();
        while (finals() < finals) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            pause();
            refresh();
        }
        return true;
    }

    /** How many final records of requests are there. */
    int finals() {
        return (int) records.stream()
                .filter(record -> !own(record))
                .filter(record -> record.path("recordId").asString("").endsWith(".1"))
                .count();
    }

    /** Every exchange, in the order they began in the file; Caretrail's own records are left out. */
    List<Recorded> exchanges() {
        Map<String, List<JsonNode>> byExchange = new LinkedHashMap<>();
        for (JsonNode record : records) {
            if (!own(record)) {
                byExchange
                        .computeIfAbsent(exchange(record), id -> new ArrayList<>())
                        .add(record);
            }
        }
        return byExchange.entrySet().stream()
                .map(entry -> new Recorded(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** Caretrail's records of itself. */
    List<JsonNode> own() {
        return records.stream().filter(Trail::own).toList();
    }

    /** How many records are missing, by Caretrail's own telling. */
    long missing() {
        return gaps().mapToLong(
                        gap -> gap.path("properties").path("missingRecords").asLong())
                .sum();
    }

    /** Why they are. */
    String reasons() {
        return gaps().map(gap -> gap.path("properties").path("reason").asString(""))
                .collect(Collectors.joining("; "));
    }

    private Stream<JsonNode> gaps() {
        return own().stream()
                .filter(record -> record.path("operationName").asString("").equals("Caretrail.Gap"));
    }

    /** Reads on to the last whole line. */
    void refresh() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] added = new byte[Math.toIntExact(in.length() - position)];
            in.seek(position);
            in.readFully(added);
            String text = new String(added, UTF_8);
            String lines = text.substring(0, text.lastIndexOf('\n') + 1);
            lines.lines().map(JSON::readTree).forEach(records::add);
            position += lines.getBytes(UTF_8).length;
        }
    }

    private static boolean own(JsonNode record) {
        return record.path("operationName").asString("").startsWith("Caretrail.");
    }

    private static String exchange(JsonNode record) {
        String id = record.path("recordId").asString("");
        return id.substring(0, Math.max(0, id.lastIndexOf('.')));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + "the trail", e);
        }
    }
}
