package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.caretrail.core.http.Collecting.id;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.caretrail.core.destination.Batching;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an http destination does on each answer of a collector (fault 6), with the plain formats. */
class HttpDestinationTest extends WithCollector {

    HttpDestinationTest(@TempDir Path folder) {
        super(folder, "/audit?tenant=7");
    }

    @Test
    void ndjson_is_one_record_a_line_in_their_order() throws Exception {
        answer(204);
        try (Destination http = open()) {
            http.write(records(3));
        }
        collector.verify(
                1,
                postRequestedFor(urlEqualTo("/audit?tenant=7"))
                        .withHeader("Content-Type", equalTo("application/x-ndjson"))
                        .withRequestBody(equalTo(record(0) + "\n" + record(1) + "\n" + record(2) + "\n")));
    }

    @Test
    void json_is_an_array_of_records() throws Exception {
        answer(201);
        try (Destination http = open("format: json")) {
            http.write(records(2));
        }
        collector.verify(postRequestedFor(urlEqualTo("/audit?tenant=7"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalTo("[" + record(0) + "," + record(1) + "]")));
    }

    @Test
    void gzip_and_configured_headers_are_on_the_wire() throws Exception {
        answer(200);
        try (Destination http = open(
                "compression: gzip",
                "headers: { X-Scope: 'ward 7', Authorization: 'Bearer ${env:FROM_ENVIRONMENT}' }")) {
            http.write(records(50));
        }
        LoggedRequest request = sent().get(0);
        assertEquals("gzip", request.getHeader("Content-Encoding"));
        assertEquals("ward 7", request.getHeader("X-Scope"));
        assertEquals("Bearer canary-environment", request.getHeader("Authorization"));
        assertTrue(request.getBodyAsString().startsWith(record(0) + "\n" + record(1)), "WireMock unpacks it");
    }

    @Test
    void batching_is_as_configured() throws Exception {
        try (Destination http = open("batch: { records: 7, bytes: 3KB, age: 250ms }")) {
            assertEquals(new Batching(7, 3 * 1024, Duration.ofMillis(250)), http.batching());
        }
        assertTrue(new HttpDestinationKind().isRemote());
    }

    @Test
    void batch_longer_than_configured_is_sent_in_several_requests() throws Exception {
        answer(200);
        try (Destination http = open("batch: { records: 4 }")) {
            http.write(records(10));
        }
        assertEquals(
                List.of(4, 4, 2),
                sent().stream().map(HttpDestinationTest::lines).toList());
    }

    static int lines(LoggedRequest request) {
        return (int) request.getBodyAsString().lines().count();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 408, 409, 415, 418, 425, 429, 451, 500, 502, 503, 504, 599})
    void all_are_tried_again_on_an_answer_that_blames_no_record(int status) throws Exception {
        answer(status);
        try (Destination http = open()) {
            UndeliveredException failure = undelivered(http, records(3));
            assertTrue(failure.isUndelivered(0) && failure.isUndelivered(1) && failure.isUndelivered(2));
            assertNull(failure.pause());
            String begin = "settings[0].destinations.http (" + collector.baseUrl() + "): answered " + status + ": ";
            assertTrue(failure.getMessage().startsWith(begin), failure.getMessage());
            assertTrue(failure.getMessage().endsWith(" (3 of 3 records wait)"), failure.getMessage());
        }
        assertEquals(1, sent().size());
        assertEquals("", collecting.quarantine());
    }

    @Test
    void redelivery_carries_the_same_record_ids() throws Exception {
        answer(503);
        try (Destination http = open()) {
            undelivered(http, records(2));
            answer(200);
            http.write(records(2));
        }
        assertEquals(sent().get(0).getBodyAsString(), sent().get(1).getBodyAsString());
        assertTrue(sent().get(1).getBodyAsString().contains("\"recordId\":\"" + id(1) + "\""));
    }

    @Test
    void redirection_is_not_followed_and_said_where_it_points() throws Exception {
        collector.stubFor(post(urlEqualTo("/audit?tenant=7"))
                .willReturn(aResponse()
                        .withStatus(307)
                        .withHeader("Location", collector.baseUrl() + "/login?ticket=canary-ticket")));
        try (Destination http = open()) {
            UndeliveredException failure = undelivered(http, records(1));
            assertEquals(
                    "settings[0].destinations.http (" + collector.baseUrl() + "): answered 307 and points to "
                            + collector.baseUrl() + "/login; redirections are not followed: write the final address in"
                            + " `url` (1 of 1 records wait)",
                    failure.getMessage());
        }
        assertEquals(1, collector.getAllServeEvents().size());
    }

