package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.caretrail.core.http.Collecting.id;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Format {@code azure-logs-ingestion}: what it sends, and the answers of the Logs Ingestion API. */
class AzureFormatTest extends WithCollector {

    private static final String AZURE =
            "format: azure-logs-ingestion\nazure: { ruleId: dcr-00ab, stream: Custom-Caretrail }";

    AzureFormatTest(@TempDir Path folder) {
        super(folder, "");
    }

    @BeforeEach
    void writeToken() throws IOException {
        Files.writeString(collecting.folder.resolve("token"), "canary-token\n");
    }

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
}
