package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.caretrail.core.http.Collecting.id;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats with an interface of their own: what they send, and the collectors' documented answers (fault 7). */
class FormatsTest {

    private static final String SPLUNK = "format: splunk-hec\nauth: { tokenFile: token }";
    private static final String ELASTICSEARCH = "format: elasticsearch\nelasticsearch: { index: audit }";
    private static final String AZURE =
            "format: azure-logs-ingestion\nazure: { ruleId: dcr-00ab, stream: Custom-Caretrail }";

    @RegisterExtension
    static WireMockExtension collector = WireMockExtension.newInstance()
            .options(options().dynamicPort().gzipDisabled(true))
            .build();

    private final Collecting collecting;

    FormatsTest(@TempDir Path folder) {
        collecting = new Collecting(folder);
    }

    @BeforeEach
    void writeToken() throws IOException {
        Files.writeString(collecting.folder.resolve("token"), "canary-token\n");
    }

    private Destination open(String... keys) throws IOException {
        return collecting.open("url: " + collector.baseUrl(), String.join("\n", keys));
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    private static void answer(int status, String body) {
        collector.stubFor(any(anyUrl()).willReturn(json(status, body)));
    }

    private static UndeliveredException undelivered(Destination destination, List<ByteBuffer> records) {
        return assertThrows(UndeliveredException.class, () -> destination.write(records));
    }

    private static List<LoggedRequest> sent() {
        return collector.findAll(postRequestedFor(anyUrl()));
    }

    // Elasticsearch

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

    // Splunk

    @Test
    void splunk_events_carry_time_host_and_record_id() throws Exception {
        answer(200, "{\"text\":\"Success\",\"code\":0}");
        try (Destination http = open(SPLUNK, "splunk: { index: audit }")) {
            http.write(records(record(3).replace("}}", "},\"location\":\"dc1\"}")));
        }
        collector.verify(postRequestedFor(urlEqualTo("/services/collector/event"))
                .withHeader("Authorization", equalTo("Splunk canary-token"))
                .withRequestBody(equalToJson("{\"time\":1795166043.120453,\"host\":\"dc1\",\"index\":\"audit\","
                        + "\"source\":\"caretrail\",\"sourcetype\":\"caretrail:audit\",\"fields\":{\"recordId\":\""
                        + id(3) + "\"},\"event\":" + record(3).replace("}}", "},\"location\":\"dc1\"}") + "}")));
    }

    @Test
    void splunk_batch_counts_only_when_it_is_indexed() throws Exception {
        answer(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":7}");
        collector.stubFor(post(urlPathEqualTo("/services/collector/ack"))
                .inScenario("indexing")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(json(200, "{\"acks\":{\"7\":false}}"))
                .willSetStateTo("done"));
        collector.stubFor(post(urlPathEqualTo("/services/collector/ack"))
                .inScenario("indexing")
                .whenScenarioStateIs("done")
                .willReturn(json(200, "{\"acks\":{\"7\":true}}")));
        String channel = "0aeeac95-ac74-4aa9-b30d-6c4c0ac581ba";
        try (Destination http = open(SPLUNK, "splunk: { ack: true, channel: " + channel + " }")) {
            http.write(records(2));
        }
        collector.verify(
                1,
                postRequestedFor(urlEqualTo("/services/collector/event"))
                        .withHeader("X-Splunk-Request-Channel", equalTo(channel)));
        collector.verify(
                2,
                postRequestedFor(urlEqualTo("/services/collector/ack?channel=" + channel))
                        .withHeader("Authorization", equalTo("Splunk canary-token"))
                        .withRequestBody(equalToJson("{\"acks\":[7]}")));
    }

    @Test
    void splunk_batch_that_is_never_indexed_is_sent_again() throws Exception {
        answer(200, "{\"text\":\"Success\",\"code\":0,\"ackId\":7,\"acks\":{\"7\":false}}");
        try (Destination http = open(SPLUNK, "splunk: { ack: true, ackTimeout: 300ms }")) {
            UndeliveredException failure = undelivered(http, records(2));
            assertTrue(failure.isUndelivered(0) && failure.isUndelivered(1));
            assertTrue(failure.getMessage().contains("did not index a batch within"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 403", "2, 401", "3, 401", "4, 403", "7, 400", "8, 500", "9, 503", "10, 400", "11, 400", "14, 400", "20, 503"
    })
    void splunk_codes_that_blame_no_event_are_tried_again(int code, int status) throws Exception {
        answer(status, "{\"text\":\"canary\",\"code\":" + code + "}");
        try (Destination http = open(SPLUNK)) {
            UndeliveredException failure = undelivered(http, records(3));
            assertTrue(failure.isUndelivered(0) && failure.isUndelivered(2));
            assertFalse(failure.getMessage().contains("canary"), failure.getMessage());
        }
        assertEquals(0, collecting.putAside);
    }

    @Test
    void splunk_names_the_event_at_fault_and_the_others_arrive() throws Exception {
        answer(200, "{\"text\":\"Success\",\"code\":0}");
        collector.stubFor(post(anyUrl())
                .withRequestBody(containing(id(4)))
                .willReturn(json(400, "{\"text\":\"Invalid data format\",\"code\":6,\"invalid-event-number\":4}")));
        try (Destination http = open(SPLUNK)) {
            http.write(records(10));
        }
        assertEquals(2, sent().size(), "no search for the event is needed");
        assertEquals(9, sent().get(1).getBodyAsString().lines().count());
        assertEquals(1, collecting.putAside);
        assertTrue(collecting.quarantine().contains(record(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ok", "{}", "{\"text\":\"Success\"}", "{\"code\":17}", "{\"code\":\"0\"}"})
    void rubbish_from_splunk_acknowledges_nothing(String rubbish) throws Exception {
        answer(200, rubbish);
        try (Destination http = open(SPLUNK)) {
            assertTrue(undelivered(http, records(1)).getMessage().contains("as no Splunk does"));
        }
    }

    // OTLP

    @Test
    void otlp_log_record_has_the_record_as_body_and_its_id_as_uid() throws Exception {
        answer(200, "{\"partialSuccess\":{}}");
        try (Destination http = open("format: otlp", "otlp: { serviceName: pacs-1 }")) {
            http.write(records(record(1).replace("Informational", "Error")));
        }
        String body = record(1).replace("Informational", "Error").replace("\"", "\\\"");
        collector.verify(postRequestedFor(urlEqualTo("/v1/logs"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("""
                        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"pacs-1"}}]},
                          "scopeLogs":[{"scope":{"name":"io.caretrail"},"logRecords":[
                            {"timeUnixNano":"1795166043120451000","observedTimeUnixNano":"1795166043120451000",
                             "severityNumber":17,"severityText":"Error","body":{"stringValue":"%s"},"attributes":[
                               {"key":"log.record.uid","value":{"stringValue":"%s"}},
                               {"key":"operationName","value":{"stringValue":"read"}},
                               {"key":"category","value":{"stringValue":"AuditLogs"}},
                               {"key":"resultType","value":{"stringValue":"Succeeded"}},
                               {"key":"resultSignature","value":{"intValue":"200"}},
                               {"key":"callerIpAddress","value":{"stringValue":"192.0.2.7"}},
                               {"key":"correlationId","value":{"stringValue":"c-1"}}]}]}]}]}
                        """.formatted(body, id(1)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"partialSuccess\":{}}",
                "{\"partialSuccess\":{\"rejectedLogRecords\":0,\"errorMessage\":\"w\"}}"
            })
    void otlp_full_success(String answer) throws Exception {
        answer(200, answer);
        try (Destination http = open("format: otlp")) {
            http.write(records(2));
        }
        assertEquals(0, collecting.putAside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "[]", "{\"partialSucc", "\u0000"})
    void rubbish_from_an_otlp_receiver_acknowledges_nothing(String rubbish) throws Exception {
        answer(200, rubbish);
        try (Destination http = open("format: otlp")) {
            assertTrue(undelivered(http, records(2)).getMessage().contains("as no OTLP receiver does"));
        }
    }

    @Test
    void fault_7_otlp_partial_success_is_counted_kept_to_look_at_and_not_sent_again() throws Exception {
        answer(200, "{\"partialSuccess\":{\"rejectedLogRecords\":\"2\",\"errorMessage\":\"too old\"}}");
        try (Destination http = open("format: otlp")) {
            http.write(records(5));
        }
        assertEquals(1, sent().size(), "the protocol forbids a second try");
        assertEquals(2, collecting.putAside);
        assertEquals(5, collecting.quarantine().lines().count(), "it does not say which");
        assertTrue(collecting.quarantine().contains("too old"));
    }

    @Test
    void otlp_partial_success_that_rejects_all_puts_all_aside() throws Exception {
        answer(200, "{\"partialSuccess\":{\"rejectedLogRecords\":2}}");
        try (Destination http = open("format: otlp")) {
            http.write(records(2));
        }
        assertEquals(2, collecting.putAside);
    }

    // Azure

    @Test
    void azure_gets_an_array_with_the_time_of_the_table() throws Exception {
        collector.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
        try (Destination http = open(AZURE, "auth: { tokenFile: token }", "compression: gzip")) {
            http.write(records(2));
        }
        collector.verify(postRequestedFor(
                        urlEqualTo("/dataCollectionRules/dcr-00ab/streams/Custom-Caretrail?api-version=2023-01-01"))
                .withHeader("Authorization", equalTo("Bearer canary-token"))
                .withHeader("Content-Encoding", equalTo("gzip"))
                .withRequestBody(equalTo("[{\"TimeGenerated\":\"2026-11-20T09:14:03.120450Z\","
                        + record(0).substring(1) + ",{\"TimeGenerated\":\"2026-11-20T09:14:03.120451Z\","
                        + record(1).substring(1) + "]")));
    }

    @Test
    void azure_is_never_sent_more_than_a_megabyte() throws Exception {
        collector.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
        String big = "{\"time\":\"2026-11-20T09:14:03Z\",\"recordId\":\"a.1\",\"x\":\"" + "y".repeat(15_000) + "\"}";
        try (Destination http = open(AZURE, "batch: { bytes: 4MB }")) {
            http.write(records(Collections.nCopies(150, big).toArray(String[]::new)));
        }
        assertEquals(4, sent().size());
        assertTrue(sent().stream().allMatch(request -> request.getBody().length <= 1_000_000));
    }

    @Test
    void azure_refusal_of_the_batch_finds_the_record_at_fault() throws Exception {
        collector.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
        collector.stubFor(post(anyUrl())
                .withRequestBody(containing(id(2)))
                .willReturn(json(400, "{\"error\":{\"code\":\"InvalidPayload\",\"message\":\"m\"}}")));
        try (Destination http = open(AZURE)) {
            http.write(records(4));
        }
        assertEquals(1, collecting.putAside);
        assertTrue(collecting.quarantine().contains("InvalidPayload"));
    }

    // Keys

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format: splunk-hec | auth.tokenFile is missing; write a file that holds the token alone",
                "format: azure-logs-ingestion | azure.ruleId is no immutable id; write the one the rule's overview shows, dcr-…",
                "format: elasticsearch, elasticsearch: { index: Audit } | elasticsearch.index \"Audit\": is not the name of an"
                        + " index; use small letters, digits, - and .",
            })
    void keys_of_a_format_are_checked(String keys, String problem) {
        IOException refused = assertThrows(IOException.class, () -> open(keys.split(", (?=elastic)")));
        assertTrue(refused.getMessage().contains("settings[0].destinations.http." + problem), refused.getMessage());
    }
}
