package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.caretrail.core.http.Collecting.id;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Destination;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Format {@code otlp}: what it sends, and a receiver's documented answers (fault 7). */
class OtlpFormatTest extends WithCollector {

    OtlpFormatTest(@TempDir Path folder) {
        super(folder, "");
    }

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
}
