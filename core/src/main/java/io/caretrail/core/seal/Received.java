package io.caretrail.core.seal;

import io.caretrail.core.seal.TextLines.TextLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares checkpoints that were received elsewhere with those that are here: both cannot be changed by one hand. */
final class Received {

    /** How many are compared at a time. */
    private static final int PORTION = 100_000;

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, List<SealCheck>> trails;
    private final TrustedKeys keys;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, SortedMap<Long, Arrival>> portion = new TreeMap<>();
    private int held;

    /** Where a checkpoint was read, and what it is. */
    private record Arrival(Path file, long line, Checkpoint checkpoint) {
        @Override
        public String toString() {
            return "checkpoint " + checkpoint.sequence() + " of " + checkpoint.time() + " (" + file + ", line " + line
                    + ")";
        }
    }

    Received(Map<String, List<SealCheck>> trails, TrustedKeys keys) {
        this.trails = trails;
        this.keys = keys;
    }

    /** What of them the trails here lack; at most one finding a trail. */
    List<Finding> lacking(List<Path> against) throws IOException {
        for (Path file : against) {
            try (TextLines lines = new TextLines(file)) {
                for (TextLine line = lines.next(); line != null; line = lines.next()) {
                    take(file, line);
                }
            }
        }
        compare();
        return findings;
    }

    private void take(Path file, TextLine line) throws IOException {
        Checkpoint checkpoint = line.text().contains("Caretrail.Checkpoint") ? read(line.text()) : null;
        if (checkpoint == null) {
            return;
        }
        String problem = keys.problem(checkpoint);
        if (problem != null) {
            findings.add(new Finding(file, line.number(), line.offset(), "the checkpoint received " + problem));
            return;
        }
        portion.computeIfAbsent(checkpoint.trail(), trail -> new TreeMap<>())
                .putIfAbsent(checkpoint.sequence(), new Arrival(file, line.number(), checkpoint));
        if (++held >= PORTION) {
            compare();
        }
    }

    private static @Nullable Checkpoint read(String line) {
        try {
            JsonNode properties = properties(JSON.readTree(line));
            JsonNode text = properties.path("signedText");
            JsonNode signature = properties.path("signature");
            return text.isString() && signature.isString()
                    ? CheckpointText.parseSigned(text.stringValue(), signature.stringValue())
                    : null;
        } catch (JacksonException noRecord) {
            return null;
        }
    }

    /** In the schema log-analytics they are a text under another name. */
    private static JsonNode properties(JsonNode record) {
        JsonNode text = record.path("Properties");
        return text.isString() ? JSON.readTree(text.stringValue()) : record.path("properties");
    }

    private void compare() throws IOException {
        for (Map.Entry<String, SortedMap<Long, Arrival>> one : portion.entrySet()) {
            List<SealCheck> seals = trails.get(one.getKey());
            if (seals == null) {
                Arrival first = firstOf(one.getValue());
                findings.add(
                        Finding.of(first.file, "the trail of " + first + " is not here: it was removed or replaced"));
            } else {
                Finding finding = compare(one.getValue(), seals);
                if (finding != null) {
                    findings.add(finding);
                }
            }
        }
        portion.clear();
        held = 0;
    }

    private static Arrival firstOf(SortedMap<Long, Arrival> arrivals) {
        return Objects.requireNonNull(arrivals.get(arrivals.firstKey()));
    }

    private @Nullable Finding compare(SortedMap<Long, Arrival> arrivals, List<SealCheck> seals) throws IOException {
        Checkpoint end = null;
        Path endOf = Path.of("");
        for (SealCheck seal : seals) {
            if (Objects.requireNonNull(seal.first()).sequence() > arrivals.lastKey()) {
                continue;
            }
            try (SealFile.Reader lines = new SealFile.Reader(seal.seal())) {
                for (SealFile.Line line = lines.next(); line != null; line = lines.next()) {
                    Checkpoint here = line.checkpoint();
                    if (here == null) {
                        continue;
                    }
                    if (end == null || here.sequence() > end.sequence()) {
                        end = here;
                        endOf = seal.seal();
                    }
                    Arrival arrival = arrivals.remove(here.sequence());
                    if (arrival != null && !arrival.checkpoint.signedText().equals(here.signedText())) {
                        return new Finding(
                                seal.seal(),
                                line.number(),
                                line.offset(),
                                "this checkpoint is not " + arrival
                                        + " that was received: the trail was replaced here or before");
                    }
                }
            }
        }
        Retention retention = new Retention(seals);
        arrivals.keySet().removeIf(sequence -> retention.removed(sequence, sequence));
        if (arrivals.isEmpty() || end == null) {
            return null;
        }
        Arrival lacking = firstOf(arrivals);
        Lines last = end.lines();
        Path data = endOf.resolveSibling(SealCheck.dataName(endOf));
        return lacking.checkpoint.sequence() < end.sequence()
                ? Finding.of(endOf, lacking + " was received, and is not here")
                : new Finding(
                        data,
                        last.first() + last.count(),
                        last.to(),
                        "is missing, with its seal: " + lacking
                                + " was received, and the trail here ends with checkpoint " + end.sequence());
    }
}
