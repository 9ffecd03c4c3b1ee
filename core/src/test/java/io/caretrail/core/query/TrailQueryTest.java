package io.caretrail.core.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of trails, and in which order it comes. */
class TrailQueryTest {

    @TempDir
    private Path folder;

    private static Criteria last(int records) {
        return new Criteria(false, null, null, List.of(), null, records);
    }

    private static Criteria where(String... conditions) {
        return new Criteria(
                false,
                null,
                null,
                List.of(conditions).stream().map(Condition::parse).toList(),
                null,
                0);
    }

    private static Criteria between(@Nullable Instant since, @Nullable Instant until) {
        return new Criteria(false, since, until, List.of(), null, 0);
    }

    /** Four files of one trail, two of them compressed, and a seal. */
    private Path rolledTrail() throws Exception {
        Lines.compress(folder.resolve("audit.2026-11-19.2.ndjson.gz"), Lines.at(1, 1), Lines.failed(2, 2));
        Lines.compress(folder.resolve("audit.2026-11-19.10.ndjson.gz"), Lines.at(3, 3));
        Lines.write(folder.resolve("audit.2026-11-20.1.ndjson"), Lines.at(4, 4), Lines.at(5, 5));
        Lines.write(folder.resolve("audit.ndjson"), Lines.failed(6, 6), Lines.at(7, 7));
        Files.writeString(folder.resolve("audit.ndjson.seal"), "{\"seal\":1}\n");
        Files.writeString(folder.resolve("audit.2026-11-20.1.ndjson.gz.part"), "half");
        return folder;
    }

    @Test
    void folder_is_read_in_the_order_of_the_rolls_and_the_newest_is_last() throws Exception {
        Answer answer = Answer.to(Criteria.NONE, rolledTrail());
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7"), answer.ids());
        assertEquals(new Summary(7, 7, 0, 0), answer.summary);
        assertEquals(List.of(), answer.problems);
    }

    @Test
    void files_are_read_in_the_order_of_the_rolls_however_they_are_named() throws Exception {
        rolledTrail();
        Answer answer = Answer.to(
                Criteria.NONE,
                folder.resolve("audit.ndjson"),
                folder.resolve("audit.2026-11-19.10.ndjson.gz"),
                folder.resolve("audit.ndjson.seal"),
                folder.resolve("audit.2026-11-19.2.ndjson.gz"));
        assertEquals(List.of("1", "2", "3", "6", "7"), answer.ids());
    }

    @Test
    void file_that_is_named_twice_is_read_once() throws Exception {
        Path file = rolledTrail().resolve("audit.ndjson");
        assertEquals(List.of("6", "7"), Answer.to(Criteria.NONE, file, file).ids());
        assertEquals(7, Answer.to(Criteria.NONE, file, folder, file).ids().size());
    }

    @Test
    void roll_that_is_there_plain_and_compressed_is_read_once() throws Exception {
        Lines.compress(rolledTrail().resolve("audit.2026-11-20.1.ndjson.gz"), Lines.at(4, 4), Lines.at(5, 5));
        assertEquals(7, Answer.to(Criteria.NONE, folder).ids().size());
    }

    @Test
    void active_file_of_any_name_is_found_by_its_rolled_ones_or_its_seal() throws Exception {
        Lines.write(folder.resolve("audit.log.2026-11-20.1.ndjson"), Lines.at(1, 1));
        Lines.write(folder.resolve("audit.log"), Lines.at(2, 2));
        Lines.write(folder.resolve("other"), Lines.at(3, 3));
        Files.writeString(folder.resolve("other.seal"), "{}\n");
        Files.writeString(folder.resolve("readme.txt"), "no trail\n");
        Answer answer = Answer.to(Criteria.NONE, folder);
        assertEquals(List.of("1", "2", "3"), answer.ids());
        assertEquals(List.of(), answer.problems);
    }

    @Test
    void last_takes_the_newest_over_all_files() throws Exception {
        assertEquals(List.of("5", "6", "7"), Answer.to(last(3), rolledTrail()).ids());
        assertEquals(7, Answer.to(last(100), folder).ids().size());
    }

