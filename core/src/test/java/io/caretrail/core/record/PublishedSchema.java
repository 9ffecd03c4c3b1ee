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

/** The JSON Schema as it is shipped, held against records. */
final class PublishedSchema {

    static final String TEXT = read();

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT, InputFormat.JSON);

    private PublishedSchema() {}

    static List<Error> complaints(String record) {
        return SCHEMA.validate(
                record,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    static void assertAccepts(String record) {
        assertEquals(List.of(), complaints(record), record);
    }

    private static String read() {
        try (InputStream schema =
                RawEncoder.class.getResourceAsStream("/io/caretrail/schema/audit-record.schema.json")) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
