package io.caretrail.examples.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.examples.story.Ledger.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final Ledger LEDGER = new Ledger(List.of(
            new Entry("story-01", "GET", "/fhir/Patient/1", 200, "read", Map.of("fhirResourceId", "1"), ""),
            new Entry("story-02", "GET", "/fhir/Patient/2", 404, "read", Map.of(), ""),
            new Entry("", "raw", "nonsense", 400, "read", Map.of(), "connector")));

    @TempDir
    Path folder;

    private final StringBuilder trail = new StringBuilder();

    @BeforeEach
    void write_the_trail_that_agrees() {
        trail.append("{\"recordId\":\"x.0\",\"operationName\":\"Caretrail.Start\",\"resultType\":\"Succeeded\"}\n");
        exchange("a", "story-01", "Succeeded", 200);
        exchange("b", "story-02", "Failed", 404);
        exchange("c", "0f0f0f", "Failed", 400);
    }

    @Test
    void agreeing_trail_has_no_disagreement() throws IOException {
        assertEquals(List.of(), disagreements());
    }

    @Test
    void half_a_line_at_the_end_is_left_for_later() throws IOException {
        trail.append("{\"recordId\":\"d.0\",\"opera");
        assertEquals(List.of(), disagreements());
    }

    @Test
    void missing_final_record_is_found() throws IOException {
        remove("\"b.1\"");
        assertTrue(
                disagreements().toString().contains("exchange b of correlation id story-02, [Started 0] is not one"));
    }

    @Test
    void missing_started_record_is_found() throws IOException {
        remove("\"a.0\"");
        assertTrue(disagreements().toString().contains("[Succeeded 200] is not one Started and one final record"));
    }

    @Test
    void missing_exchange_is_found() throws IOException {
        remove("\"a.");
        assertEquals(List.of("story-01 (GET /fhir/Patient/1) is in the trail 0 times, not once"), disagreements());
    }

    @Test
    void missing_exchange_of_a_request_without_an_id_is_found() throws IOException {
        remove("\"c.");
        assertEquals(
                List.of("the request without an id (raw nonsense) is in the trail 0 times, not once"), disagreements());
    }

    @Test
    void request_that_the_door_cannot_see_has_no_exchange() throws IOException {
        remove("\"c.");
        assertEquals(List.of(), disagreements("connector", "login"));
        assertEquals(1, disagreements("login").size());
    }

    @Test
    void exchange_of_a_request_that_the_door_cannot_see_is_found() throws IOException {
        assertEquals(
                List.of("the request without an id (raw nonsense) is in the trail 1 times, not left to the connector"),
                disagreements("connector"));
    }

    @Test
    void request_recorded_twice_is_found() throws IOException {
        exchange("d", "story-01", "Succeeded", 200);
        assertEquals(List.of("story-01 (GET /fhir/Patient/1) is in the trail 2 times, not once"), disagreements());
    }

    @Test
    void final_record_written_twice_is_found() throws IOException {
        record("a.1", "story-01", "Succeeded", 200);
        assertEquals(1, disagreements().size());
    }

    @Test
    void other_status_than_the_client_saw_is_found() throws IOException {
        remove("\"b.");
        exchange("b", "story-02", "Failed", 500);
        assertEquals(
                List.of("story-02 (GET /fhir/Patient/2) got 404, but exchange b of correlation id story-02,"
                        + " [Started 0, Failed 500]"),
                disagreements());
    }

    @Test
    void succeeded_with_a_failing_status_is_found() throws IOException {
        remove("\"b.");
        exchange("b", "story-02", "Succeeded", 404);
        assertEquals(1, disagreements().size());
    }

    @Test
    void other_operation_than_expected_is_found() throws IOException {
        replaceInLineOf("a.1", "\"read\"", "\"vread\"");
        assertEquals(
                List.of("story-01 (GET /fhir/Patient/1) is expected to be read, but is [read, vread]"),
                disagreements());
    }

    @Test
    void other_property_than_expected_is_found() throws IOException {
        replaceInLineOf("a.1", "{\"fhirResourceId\":\"1\"}", "{}");
        assertEquals(
                List.of("story-01 (GET /fhir/Patient/1) is expected to have fhirResourceId 1, but has \"\""),
                disagreements());
    }

    @Test
    void request_nobody_sent_is_found() throws IOException {
        exchange("d", "elsewhere", "Succeeded", 200);
        assertEquals(1, disagreements().size());
        assertTrue(disagreements().get(0).endsWith("belongs to no request of the ledger"));
    }

    @Test
    void trail_that_was_never_written_is_found() throws IOException {
        assertEquals(
                3,
                LEDGER.disagreements(Trail.read(folder.resolve("nowhere")), Set.of())
                        .size());
    }

    @Test
    void ledger_is_read_as_it_was_written() throws IOException {
        Path file = folder.resolve("ledger.tsv");
        LEDGER.write(file);
        assertEquals(LEDGER, Ledger.read(file));
    }

    private List<String> disagreements(String... unseen) throws IOException {
        Path file = folder.resolve("audit.ndjson");
        Files.writeString(file, trail);
        return LEDGER.disagreements(Trail.read(file), Set.of(unseen));
    }

    private void exchange(String id, String correlationId, String result, int status) {
        record(id + ".0", correlationId, "Started", 0);
        record(id + ".1", correlationId, result, status);
    }

    private void record(String recordId, String correlationId, String result, int status) {
        trail.append("""
                {"recordId":"%s","operationName":"read","resultType":"%s","resultSignature":%d,"correlationId":"%s",\
                "properties":{"fhirResourceId":"1"}}
                """.formatted(recordId, result, status, correlationId));
    }

    private void remove(String part) {
        List<String> kept =
                trail.toString().lines().filter(line -> !line.contains(part)).toList();
        trail.setLength(0);
        kept.forEach(line -> trail.append(line).append('\n'));
    }

    private void replaceInLineOf(String recordId, String part, String by) {
        List<String> all = trail.toString().lines().toList();
        trail.setLength(0);
        all.forEach(line -> trail.append(line.contains(recordId) ? line.replace(part, by) : line)
                .append('\n'));
    }
}