    @Test
    void last_reads_no_older_file_than_it_takes() throws Exception {
        assertEquals(2, Answer.to(last(2), rolledTrail()).summary.read());
        assertEquals(4, Answer.to(last(3), folder).summary.read());
    }

    @Test
    void failed_ones_only() throws Exception {
        Criteria failed = new Criteria(true, null, null, List.of(), null, 0);
        assertEquals(List.of("2", "6"), Answer.to(failed, rolledTrail()).ids());
        Criteria lastFailed = new Criteria(true, null, null, List.of(), null, 1);
        assertEquals(List.of("6"), Answer.to(lastFailed, folder).ids());
    }

    @Test
    void several_trails_are_merged_by_time() throws Exception {
        Lines.write(folder.resolve("a.ndjson"), Lines.at(1, 1), Lines.at(4, 4), Lines.at(3, 3), Lines.at(9, 9));
        Lines.write(folder.resolve("b.ndjson"), Lines.at(2, 2), Lines.at(5, 5), Lines.at(9, 10));
        assertEquals(
                List.of("1", "2", "4", "3", "5", "9", "10"),
                Answer.to(Criteria.NONE, folder).ids());
        assertEquals(List.of("3", "5", "9", "10"), Answer.to(last(4), folder).ids());
    }

    @Test
    void since_is_in_and_until_is_out() throws Exception {
        Instant noon = Lines.NOON;
        assertEquals(
                List.of("3", "4"),
                Answer.to(between(noon.plusSeconds(3), noon.plusSeconds(5)), rolledTrail())
                        .ids());
        assertEquals(
                List.of("1"),
                Answer.to(between(null, noon.plusSeconds(2)), folder).ids());
    }

    @Test
    void files_that_were_closed_long_before_since_are_not_read() throws Exception {
        Lines.write(rolledTrail().resolve("audit.2026-11-18.1.ndjson"), "not even a record");
        Answer answer = Answer.to(between(Lines.NOON, null), folder);
        assertEquals(7, answer.ids().size());
        assertEquals(List.of(), answer.problems);
    }

    @Test
    void conditions_must_all_hold() throws Exception {
        Lines.write(
                folder.resolve("audit.ndjson"),
                Lines.with(1, Map.of("method", "GET", "dicomResourceType", "study")),
                Lines.with(2, Map.of("method", "DELETE", "dicomResourceType", "study")),
                Lines.with(3, Map.of("method", "GET")));
        assertEquals(List.of("1", "3"), Answer.to(where("method=GET"), folder).ids());
        assertEquals(
                List.of("1"),
                Answer.to(where("METHOD=GET", "properties.dicomresourcetype=study"), folder)
                        .ids());
        assertEquals(
                List.of("3"), Answer.to(where("dicomResourceType="), folder).ids());
        assertEquals(List.of(), Answer.to(where("method=get"), folder).ids());
        assertEquals(
                3,
                Answer.to(where("resultSignature=200", "StatusCode=200"), folder)
                        .ids()
                        .size());
        assertEquals(
                3,
                Answer.to(where("user=mueller", "claims.oid=4f1c", "identity.claimsVerified=true"), folder)
                        .ids()
                        .size());
    }

    @Test
    void field_that_no_record_has_is_noted() throws Exception {
        Answer answer = Answer.to(where("metod=GET"), rolledTrail());
        assertEquals(List.of("no record that was read has a field or property metod"), answer.notes);
        assertEquals(List.of(), Answer.to(where("user=nobody"), folder).notes);
    }

    @Test
    void counts_by_property_have_those_without_it_too() throws Exception {
        Lines.write(
                folder.resolve("audit.ndjson"),
                Lines.with(1, Map.of("dicomResourceType", "series")),
                Lines.with(2, Map.of("dicomResourceType", "study")),
                Lines.with(3, Map.of("dicomResourceType", "study")),
                Lines.with(4, Map.of()));
        Answer answer = Answer.by("dicomResourceType", folder);
        assertEquals(List.of(new Count("study", 2), new Count(null, 1), new Count("series", 1)), answer.counts);
        assertEquals("{\"value\":\"study\",\"count\":2}", answer.counts.get(0).toJson());
        assertEquals("{\"value\":null,\"count\":1}", answer.counts.get(1).toJson());
    }

