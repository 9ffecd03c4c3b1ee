package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.SeedTables.Field;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each table of the seeds: every field of it is in the records that a real run leaves, of its type, with its value. */
class SeedTablesTest {

    private static SchemaRun run;

    @BeforeAll
    static void run(@TempDir Path folder) throws Exception {
        run = SchemaRun.in(folder);
    }

    @Test
    void dicom_audit_record_has_every_field_of_the_raw_table() {
        assertHasAll("dicom-audit-raw", 11);
    }

    @Test
    void dicom_audit_row_has_every_column_of_the_log_analytics_table() {
        assertHasAll("dicom-audit-log-analytics", 12);
    }

    @Test
    void dicom_diagnostic_record_has_every_field_of_the_raw_table() {
        assertHasAll("dicom-diagnostic-raw", 9);
    }

    @Test
    void dicom_diagnostic_row_has_every_column_of_the_log_analytics_table() {
        assertHasAll("dicom-diagnostic-log-analytics", 7);
    }

    @Test
    void fhir_audit_record_has_every_field_of_the_example() {
        assertHasAll("fhir-audit-raw", 18);
    }

    @Test
    void fhir_audit_row_has_every_column_of_azures_table() {
        assertHasAll("fhir-audit-log-analytics", 19);
    }

    /** @param fields how many the seeds have */
    private static void assertHasAll(String table, int fields) {
        assertEquals(fields, SeedTables.of(table).size(), table);
        for (Field field : SeedTables.of(table)) {
            JsonNode value = SchemaRun.at(run.record(table, field.name()), field.name());
            assertEquals(field.value(), value.isString() ? value.stringValue() : value.toString(), field::toString);
            assertTrue(isOfType(field.here(), value), field::toString);
        }
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "text" -> value.isString();
            case "whole number" -> value.isInt();
            case "object" -> value.isObject();
            case "time" ->
                value.isString()
                        && value.stringValue().length() == "2026-11-20T09:14:03.120457Z".length()
                        && Instant.parse(value.stringValue()).isAfter(Instant.EPOCH);
            default -> throw new AssertionError(type);
        };
    }
}