    @Test
    void retry_after_in_seconds_and_as_a_date_is_the_pause() throws Exception {
        try (Destination http = open()) {
            collector.stubFor(any(anyUrl()).willReturn(status(429).withHeader("Retry-After", "17")));
            assertEquals(Duration.ofSeconds(17), undelivered(http, records(1)).pause());
            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(90));
            collector.stubFor(any(anyUrl()).willReturn(status(503).withHeader("Retry-After", date)));
            Duration pause = undelivered(http, records(1)).pause();
            assertTrue(pause.compareTo(Duration.ofSeconds(60)) > 0 && pause.compareTo(Duration.ofSeconds(90)) <= 0);
            collector.stubFor(any(anyUrl()).willReturn(status(503).withHeader("Retry-After", "86400")));
            assertEquals(Duration.ofMinutes(10), undelivered(http, records(1)).pause());
        }
    }

    @Test
    void retry_after_that_is_rubbish_leaves_the_pause_to_the_caller() throws Exception {
        collector.stubFor(any(anyUrl()).willReturn(status(503).withHeader("Retry-After", "soon, -1")));
        try (Destination http = open()) {
            assertNull(undelivered(http, records(1)).pause());
        }
    }

    @Test
    void storm_of_500s_opens_the_circuit_and_a_small_batch_tries_first() throws Exception {
        answer(500);
        try (Destination http = open()) {
            assertNull(undelivered(http, records(100)).pause());
            assertNull(undelivered(http, records(100)).pause());
            Duration third = undelivered(http, records(100)).pause();
            assertTrue(third.toMillis() >= 1000 && third.toMillis() <= 2000, third.toString());
            Duration fourth = undelivered(http, records(100)).pause();
            assertTrue(fourth.toMillis() >= 2000 && fourth.toMillis() <= 4000, fourth.toString());
            assertEquals(
                    List.of(100, 100, 100, 10),
                    sent().stream().map(HttpDestinationTest::lines).toList());
            answer(200);
            collector.resetRequests();
            http.write(records(100));
            assertEquals(
                    List.of(10, 90),
                    sent().stream().map(HttpDestinationTest::lines).toList());
            collector.resetRequests();
            http.write(records(100));
            assertEquals(
                    List.of(100),
                    sent().stream().map(HttpDestinationTest::lines).toList());
        }
    }

    @Test
    void too_long_is_halved_until_it_fits_and_stays_shorter() throws Exception {
        collector.stubFor(any(anyUrl()).willReturn(status(413)));
        collector.stubFor(post(anyUrl())
                .atPriority(1)
                .withRequestBody(WireMock.matching("(?s)([^\\n]*\\n){1,4}"))
                .willReturn(status(200)));
        try (Destination http = open()) {
            http.write(records(16));
            List<Integer> first =
                    sent().stream().map(HttpDestinationTest::lines).toList();
            assertEquals(List.of(16, 8, 4, 4, 8, 4, 4), first);
            collector.resetRequests();
            http.write(records(16));
            assertFalse(sent().stream().map(HttpDestinationTest::lines).toList().contains(16), "it has learned");
        }
        assertEquals("", collecting.quarantine());
    }

    @Test
    void records_before_the_trouble_are_not_sent_again() throws Exception {
        answer(200);
        collector.stubFor(post(anyUrl()).withRequestBody(containing(id(5))).willReturn(status(503)));
        try (Destination http = open("batch: { records: 2 }")) {
            UndeliveredException failure = undelivered(http, records(10));
            for (int place = 0; place < 10; place++) {
                assertEquals(place >= 4, failure.isUndelivered(place), "record " + place);
            }
        }
        assertEquals(3, sent().size());
    }

    @Test
    void web_page_with_status_200_has_kept_no_record() throws Exception {
        collector.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(200)
                        .withHeader("Content-Type", "text/html; charset=utf-8")
                        .withBody("\n<!DOCTYPE html><title>Sign in</title>")));
        try (Destination http = open()) {
            assertTrue(undelivered(http, records(1)).getMessage().contains("answered 200: with a web page"));
        }
    }

    @Test
    void answer_that_is_endless_is_no_acknowledgement() throws Exception {
        collector.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody(new byte[5 * 1024 * 1024])));
        try (Destination http = open()) {
            assertTrue(undelivered(http, records(1)).getMessage().contains("its answer is longer than 4 megabytes"));
        }
    }
}