    @Test
    void counts_by_number_list_and_object_are_by_their_json() throws Exception {
        Lines.write(folder.resolve("audit.ndjson"), Lines.with(1, Map.of("hooks", List.of("Tomcat", "Jetty"))));
        assertEquals(List.of(new Count("200", 1)), Answer.by("resultSignature", folder).counts);
        assertEquals(List.of(new Count("[\"Tomcat\",\"Jetty\"]", 1)), Answer.by("hooks", folder).counts);
        assertEquals(List.of(new Count("{\"oid\":\"4f1c\"}", 1)), Answer.by("identity.claims", folder).counts);
    }

    @Test
    void more_different_values_than_are_counted_are_an_error_and_no_answer() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= Counts.MOST; i++) {
            lines.add("{\"time\":\"2026-11-20T12:00:00Z\",\"operationName\":\"o\",\"recordId\":\"" + i + "\"}");
        }
        Path file = Files.write(folder.resolve("audit.ndjson"), lines);
        QueryException e = assertThrows(QueryException.class, () -> Answer.by("recordId", file));
        assertTrue(e.getMessage().startsWith("recordId has more than 100000 different values"), e.getMessage());
    }

    @Test
    void either_schema_has_the_same_answers() throws Exception {
        Lines.write(folder.resolve("raw.ndjson"), Lines.at(1, 1), Lines.failed(3, 3));
        Lines.write(
                folder.resolve("la.ndjson"),
                "{\"TimeGenerated\":\"2026-11-20T12:00:02.000000Z\",\"RecordId\":\"2\",\"_ResourceId\":\"/hospital/pacs-1\","
                        + "\"OperationName\":\"Retrieve\",\"LogCategory\":\"AuditLogs\",\"ResultType\":\"Failed\","
                        + "\"StatusCode\":404,\"OperationDuration\":42,\"CallerIPAddress\":\"10.0.0.2\","
                        + "\"CorrelationId\":\"c2\",\"Identity\":{\"user\":\"meier\",\"authMethod\":\"BASIC\"},"
                        + "\"Level\":\"Error\",\"Location\":\"dc1\",\"Type\":\"AHDSDicomAuditLogs\","
                        + "\"Uri\":\"https://pacs.example:443/dicom-web/studies/1.2.3\",\"DICOMResourceType\":\"study\","
                        + "\"Properties\":\"{\\\"dicomResourceType\\\":\\\"study\\\",\\\"studyInstanceUid\\\":\\\"1.2.3\\\","
                        + "\\\"method\\\":\\\"GET\\\"}\",\"TenantId\":\"t\"}");
        assertEquals(List.of("1", "2", "3"), Answer.to(Criteria.NONE, folder).ids());
        assertEquals(
                List.of("2", "3"),
                Answer.to(new Criteria(true, Lines.NOON.plusSeconds(2), null, List.of(), null, 2), folder)
                        .ids());
        assertEquals(
                List.of("2"), Answer.to(where("studyInstanceUid=1.2.3"), folder).ids());
        assertEquals(
                List.of("2", "3"),
                Answer.to(where("resultSignature=404"), folder).ids());
        assertEquals(
                List.of("2"),
                Answer.to(
                                where(
                                        "callerIpAddress=10.0.0.2",
                                        "method=GET",
                                        "user=meier",
                                        "durationMs=42",
                                        "logCategory=AuditLogs"),
                                folder)
                        .ids());
        assertEquals(List.of(new Count(null, 2), new Count("study", 1)), Answer.by("dicomResourceType", folder).counts);
    }

    @Test
    void consumer_that_wants_no_more_gets_no_more() throws Exception {
        List<String> taken = new ArrayList<>();
        Summary summary = new TrailQuery(List.of(rolledTrail()), Criteria.NONE, new Answer())
                .records(List.of(), record -> {
                    taken.add(record.line());
                    return taken.size() < 2;
                });
        assertEquals(2, taken.size());
        assertEquals(2, summary.found());
    }
}
