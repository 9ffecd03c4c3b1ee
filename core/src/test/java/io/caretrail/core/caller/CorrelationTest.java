package io.caretrail.core.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.door.SentRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String VALID = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private final Correlation correlation = new Correlation(List.of("traceparent", "X-Request-Id", "X-Correlation-Id"));
    private final AtomicLong numbers = new AtomicLong();

    private static SentRequest request() {
        return SentRequest.from("192.0.2.1");
    }

    /** As an exchange takes it. */
    private String id(SentRequest request) {
        String sent = correlation.sent(request);
        return sent.isEmpty() ? correlation.text(numbers.incrementAndGet()) : sent;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                VALID,
                "00-" + TRACE + "-00f067aa0ba902b7-ff",
                "cc-" + TRACE + "-00f067aa0ba902b7-01",
                "01-" + TRACE + "-00f067aa0ba902b7-01-what-the-future-will-be-like",
                "fe-" + TRACE + "-00f067aa0ba902b7-00-",
            })
    void valid_traceparent_gives_its_trace_id(String traceparent) {
        assertEquals(TRACE, id(request().with("TraceParent", traceparent).with("X-Request-Id", "r")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                VALID + "-extra",
                VALID + "-",
                VALID + " ",
                " " + VALID,
                "01-" + TRACE + "-00f067aa0ba902b7-01.extra",
                "00-" + TRACE + "-00f067aa0ba902b7-0",
                "00-" + TRACE + "-00f067aa0ba902b7-0g",
                "0g-" + TRACE + "-00f067aa0ba902b7-01",
                "00_" + TRACE + "-00f067aa0ba902b7-01",
                "00-" + TRACE + "_00f067aa0ba902b7-01",
                "00-" + TRACE + "-00f067aa0ba902b7_01",
                "00-" + TRACE + "\u0000-00f067aa0ba902b7-0",
            })
    void invalid_traceparent_is_passed_over(String traceparent) {
        assertEquals("r", id(request().with("traceparent", traceparent).with("X-Request-Id", "r")));
    }

    @Test
    void two_traceparents_are_none() {
        assertEquals(
                "r",
                id(request()
                        .with("traceparent", VALID)
                        .with("traceparent", VALID)
                        .with("X-Request-Id", "r")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "9b2e6f5c-3c3b-4f0e-8d0a-0c8f3c9d7e11",
                "Root=1:67891233:abcdef012345678912345678",
                "AbC+/dEf==",
                "a.b_c~d@e|f",
            })
    void value_of_the_first_valid_header_is_taken(String id) {
        assertEquals(
                id,
                id(request()
                        .with("X-Correlation-Id", "later")
                        .with("x-request-id", id)
                        .with("traceparent", "rubbish")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\"b",
                "a'b",
                "a\\b",
                "a,b",
                "a;b",
                "a\tb",
                "a\nb",
                "a\u0000",
                "\u00fc",
                "<a>",
                "${jndi}",
                "a%20b",
                "\ud83d\ude00"
            })
    void unsafe_value_is_passed_over(String id) {
        assertEquals("next", id(request().with("X-Request-Id", id).with("X-Correlation-Id", "next")));
    }

    @Test
    void value_has_at_most_128_characters() {
        assertEquals("x".repeat(128), id(request().with("X-Request-Id", "x".repeat(128))));
        assertTrue(id(request().with("X-Request-Id", "x".repeat(129))).matches("[0-9a-f]{32}"));
    }

    @Test
    void request_without_a_valid_header_gets_an_id_of_its_own() {
        Correlation other = new Correlation(List.of());

        assertEquals("", other.sent(request().with("X-Request-Id", "r")));
        assertTrue(allDifferent(() -> id(request())));
        assertTrue(allDifferent(() -> other.text(numbers.incrementAndGet())));
        assertTrue(id(request().throwing("headers")).matches("[0-9a-f]{32}"));
    }

    @Test
    void exchange_ids_differ_within_and_between_processes_and_sort_as_made() {
        ExchangeIds ids = new ExchangeIds();
        ExchangeIds otherProcess = new ExchangeIds();

        assertTrue(allDifferent(ids::next));
        assertTrue(ids.next().compareTo(ids.next()) < 0);
        assertEquals(ids.next().substring(0, 20), ids.next().substring(0, 20));
        assertTrue(!ids.next().substring(0, 20).equals(otherProcess.next().substring(0, 20)));
    }

    private static boolean allDifferent(Supplier<String> ids) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        return IntStream.range(0, 100_000).parallel().allMatch(i -> {
            String id = ids.get();
            return id.matches("[0-9a-f]{32}") && seen.add(id);
        });
    }
}
