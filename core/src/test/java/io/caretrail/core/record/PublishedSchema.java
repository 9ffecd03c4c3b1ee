package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The JSON Schema as it is shipped, held against records. */
final class PublishedSchema {

    static final String TEXT = read("audit-record");

    private static final PublishedSchema RAW = new PublishedSchema(TEXT);

    private static final Map<String, PublishedSchema> TABLES = Map.of(
            "AHDSDicomAuditLogs", new PublishedSchema(read("dicom-audit-logs")),
            "AHDSDicomDiagnosticLogs", new PublishedSchema(read("dicom-diagnostic-logs")),
            "MicrosoftHealthcareApisAuditLogs", new PublishedSchema(read("fhir-audit-logs")),
            "MicrosoftHealthcareApisDiagnosticLogs", new PublishedSchema(read("fhir-diagnostic-logs")));

    private final String text;
    private final Schema schema;

    private PublishedSchema(String text) {
        this.text = text;
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    /** That of a table of the schema log-analytics. */
    static PublishedSchema ofTable(String name) {
        return Objects.requireNonNull(TABLES.get(name), name);
    }

    static List<Error> complaints(String record) {
        return RAW.complaintsOf(record);
    }

    static void assertAccepts(String record) {
        RAW.assertIsRight(record);
    }

    String text() {
        return text;
    }

    List<Error> complaintsOf(String record) {
        return schema.validate(
                record,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    void assertIsRight(String record) {
        assertEquals(List.of(), complaintsOf(record), record);
    }

    private static String read(String name) {
        try (InputStream schema =
                RawEncoder.class.getResourceAsStream("/io/caretrail/schema/" + name + ".schema.json")) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
