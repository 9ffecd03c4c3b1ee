package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecordSchemaTest {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String STARTED = Line.encoded(SampleRecords.started());
    private static final String SUCCEEDED = Line.encoded(SampleRecords.succeeded());
    private static final String FAILED = Line.encoded(SampleRecords.failed());
    private static final String GAP = STARTED.replaceFirst("\"callerIpAddress.*?(?=\"identity)", "")
            .replaceFirst("\"uri\".*?(?=\"properties)", "")
            .replaceFirst("\"identity\":.*(?=,\"level)", "\"identity\":{}")
            .replaceFirst("\"properties\":.*", "\"properties\":{\"missingRecords\":1,\"reason\":\"r\"}}")
            .replace("Microsoft.HealthcareApis/services/fhir-R4/search-type", "Caretrail.Gap")
            .replace("Started", "Failed")
            .replace("Informational", "Error")
            .replace("71.0\"", "71.1\"");

    @Test
    void the_records_the_refused_ones_are_made_of_conform() {
        List.of(STARTED, SUCCEEDED, FAILED, GAP).forEach(PublishedSchema::assertAccepts);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Started | \"resultSignature\":0 | \"resultSignature\":200",
                "Started | \"durationMs\":0 | \"durationMs\":1",
                "Started | \"durationMs\":0 | \"durationMs\":0,\"resultDescription\":\"x\"",
                "Started | 71.0\" | 71.1\"",
                "Started | Informational | Error",
                "Started | Informational | Warning",
                "Started | AuditLogs | DiagnosticLogs",
                "Started | .120457Z | .120Z",
                "Started | 2026-11-20T | 2026-13-20T",
                "Started | .120457Z | .120457+00:00",
                "Started | \"location\":\"dc1\", | ``",
                "Started | \"location\" | \"Location\":1,\"location\"",
                "Started | \"callerIpAddress\":\"73.164.17.31\", | ``",
                "Started | \"correlationId\":\"5d04211aaf172d43b83d9eb500464ec5\", | ``",
                "Started | \"uri\":\"https://fhir.example.org:443/Patient?name=M%C3%BCller\", | ``",
                "Started | \"claimsVerified\":false | \"claimsVerified\":null",
                "Started | \"claimsVerified\":false | \"token\":\"x\"",
                "Started | \"properties\":{ | \"properties\":{\"x\":{},",
                "Started | \"properties\":{ | \"properties\":{\"x\":1.5,",
                "Started | \"properties\":{ | \"properties\":{\"truncated\":\"uri\",",
                "Started | \"properties\":{ | \"properties\":{\"truncated\":[],",
                "Succeeded | \"resultSignature\":200 | \"resultSignature\":400",
                "Succeeded | \"resultSignature\":200 | \"resultSignature\":0",
                "Succeeded | \"resultSignature\":200 | \"resultSignature\":\"200\"",
                "Succeeded | \"durationMs\":42 | \"durationMs\":-42",
                "Succeeded | \"durationMs\":42 | \"durationMs\":4.2",
                "Succeeded | 71.1\" | 71.0\"",
                "Succeeded | \"requestBytes\":0 | \"requestBytes\":-1",
                "Succeeded | \"operationName\":\"Retrieve\" | \"operationName\":\"Caretrail.Stop\"",
                "Failed | Error | Informational",
                "Failed | Failed | failed",
                "Gap | Caretrail.Gap | Caretrail.Unknown",
                "Gap | Caretrail.Gap | Caretrail.Start",
                "Gap | \"missingRecords\":1, | ``",
                "Gap | \"missingRecords\":1 | \"missingRecords\":-1",
                "Gap | \"reason\":\"r\" | \"why\":\"r\"",
                "Gap | \"identity\" | \"correlationId\":\"c\",\"identity\"",
                "Gap | \"identity\" | \"callerIpAddress\":\"10.0.0.4\",\"identity\"",
                "Gap | \"properties\" | \"uri\":\"http://h:80/\",\"properties\"",
                "Gap | \"identity\":{} | \"identity\":{\"user\":\"u\"}",
            })
    void a_record_that_breaks_the_contract_is_refused(String record, String part, String instead) {
        String whole = switch (record) {
            case "Started" -> STARTED;
            case "Succeeded" -> SUCCEEDED;
            case "Failed" -> FAILED;
            default -> GAP;
        };
        String broken = whole.replace(part, instead);
        assertNotEquals(whole, broken);
        assertNotEquals(List.of(), PublishedSchema.complaints(broken), broken);
    }

    @Test
    void fields_stand_in_the_schema_in_the_order_they_are_written() {
        List<String> order = new ArrayList<>(
                MAPPER.readTree(PublishedSchema.TEXT).get("properties").propertyNames());
        JsonNode failed = MAPPER.readTree(FAILED.replace("\"category\"", "\"operationVersion\":\"v1\",\"category\""));
        assertEquals(order, new ArrayList<>(failed.propertyNames()));
    }

    @Test
    void every_part_of_the_schema_has_a_title_a_description_and_its_own_examples_conform() {
        JsonNode schema = MAPPER.readTree(PublishedSchema.TEXT);
        List<String> silent = new ArrayList<>();
        for (JsonNode fields : List.of(
                schema.get("properties"),
                schema.get("properties").get("identity").get("properties"),
                schema.get("$defs").get("properties").get("properties"))) {
            fields.properties().forEach(field -> {
                JsonNode described = field.getValue().has("$ref")
                                && !field.getValue().has("title")
                        ? schema.at(field.getValue().get("$ref").stringValue().substring(1))
                        : field.getValue();
                if (!described.has("title") || !described.has("description")) {
                    silent.add(field.getKey());
                }
            });
        }
        assertEquals(List.of(), silent);
        schema.get("$defs")
                .get("properties")
                .get("properties")
                .properties()
                .forEach(field -> field.getValue()
                        .path("examples")
                        .forEach(example -> PublishedSchema.assertAccepts(STARTED.replaceFirst(
                                "\"properties\":.*",
                                java.util.regex.Matcher.quoteReplacement(
                                        "\"properties\":{\"" + field.getKey() + "\":" + example + "}}")))));
    }
}
