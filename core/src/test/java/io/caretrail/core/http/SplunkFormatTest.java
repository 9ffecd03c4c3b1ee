package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.caretrail.core.http.Collecting.id;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Format {@code splunk-hec}: what it sends, and the HTTP Event Collector's documented answers (fault 7). */
class SplunkFormatTest extends WithCollector {

    private static final String SPLUNK = "format: splunk-hec\nauth: { tokenFile: token }";

    SplunkFormatTest(@TempDir Path folder) {
        super(folder, "");
    }

    @BeforeEach
    void writeToken() throws IOException {
        Files.writeString(collecting.folder.resolve("token"), "canary-token\n");
    }

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
}
