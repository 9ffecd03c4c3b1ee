package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle itself: what it must not let pass. */
class AuditTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String OWN =
            "{\"recordId\":\"s.0\",\"operationName\":\"Caretrail.Start\",\"resultType\":\"Succeeded\"}\n";

    private final Ask ask = Ask.of("ok", "GET", "/probe/ok").expecting(Expected.status(200));

    @TempDir
    Path folder;

    @Test
    void whole_exchange_that_agrees_with_the_wire_passes() throws IOException {
        Audit audit = audit(ask, 200, OWN + started("e", "ok") + last("e", "ok", "Succeeded", 200));

        assertEquals(List.of(), audit.unexpectedAnswers());
        assertEquals(List.of(), audit.missingOrDoubled());
        assertEquals(List.of(), audit.unasked());
        assertEquals(List.of(), audit.wrongResults());
        assertEquals(List.of(), audit.wrongAttributes());
    }

    @Test
    void missing_exchange_shows() throws IOException {
        assertOne(audit(ask, 200, OWN).missingOrDoubled(), "0 exchanges instead of 1");
    }

    @Test
    void second_exchange_for_one_request_shows() throws IOException {
        String exchange = started("e", "ok") + last("e", "ok", "Succeeded", 200);

        assertOne(
                audit(ask, 200, exchange + exchange.replace("\"e.", "\"f.")).missingOrDoubled(),
                "2 exchanges instead of 1");
    }

    @Test
    void missing_doubled_and_early_final_records_show() throws IOException {
        String first = started("e", "ok");
        String last = last("e", "ok", "Succeeded", 200);

        assertOne(audit(ask, 200, first).missingOrDoubled(), "not one Started and one final record");
        assertOne(audit(ask, 200, first + last + last).missingOrDoubled(), "not one Started and one final record");
        assertOne(audit(ask, 200, last + first).missingOrDoubled(), "not one Started and one final record");
    }

    @Test
    void exchange_nobody_asked_for_shows_with_its_case() throws IOException {
        String other = started("f", "other") + last("f", "other", "Succeeded", 200);

        assertOne(
                audit(ask, 200, started("e", "ok") + last("e", "ok", "Succeeded", 200) + other)
                        .unasked(),
                "during case a request nobody made");
    }

    @Test
    void record_of_bytes_that_are_no_request_shows() throws IOException {
        Ask bytes = Ask.illegible("part", "GET /pro").expecting(Expected.nothing());

        assertOne(
                audit(bytes, 0, started("e", "x") + last("e", "x", "Failed", 400))
                        .missingOrDoubled(),
                "1 exchanges instead of 0");
    }

    @Test
    void request_without_id_is_found_by_its_time() throws IOException {
        Ask garbage = Ask.illegible("garbage", "GARBAGE").expecting(Expected.status(400));

        Audit audit = audit(garbage, 400, started("e", "made-up") + last("e", "made-up", "Failed", 400));

        assertEquals(List.of(), audit.missingOrDoubled());
        assertEquals(List.of(), audit.unasked());
        assertEquals(List.of(), audit.wrongResults());
    }

    @Test
    void status_unlike_the_wire_shows() throws IOException {
        assertOne(
                audit(ask, 200, started("e", "ok") + last("e", "ok", "Succeeded", 201))
                        .wrongResults(),
                "status recorded 201, expected [200]");
    }

    @Test
    void clean_success_of_an_aborted_download_shows() throws IOException {
        Ask aborted = ask.expecting(Expected.status(200).failingWith("client abort"));

        List<String> problems = audit(aborted, 200, started("e", "ok") + last("e", "ok", "Succeeded", 200))
                .wrongResults();

        assertOne(problems, "Succeeded instead of Failed");
        assertOne(problems, "does not say \"client abort\"");
    }

    @Test
    void wrong_caller_target_and_method_show() throws IOException {
        String records = (started("e", "ok") + last("e", "ok", "Succeeded", 200))
                .replace("127.0.0.1", "0:0:0:0:0:0:0:1")
                .replace("/probe/ok", "/probe/other")
                .replace("GET", "POST");

        List<String> problems = audit(ask, 200, records).wrongAttributes();

        assertOne(problems, "callerIpAddress is not the client's");
        assertOne(problems, "uri does not have the target");
        assertOne(problems, "method is not the one sent");
    }

    @Test
    void half_a_line_is_not_read_until_it_is_whole() throws IOException {
        Path file = folder.resolve("audit.ndjson");
        String line = last("e", "ok", "Succeeded", 200);
        Files.writeString(file, line.substring(0, 40));
        Trail trail = new Trail(file);
        trail.refresh();
        assertEquals(0, trail.finals());

        Files.writeString(file, line);
        trail.refresh();
        assertEquals(1, trail.finals());
    }

    private Audit audit(Ask asked, int status, String trail) throws IOException {
        Path file = folder.resolve("audit.ndjson");
        Files.writeString(file, trail);
        Trail read = new Trail(file);
        read.refresh();
        Played played =
                new Played("case", NOON, NOON.plusSeconds(1), List.of(new Turn("case", asked, new Answer(status, ""))));
        return new Audit(new Run(List.of(played), read, List.of(), ""));
    }

    private static void assertOne(List<String> problems, String text) {
        assertFalse(problems.isEmpty(), "no problem found");
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains(text), problems::toString);
    }

    private static String started(String exchange, String correlationId) {
        return record(exchange + ".0", correlationId, "Started", 0);
    }

    private static String last(String exchange, String correlationId, String result, int status) {
        return record(exchange + ".1", correlationId, result, status);
    }

    private static String record(String id, String correlationId, String result, int status) {
        return """
                {"time":"%s","recordId":"%s","operationName":"Other","resultType":"%s","resultSignature":%d,\
                "callerIpAddress":"127.0.0.1","correlationId":"%s","uri":"http://fhir.example:8080/probe/ok",\
                "properties":{"method":"GET"}}
                """.formatted(NOON, id, result, status, correlationId);
    }
}
