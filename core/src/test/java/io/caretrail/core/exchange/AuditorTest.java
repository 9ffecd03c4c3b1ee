package io.caretrail.core.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.door.Response;
import io.caretrail.core.door.SentRequest;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.record.RecordSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditorTest {

    private final List<AuditRecord> trail = Collections.synchronizedList(new ArrayList<>());

    private Auditor auditor(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        properties.put("settings[0].destinations.stdout", "");
        properties.put("resourceId", "/hospital/pacs");
        properties.put("location", "dc1");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        Surroundings nowhere = new Surroundings(Map.of(), Map.of(), Path.of("/"), "host", null);
        try {
            return new Auditor(
                    new ConfigurationLoader(DestinationKinds.available())
                            .loadProperties(nowhere, properties, "test")
                            .configuration(),
                    new ExchangeIds(),
                    new Keeper() {
                        @Override
                        public long begin(RecordSource started, boolean exempt) {
                            trail.add(AuditRecord.of(started));
                            return 7;
                        }

                        @Override
                        public void end(RecordSource last, long room) {
                            assertEquals(7, room);
                            trail.add(AuditRecord.of(last));
                        }
                    });
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static SentRequest read() {
        return SentRequest.from("192.0.2.7")
                .asking("GET", "/fhir/Patient/1", "_pretty=true&access_token=canary")
                .with("Host", "fhir.example:8443")
                .with("User-Agent", "clinic/1.0")
                .with("X-Request-Id", "abc-1");
    }

    private static Response answer(int status) {
        return new Answer(status, null);
    }

    private record Answer(int status, String location) implements Response {
        @Override
        public long requestBytes() {
            return 0;
        }

        @Override
        public long responseBytes() {
            return 42;
        }
    }

    /** The record as it is written, with what differs from run to run made equal. */
    private static String line(AuditRecord record) {
        return new String(new RawEncoder().encode(record), StandardCharsets.UTF_8)
                .replaceFirst("\"time\":\"[^\"]+\"", "\"time\":\"T\"")
                .replaceFirst("\"recordId\":\"[0-9a-f]{32}\\.", "\"recordId\":\"ID.")
                .replaceFirst("\"durationMs\":\\d+", "\"durationMs\":0");
    }

    @Test
    void read_leaves_these_two_records() {
        auditor().begin(read()).complete(answer(200));
        assertEquals("""
                {"time":"T","recordId":"ID.0","resourceId":"/hospital/pacs","operationName":"Microsoft.HealthcareApis/services/fhir-R4/read","category":"AuditLogs","resultType":"Started","resultSignature":0,"durationMs":0,"callerIpAddress":"192.0.2.7","correlationId":"abc-1","identity":{},"level":"Informational","location":"dc1","type":"MicrosoftHealthcareApisAuditLog","uri":"http://fhir.example:8443/fhir/Patient/1?_pretty=true&access_token=***","properties":{"fhirResourceType":"Patient","fhirResourceId":"1","method":"GET","host":"fhir.example:8443","userAgent":"clinic/1.0"}}
                {"time":"T","recordId":"ID.1","resourceId":"/hospital/pacs","operationName":"Microsoft.HealthcareApis/services/fhir-R4/read","category":"AuditLogs","resultType":"Succeeded","resultSignature":200,"durationMs":0,"callerIpAddress":"192.0.2.7","correlationId":"abc-1","identity":{},"level":"Informational","location":"dc1","type":"MicrosoftHealthcareApisAuditLog","uri":"http://fhir.example:8443/fhir/Patient/1?_pretty=true&access_token=***","properties":{"fhirResourceType":"Patient","fhirResourceId":"1","method":"GET","host":"fhir.example:8443","userAgent":"clinic/1.0","requestBytes":0,"responseBytes":42}}""".stripTrailing(), trail.stream().map(AuditorTest::line).collect(Collectors.joining("\n")));
        assertEquals(
                trail.get(0).recordId().replaceFirst("0$", "1"), trail.get(1).recordId());
        assertFalse(trail.get(1).time().isBefore(trail.get(0).time()));
    }

    @Test
    void started_is_kept_before_the_application_runs() {
        Exchange exchange = auditor().begin(read());
        assertEquals(1, trail.size());
        assertFalse(exchange.isComplete());
    }

    @Test
    void created_resource_is_named_in_the_final_record_only() {
        SentRequest create = SentRequest.from("192.0.2.7").asking("POST", "/fhir/Patient", null);
        auditor().begin(create).complete(new Answer(201, "/fhir/Patient/7/_history/1"));
        assertNull(trail.get(0).properties().get("fhirResourceId"));
        assertEquals("7", trail.get(1).properties().get("fhirResourceId"));
    }

    @Test
    void header_that_was_cut_is_named_at_the_end_of_both_records() {
        auditor()
                .begin(SentRequest.from("::1").asking("GET", "/x", null).with("User-Agent", "u".repeat(3000)))
                .complete(answer(200));
        assertEquals(2, trail.size());
        for (AuditRecord record : trail) {
            assertTrue(line(record).endsWith(",\"truncated\":[\"properties.userAgent\"]}}"), line(record));
        }
    }

    @Test
    void other_has_no_prefix() {
        auditor().begin(SentRequest.from("::1").asking("GET", "/favicon.ico", null));
        assertEquals("Other", trail.get(0).operationName());
    }

    @Test
    void user_that_the_container_names_is_in_the_final_record() {
        String credentials = Base64.getEncoder().encodeToString("nurse:canary".getBytes(StandardCharsets.UTF_8));
        Exchange exchange = auditor().begin(read().with("Authorization", "Basic " + credentials));
        exchange.authenticated("nurse", "BASIC");
        exchange.authenticated(null, null);
        exchange.complete(answer(200));
        assertEquals(true, trail.get(1).identity().authenticated());
        assertEquals("nurse", trail.get(1).identity().user());
        assertFalse(trail.stream().map(AuditorTest::line).anyMatch(line -> line.contains("canary")), "no password");
    }

    @Test
    void first_reason_of_a_failure_stays() {
        Exchange exchange = auditor().begin(read());
        exchange.failed(Outcome.TIMEOUT);
        exchange.failed(new IllegalStateException("patient Keller"));
        exchange.complete(answer(200));
        assertEquals("timeout", trail.get(1).resultDescription());
        assertEquals("Failed", trail.get(1).resultType().name());
    }

    @Test
    void wrapped_exception_is_named_by_its_cause() {
        Exchange exchange = auditor().begin(read());
        exchange.failed(new RuntimeException(new IllegalStateException("patient Keller")));
        exchange.complete(answer(500));
        assertEquals("java.lang.IllegalStateException", trail.get(1).resultDescription());
    }

    @Test
    void committed_status_outranks_what_the_container_says_afterwards() {
        Exchange exchange = auditor().begin(read());
        exchange.committed(200);
        exchange.complete(answer(500));
        assertEquals(200, trail.get(1).resultSignature());
    }

    @Test
    void nothing_sent_is_failed_with_signature_0() {
        auditor().begin(read()).complete(answer(0));
        assertEquals(0, trail.get(1).resultSignature());
        assertEquals("Failed", trail.get(1).resultType().name());
    }

    @Test
    void exchange_ends_once_however_many_threads_end_it() throws InterruptedException {
        Exchange exchange = auditor().begin(read());
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    exchange.complete(answer(200));
                }))
                .limit(16)
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(2, trail.size());
    }

    @Test
    void excluded_request_leaves_no_record() {
        Exchange exchange = auditor("exclude", "GET /metadata")
                .begin(SentRequest.from("192.0.2.7").asking("GET", "/fhir/metadata", null));
        exchange.complete(answer(200));
        assertSame(Exchange.EXCLUDED, exchange);
        assertEquals(List.of(), trail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "method",
                "scheme",
                "host",
                "port",
                "path",
                "query",
                "headers",
                "headerNames",
                "peerAddress",
                "user"
            })
    void attribute_that_cannot_be_read_takes_no_record_away(String attribute) {
        auditor().begin(read().throwing(attribute)).complete(answer(200));
        assertEquals(2, trail.size());
        assertEquals("Started", trail.get(0).resultType().name());
        assertNull(trail.get(0).properties().get(Auditor.FAILED_PARTS), "what cannot be read is unknown, not an error");
    }

    @Test
    void response_that_cannot_be_read_takes_no_record_away() {
        auditor().begin(read()).complete(new Response() {
            @Override
            public int status() {
                throw new IllegalStateException("recycled");
            }

            @Override
            public String location() {
                throw new IllegalStateException("recycled");
            }

            @Override
            public long requestBytes() {
                throw new IllegalStateException("recycled");
            }

            @Override
            public long responseBytes() {
                throw new IllegalStateException("recycled");
            }
        });
        assertEquals(2, trail.size());
        assertEquals(0, trail.get(1).resultSignature());
    }

    @Test
    void response_header_is_asked_for_with_the_correlation_id() {
        assertNull(auditor().begin(read()).responseHeader());
        assertEquals(
                new Exchange.ResponseHeader("X-Request-Id", "abc-1"),
                auditor("correlation.responseHeader", "X-Request-Id")
                        .begin(read())
                        .responseHeader());
    }

    @Test
    void ids_differ_from_request_to_request() {
        Auditor auditor = auditor();
        for (int i = 0; i < 1_000; i++) {
            Exchange exchange = auditor.begin(SentRequest.from("192.0.2.7").asking("GET", "/fhir/Patient/1", null));
            assertEquals(exchange.correlationId(), trail.get(i).correlationId());
        }
        Set<String> ids = trail.stream().map(AuditRecord::recordId).collect(Collectors.toSet());
        Set<String> correlations =
                trail.stream().map(AuditRecord::correlationId).collect(Collectors.toSet());
        assertEquals(1_000, ids.size());
        assertEquals(1_000, correlations.size());
    }

    @Test
    void client_behind_a_trusted_proxy_is_recorded_with_the_peer() {
        auditor("trustedProxies", "192.0.2.0/24")
                .begin(read().with("X-Forwarded-For", "198.51.100.9").with("X-Forwarded-Proto", "https"));
        assertEquals("198.51.100.9", trail.get(0).callerIpAddress());
        assertEquals("192.0.2.7", trail.get(0).properties().get("peerIpAddress"));
        assertTrue(
                trail.get(0).uri().startsWith("https://fhir.example:8443/"),
                trail.get(0).uri());
    }

    @Test
    void base_without_a_name_is_known_once_a_resource_below_it_was_served() {
        Auditor auditor = auditor();
        SentRequest transaction = SentRequest.from("::1").asking("POST", "/clinic/records", null);
        auditor.begin(transaction);
        assertEquals("Other", trail.get(0).operationName());
        auditor.begin(SentRequest.from("::1").asking("GET", "/clinic/records/Patient/1", null))
                .complete(answer(200));
        trail.clear();
        auditor.begin(transaction);
        assertNotEquals("Other", trail.get(0).operationName());
        assertTrue(
                trail.get(0).operationName().endsWith("/bundle-post"),
                trail.get(0).operationName());
    }
}
