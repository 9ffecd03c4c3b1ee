package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static io.caretrail.core.http.Collecting.id;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that a collector never takes: found, put aside once, counted (fault 6). */
class PutAsideTest extends WithCollector {

    PutAsideTest(@TempDir Path folder) {
        super(folder, "/audit?tenant=7");
    }

    @Test
    void single_record_that_is_too_long_is_put_aside_and_the_others_arrive() throws Exception {
        answer(200);
        collector.stubFor(post(anyUrl()).withRequestBody(containing(id(5))).willReturn(status(413)));
        try (Destination http = open()) {
            http.write(records(8));
        }
        assertEquals(1, collecting.putAside);
        assertTrue(collecting.quarantine().contains("\"record\":" + record(5) + "}\n"), collecting.quarantine());
        assertTrue(collecting.quarantined.get(0).startsWith("1: answered 413: too long for it; they are kept in "));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void poison_record_is_found_put_aside_once_and_not_sent_in_circles(int status) throws Exception {
        answer(200);
        collector.stubFor(post(anyUrl())
                .withRequestBody(containing(id(77)))
                .willReturn(status(status).withBody("cannot parse \u0007 \"record\" of canary-environment")));
        try (Destination http = open("headers: { Authorization: 'Bearer ${env:FROM_ENVIRONMENT}' }")) {
            http.write(records(100));
            http.write(records(50));
        }
        assertEquals(1, collecting.putAside);
        String line = collecting.quarantine();
        assertTrue(
                line.matches(
                        "\\{\"time\":\"[^\"]+Z\",\"reason\":\"answered " + status
                                + ": it refuses what is sent\",\"answer\":\"cannot parse   \\\\\"record\\\\\" of \\*\\*\\*\",\"record\":\\{.*}\n"),
                line);
        List<String> accepted = collector.getAllServeEvents().stream()
                .filter(event -> event.getResponse().getStatus() == 200)
                .flatMap(event -> event.getRequest().getBodyAsString().lines())
                .toList();
        assertEquals(149, accepted.size());
        assertEquals(100, accepted.stream().distinct().count() + 1);
    }

    @Test
    void collector_that_refuses_everything_is_suspected_and_the_trail_stays_out_of_the_quarantine() throws Exception {
        answer(400);
        try (Destination http = open()) {
            for (int attempt = 0; attempt < 3; attempt++) {
                UndeliveredException failure = undelivered(http, records(100));
                assertTrue(failure.isUndelivered(0) && failure.isUndelivered(99));
                assertTrue(failure.getMessage().contains("has refused 8 records in a row"), failure.getMessage());
            }
            assertEquals(0, collecting.putAside);
            answer(200);
            http.write(records(100));
        }
        assertEquals("", collecting.quarantine());
    }

    @Test
    void lone_poison_record_is_put_aside() throws Exception {
        answer(400);
        try (Destination http = open()) {
            http.write(records(1));
        }
        assertEquals(1, collecting.putAside);
    }

    @Test
    void full_quarantine_loses_nothing() throws Exception {
        answer(400);
        try (Destination http = open("quarantine: { size: 1KB }")) {
            http.write(records("{\"recordId\":\"a.1\",\"x\":\"" + "y".repeat(700) + "\"}"));
            UndeliveredException failure = undelivered(http, records(2));
            assertTrue(failure.isUndelivered(0) && failure.isUndelivered(1));
            assertTrue(
                    failure.getMessage().contains("is full (1024 bytes); look at what is in it"), failure.getMessage());
        }
        assertEquals(1, collecting.putAside);
        assertEquals(1, collecting.quarantine().lines().count());
    }
}
