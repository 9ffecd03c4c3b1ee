package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CaretrailRecordsTest {

    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private final Iterator<String> ids =
            Stream.iterate(1, i -> i + 1).map(i -> "id" + i).iterator();
    private final CaretrailRecords own = new CaretrailRecords(
            new CaretrailRecords.Origin("/hosts/app-1/services/fhir", "dc1", SampleRecords.TYPE),
            new CaretrailRecords.Program("0.1.0", "app-1", 4711),
            ids::next,
            InstantSource.fixed(Instant.parse("2026-11-20T09:14:03.5Z")));

    @Test
    void start_says_version_host_process_configuration_and_hooks() {
        assertWritten("""
            {"time":"2026-11-20T09:14:03.500000Z","recordId":"id1.1","resourceId":"/hosts/app-1/services/fhir",\
            "operationName":"Caretrail.Start","category":"AuditLogs","resultType":"Succeeded","resultSignature":0,\
            "durationMs":0,"identity":{},"level":"Informational","location":"dc1",\
            "type":"MicrosoftHealthcareApisAuditLog","properties":{"version":"0.1.0","host":"app-1","process":4711,\
            "configurationHash":"%s","hooks":["tomcat-coyote","servlet"]}}\
            """.formatted(HASH), own.start(HASH, List.of("tomcat-coyote", "servlet")));
    }

    @Test
    void gap_is_an_error_that_says_how_many_and_why() {
        assertWritten("""
            {"time":"2026-11-20T09:14:03.500000Z","recordId":"id1.1","resourceId":"/hosts/app-1/services/fhir",\
            "operationName":"Caretrail.Gap","category":"AuditLogs","resultType":"Failed","resultSignature":0,\
            "durationMs":0,"identity":{},"level":"Error","location":"dc1",\
            "type":"MicrosoftHealthcareApisAuditLog","properties":{"missingRecords":17,"reason":"hand-off full"}}\
            """, own.gap(17, 0, "hand-off" + " full"));
        assertEquals(
                "{missingRecords=0, refusedRequests=3, reason=refused}",
                own.gap(0, 3, "refused").properties().toString());
    }

    @Test
    void pruned_says_which_file_and_leaves_out_what_was_not_counted() {
        assertEquals(
                "{file=a.gz, bytes=10, records=3}",
                own.pruned("a.gz", 10, 3).properties().toString());
        assertEquals(
                "{file=a.gz, bytes=10}", own.pruned("a.gz", 10, -1).properties().toString());
    }

    @Test
    void every_own_record_conforms_to_the_schema_under_an_id_of_its_own() {
        List<AuditRecord> records = List.of(
                own.start(HASH, List.of("servlet")),
                own.reload(HASH, List.of("servlet")),
                own.gap(1, 0, "disk full"),
                own.pruned("audit.2020-11-19.1.ndjson.gz", 1 << 20, 90_210),
                own.pruned("audit.2020-11-19.2.ndjson.gz", 0, -1),
                own.stop(HASH, List.of()),
                own.disabled(HASH),
                own.checkpoint(new OwnRecords.Sealed(
                        "7c0f1e5b", "audit.ndjson", 42, 17, HASH, HASH, "{\"seal\":1", "5VZDAMNUV6wFd1nYl0zS4Q==")));
        records.forEach(Line::checked);
        assertEquals(
                List.of("id1.1", "id2.1", "id3.1", "id4.1", "id5.1", "id6.1", "id7.1", "id8.1"),
                records.stream().map(AuditRecord::recordId).toList());
        assertEquals(
                List.of("Start", "Reload", "Gap", "Pruned", "Pruned", "Stop", "Disabled", "Checkpoint"),
                records.stream()
                        .map(record -> record.operationName().replace("Caretrail.", ""))
                        .toList());
    }

    private static void assertWritten(String expected, AuditRecord record) {
        assertEquals(expected, Line.encoded(record));
        PublishedSchema.assertAccepts(expected);
    }
}
