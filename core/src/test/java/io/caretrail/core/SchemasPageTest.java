package io.caretrail.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caretrail.core.SeedTables.Field;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps docs/schemas.md true: its tables and examples are what a run leaves that is made now. */
class SchemasPageTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", ""), "..", "docs", "schemas.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    /** Which test shows a table. */
    private static final Map<String, String> SHOWN_BY = Map.of(
            "dicom-audit-raw", "dicom_audit_record_has_every_field_of_the_raw_table",
            "dicom-audit-log-analytics", "dicom_audit_row_has_every_column_of_the_log_analytics_table",
            "dicom-diagnostic-raw", "dicom_diagnostic_record_has_every_field_of_the_raw_table",
            "dicom-diagnostic-log-analytics", "dicom_diagnostic_row_has_every_column_of_the_log_analytics_table",
            "fhir-audit-raw", "fhir_audit_record_has_every_field_of_the_example",
            "fhir-audit-log-analytics", "fhir_audit_row_has_every_column_of_azures_table");

    @Test
    void page_says_what_a_run_leaves(@TempDir Path folder) throws Exception {
        String page = page(SchemaRun.in(folder));
        if (Boolean.getBoolean("caretrail.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                page,
                Files.readString(PAGE),
                "docs/schemas.md is stale; run this test with -Dcaretrail.docs.write=true");
    }

    @Test
    void every_table_of_the_seeds_is_on_the_page_with_all_of_its_fields() throws Exception {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (String table : SeedTables.tables()) {
            for (Field field : SeedTables.of(table)) {
                String begin = "| `" + field.name() + "` | " + field.there() + " | " + field.here() + " | `";
                String end = "` | `SeedTablesTest." + SHOWN_BY.get(table) + "` |";
                assertEquals(
                        1,
                        rows.stream()
                                .filter(row -> row.equals(begin + field.value() + end))
                                .count(),
                        field::toString);
            }
        }
    }

    @Test
    void every_test_that_the_page_names_is_there() throws Exception {
        List<String> named = TEST.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1) + "." + found.group(2))
                .distinct()
                .toList();
        List<String> there = new ArrayList<>();
        for (String name : named) {
            Class<?> tests = Class.forName("io.caretrail.core." + name.substring(0, name.indexOf('.')));
            Stream<Method> methods = Arrays.stream(tests.getDeclaredMethods());
            methods.filter(method -> method.isAnnotationPresent(Test.class))
                    .map(method -> tests.getSimpleName() + "." + method.getName())
                    .filter(name::equals)
                    .forEach(there::add);
        }
        assertEquals(named, there);
        assertEquals(SHOWN_BY.size(), named.size());
    }

    private static String page(SchemaRun run) throws Exception {
        try (InputStream in = SchemasPageTest.class.getResourceAsStream("schemas-page.md")) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String table : SeedTables.tables()) {
                page = page.replace("@" + table + "@", table(run, table));
            }
            return page.replace("@fhir@", lines(run, "fhir-audit-raw", "fhir-audit-log-analytics"))
                    .replace(
                            "@dicom@",
                            lines(
                                    run,
                                    "dicom-audit-raw",
                                    "dicom-diagnostic-raw",
                                    "dicom-audit-log-analytics",
                                    "dicom-diagnostic-log-analytics"))
                    .replace("@side-by-side@", sideBySide(run));
        }
    }

    private static String table(SchemaRun run, String table) {
        StringBuilder rows = new StringBuilder(
                "| field | type there | type here | example | shown by |\n| --- | --- | --- | --- | --- |\n");
        for (Field field : SeedTables.of(table)) {
            JsonNode value = SchemaRun.at(run.record(table, field.name()), field.name());
            rows.append(row(
                    "`" + field.name() + "`",
                    field.there(),
                    field.here(),
                    "`" + text(value) + "`",
                    "`SeedTablesTest." + SHOWN_BY.get(table) + "`"));
        }
        return rows.toString();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** The records of one exchange, the first in each table. */
    private static String lines(SchemaRun run, String... tables) {
        StringBuilder block = new StringBuilder("```ndjson\n");
        for (String table : tables) {
            run.lines().get(table).stream()
                    .limit(2)
                    .forEach(line -> block.append(line).append('\n'));
        }
        return block.append("```\n").toString();
    }

    /** The last record of the DICOM exchange field by field: what each field of the schema raw is called elsewhere. */
    private static String sideBySide(SchemaRun run) {
        JsonMapper json = new JsonMapper();
        StringBuilder rows = new StringBuilder("| raw | AHDSDicomAuditLogs | value | MicrosoftHealthcareApisAuditLogs |"
                + " value |\n| --- | --- | --- | --- | --- |\n");
        JsonNode raw = json.readTree(run.lines().get("fhir-audit-raw").get(1));
        JsonNode dicom =
                json.readTree(run.lines().get("dicom-audit-log-analytics").get(1));
        JsonNode fhir =
                json.readTree(run.lines().get("fhir-audit-log-analytics").get(1));
        Map<String, List<String>> names = columns();
        for (String field : raw.propertyNames()) {
            List<String> columns = names.remove(field);
            rows.append(row(
                    "`" + field + "`",
                    "`" + columns.get(0) + "`",
                    "`" + text(dicom.get(columns.get(0))) + "`",
                    "`" + columns.get(1) + "`",
                    "`" + text(fhir.get(columns.get(1))) + "`"));
        }
        assertEquals(Map.of(), names);
        return rows.toString();
    }

    private static Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new TreeMap<>();
        for (String line : """
            time TimeGenerated TimeGenerated
            recordId RecordId RecordId
            resourceId _ResourceId _ResourceId
            operationName OperationName OperationName
            category LogCategory LogCategory
            resultType ResultType ResultType
            resultSignature StatusCode StatusCode
            durationMs OperationDuration OperationDuration
            callerIpAddress CallerIPAddress CallerIPAddress
            correlationId CorrelationId CorrelationId
            identity Identity CallerIdentity
            level Level Level
            location Location Location
            type Type Type
            uri Uri RequestUri
            properties Properties Properties
            """.lines().toList()) {
            String[] names = line.split(" ", -1);
            columns.put(names[0], List.of(names[1], names[2]));
        }
        return columns;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}
