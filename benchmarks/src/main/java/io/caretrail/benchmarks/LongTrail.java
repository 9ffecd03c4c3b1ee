package io.caretrail.benchmarks;

import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.DestinationContext;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.destination.FileDestinationKind;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.Identity;
import io.caretrail.core.record.Level;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.record.ResultType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Writes a trail of made-up requests, the same ones each time, through the encoder and the file destination that a server
 * has, with rolls and compression: {@code LongTrail FOLDER RECORDS}. Half of the records are Started, one request in
 * twenty fails, two of three go to a FHIR server and one to a DICOMweb server.
 */
public final class LongTrail {

    private static final int BATCH = 256;
    private static final int PATIENTS = 20_000;
    private static final Instant FIRST = Instant.parse("2026-11-20T06:00:00Z");
    private static final String[] FHIR_TYPES = {"Patient", "Observation", "Encounter", "MedicationRequest"};
    private static final String[] DICOM_TYPES = {"study", "study", "series", "instance", "instance", "frames"};

    private final Random random = new Random(20261120);
    private final RawEncoder encoder = new RawEncoder();

    private LongTrail() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        new LongTrail().write(folder, Integer.parseInt(arguments[1]));
    }

    private void write(Path folder, int records) throws IOException, InterruptedException, ConfigurationException {
        Path configuration = Files.createTempFile("long-trail", ".yaml");
        DestinationSettings settings;
        try {
            Files.writeString(
                    configuration,
                    "settings:\n  - destinations:\n      file: { path: \"" + folder.toAbsolutePath()
                            + "/audit.ndjson\", rollAt: 100MB }\n");
            settings = new ConfigurationLoader(DestinationKinds.available())
                    .loadFile(Surroundings.ofThisProcess(), new NamedFile(configuration.toString(), "LongTrail"))
                    .configuration()
                    .settings()
                    .get(0)
                    .destinations()
                    .get(0);
        } finally {
            Files.delete(configuration);
        }
        try (Destination destination = new FileDestinationKind().open(settings, new Standard())) {
            List<ByteBuffer> batch = new ArrayList<>(BATCH);
            for (int i = 0; i < records; i += 2) {
                AuditRecord started = started(i);
                batch.add(ByteBuffer.wrap(encoder.encode(started)));
                batch.add(ByteBuffer.wrap(encoder.encode(ended(started, i))));
                if (batch.size() >= BATCH || i + 2 >= records) {
                    destination.write(batch);
                    batch.clear();
                }
            }
            destination.tend();
            awaitCompression(folder);
        }
    }

    /** All rolled files but the newest. */
    private static void awaitCompression(Path folder) throws IOException, InterruptedException {
        while (true) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.filter(file -> file.toString().matches(".*\\.\\d+\\.ndjson|.*\\.part"))
                                .count()
                        <= 1) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private AuditRecord started(int number) {
        boolean fhir = random.nextInt(3) > 0;
        Map<String, Object> properties = new LinkedHashMap<>();
        String operation;
        String uri;
        if (fhir) {
            String type = FHIR_TYPES[random.nextInt(FHIR_TYPES.length)];
            boolean read = random.nextBoolean();
            String patient = "pat-" + random.nextInt(PATIENTS);
            properties.put("fhirResourceType", type);
            operation = "Microsoft.HealthcareApis/services/fhir-R4/" + (read ? "read" : "search-type");
            if (read) {
                String id = type.equals("Patient") ? patient : "res-" + random.nextInt(1_000_000);
                properties.put("fhirResourceId", id);
                uri = "https://fhir.hospital.example:443/fhir/" + type + "/" + id;
            } else {
                uri = "https://fhir.hospital.example:443/fhir/" + type
                        + (type.equals("Patient") ? "?identifier=" : "?subject=Patient/") + patient + "&_count=50";
            }
        } else {
            String type = DICOM_TYPES[random.nextInt(DICOM_TYPES.length)];
            String study = "1.2.840.113619.2.5." + random.nextInt(100_000);
            properties.put("dicomResourceType", type);
            properties.put("studyInstanceUid", study);
            operation = random.nextInt(4) > 0 ? "Retrieve" : "RetrieveMetadata";
            uri = "https://pacs.hospital.example:443/dicom-web/studies/" + study;
        }
        properties.put("method", "GET");
        properties.put("host", fhir ? "fhir.hospital.example" : "pacs.hospital.example");
        properties.put(
                "userAgent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0");
        String user = "user" + random.nextInt(400);
        return new AuditRecord(
                FIRST.plusNanos(number * 12_345_678L),
                String.format("01980f3a5c2e7b1d9f40a6c8%08x.0", number / 2),
                "/hospital/clinic/" + (fhir ? "fhir-1" : "pacs-1"),
                operation,
                null,
                Category.AuditLogs,
                ResultType.Started,
                0,
                null,
                0,
                "10.20." + random.nextInt(4) + "." + random.nextInt(200),
                String.format("%016x%016x", random.nextLong(), random.nextLong()),
                new Identity(
                        Map.of("iss", "https://login.hospital.example/realms/clinic", "sub", user),
                        user,
                        "Bearer",
                        true,
                        true),
                Level.Informational,
                "dc1",
                "MicrosoftHealthcareApisAuditLog",
                uri,
                properties);
    }

    private AuditRecord ended(AuditRecord started, int number) {
        boolean failed = random.nextInt(20) == 0;
        int status = failed ? new int[] {401, 403, 404, 404, 500}[random.nextInt(5)] : 200;
        int took = random.nextInt(12);
        Map<String, Object> properties = new LinkedHashMap<>(started.properties());
        properties.put("responseBytes", random.nextInt(200_000));
        return new AuditRecord(
                FIRST.plusNanos(number * 12_345_678L + took * 1_000_000L),
                started.recordId().replace(".0", ".1"),
                started.resourceId(),
                started.operationName(),
                null,
                Category.AuditLogs,
                failed ? ResultType.Failed : ResultType.Succeeded,
                status,
                null,
                took,
                started.callerIpAddress(),
                started.correlationId(),
                started.identity(),
                failed ? Level.Error : Level.Informational,
                started.location(),
                started.type(),
                started.uri(),
                properties);
    }

    /** Nothing is sealed or retained here. */
    private static final class Standard implements DestinationContext {
        @Override
        public void pruned(String file, long bytes, long records) {}

        @Override
        public void warning(String message) {
            System.err.println(message);
        }

        @Override
        public void quarantined(long records, String reason) {}

        @Override
        public void missing(String reason, long records) {}

        @Override
        public Path folder() throws IOException {
            throw new IOException("a file destination that seals nothing has no state");
        }
    }
}
