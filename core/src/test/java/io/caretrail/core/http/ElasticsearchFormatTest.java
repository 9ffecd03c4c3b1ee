package io.caretrail.core.http;

import static io.caretrail.core.http.Collecting.id;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Format {@code elasticsearch}: what it sends, and the bulk API's documented answers (fault 7). */
class ElasticsearchFormatTest extends WithCollector {

    private static final String ELASTICSEARCH = "format: elasticsearch\nelasticsearch: { index: audit }";

    ElasticsearchFormatTest(@TempDir Path folder) {
        super(folder, "");
    }

    @Test
    void elasticsearch_creates_each_record_under_its_id() throws Exception {
        answer(200, "{\"errors\":false}");
        try (Destination http = open(ELASTICSEARCH)) {
            http.write(records(2));
        }
        LoggedRequest request = sent().get(0);
        assertTrue(request.getUrl().startsWith("/audit/_bulk?filter_path=errors,items"), request.getUrl());
        assertEquals("application/x-ndjson", request.getHeader("Content-Type"));
        List<String> lines = request.getBodyAsString().lines().toList();
        assertEquals("{\"create\":{\"_id\":\"" + id(0) + "\"}}", lines.get(0));
        assertEquals(
                "{\"@timestamp\":\"2026-11-20T09:14:03.120450Z\"," + record(0).substring(1), lines.get(1));
        assertEquals("{\"create\":{\"_id\":\"" + id(1) + "\"}}", lines.get(2));
        assertEquals(4, lines.size());
    }

    @Test
    void elasticsearch_6_gets_its_type_in_the_path() throws Exception {
        answer(200, "{\"errors\":false}");
        try (Destination http = open("format: elasticsearch\nelasticsearch: { index: audit, type: _doc }")) {
            http.write(records(1));
        }
        assertTrue(sent().get(0).getUrl().startsWith("/audit/_doc/_bulk?"));
    }

    @Test
    void fault_7_bulk_items_only_what_failed_is_sent_again() throws Exception {
        answer(200, """
                {"errors":true,"items":[
                  {"create":{"status":201}},
                  {"create":{"status":409,"error":{"type":"version_conflict_engine_exception","reason":"exists"}}},
                  {"create":{"status":429,"error":{"type":"es_rejected_execution_exception","reason":"queue"}}},
                  {"create":{"status":400,"error":{"type":"mapper_parsing_exception","reason":"failed to parse [x]",
                     "caused_by":{"type":"number_format_exception","reason":"For input string: \\"a\\""}}}},
                  {"create":{"status":503,"error":{"type":"unavailable_shards_exception","reason":"primary"}}}]}
                """);
        try (Destination http = open(ELASTICSEARCH)) {
            UndeliveredException failure = undelivered(http, records(5));
            assertFalse(failure.isUndelivered(0), "created");
            assertFalse(failure.isUndelivered(1), "there already");
            assertTrue(failure.isUndelivered(2), "429");
            assertFalse(failure.isUndelivered(3), "put aside");
            assertTrue(failure.isUndelivered(4), "503");
            assertTrue(
                    failure.getMessage()
                            .contains("answered 503 (unavailable_shards_exception) for a record: the trouble is on its"
                                    + " side; look at its log (2 of 5 records wait)"),
                    failure.getMessage());
        }
        assertEquals(1, collecting.putAside);
        assertTrue(
                collecting.quarantine().contains("\"reason\":\"answered 400 (mapper_parsing_exception) for a record"));
        assertTrue(collecting.quarantine().contains("\"answer\":\"failed to parse [x]\",\"record\":" + record(3)));
        assertFalse(collecting.quarantined.get(0).contains("failed to parse"), "a collector quotes the record");
    }

    @ParameterizedTest
    @CsvSource({"404, index_not_found_exception", "403, cluster_block_exception", "401, security_exception"})
    void bulk_items_that_blame_the_index_are_tried_again(int status, String type) throws Exception {
        String item = "{\"create\":{\"status\":" + status + ",\"error\":{\"type\":\"" + type + "\",\"reason\":\"r\"}}}";
        answer(200, "{\"errors\":true,\"items\":[" + item + "," + item + "]}");
        try (Destination http = open(ELASTICSEARCH)) {
            UndeliveredException failure = undelivered(http, records(2));
            assertTrue(failure.isUndelivered(0) && failure.isUndelivered(1));
        }
        assertEquals(0, collecting.putAside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "{}",
                "[]",
                "{\"errors\":true}",
                "{\"errors\":true,\"items\":[]}",
                "{\"errors\":true,\"items\":[{\"create\":{\"status\":201}}]}",
                "{\"errors\":true,\"items\":[{\"create\":{\"stat",
                "{\"errors\":\"false\"}",
                "{\"acknowledged\":true}",
                "\u0000\uFFFF",
                "{\"errors\":true,\"items\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void rubbish_from_elasticsearch_acknowledges_nothing(String rubbish) throws Exception {
        answer(200, rubbish);
        try (Destination http = open(ELASTICSEARCH)) {
            UndeliveredException failure = undelivered(http, records(2));
            assertTrue(failure.isUndelivered(0) && failure.isUndelivered(1));
        }
        assertEquals(0, collecting.putAside);
    }
}
