package io.caretrail.core.http;

import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.LoadedConfiguration;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.DestinationContext;
import io.caretrail.core.destination.DestinationKinds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A destination opened from a real configuration file, what it says, and records for it. */
final class Collecting implements DestinationContext {

    final Path folder;
    final List<String> warnings = new ArrayList<>();
    final List<String> quarantined = new ArrayList<>();
    long putAside;

    Collecting(Path folder) {
        this.folder = folder;
    }

    /** Lines of YAML, the keys of the destination. */
    Destination open(String... keys) throws IOException {
        return new HttpDestinationKind().open(settings(keys), this);
    }

    DestinationSettings settings(String... keys) throws IOException {
        try {
            return load(keys).configuration().settings().get(0).destinations().get(0);
        } catch (ConfigurationException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    LoadedConfiguration load(String... keys) throws IOException, ConfigurationException {
        String yaml = "settings:\n  - destinations:\n      http:\n        "
                + String.join("\n        ", String.join("\n", keys).split("\n")) + "\n";
        Files.writeString(folder.resolve("caretrail.yaml"), yaml);
        Surroundings here =
                new Surroundings(Map.of(), Map.of("FROM_ENVIRONMENT", "canary-environment"), folder, "host", null);
        return new ConfigurationLoader(DestinationKinds.available())
                .loadFile(here, new NamedFile("caretrail.yaml", "the test"));
    }

    static List<ByteBuffer> records(String... records) {
        return List.of(records).stream()
                .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** Numbered from 0, with the fields that formats look at. */
    static List<ByteBuffer> records(int count) {
        return records(IntStream.range(0, count).mapToObj(Collecting::record).toArray(String[]::new));
    }

    static String record(int number) {
        return "{\"time\":\"2026-11-20T09:14:03.12045" + (number % 10) + "Z\",\"recordId\":\"" + id(number)
                + "\",\"operationName\":\"read\",\"category\":\"AuditLogs\",\"resultType\":\"Succeeded\","
                + "\"resultSignature\":200,\"callerIpAddress\":\"192.0.2.7\",\"correlationId\":\"c-" + number
                + "\",\"level\":\"Informational\",\"properties\":{\"method\":\"GET\"}}";
    }

    static String id(int number) {
        return "ab" + String.format("%06d", number) + ".1";
    }

    String quarantine() throws IOException {
        Path file = folder.resolve("state").resolve(Quarantine.FILE);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Override
    public void pruned(String file, long bytes, long records) {
        throw new AssertionError("prunes nothing");
    }

    @Override
    public void missing(String reason, long records) {
        throw new AssertionError("keeps nothing here");
    }

    @Override
    public void warning(String message) {
        warnings.add(message);
    }

    @Override
    public void quarantined(long records, String reason) {
        putAside += records;
        quarantined.add(records + ": " + reason);
    }

    @Override
    public Path folder() throws IOException {
        return Files.createDirectories(folder.resolve("state"));
    }
}
