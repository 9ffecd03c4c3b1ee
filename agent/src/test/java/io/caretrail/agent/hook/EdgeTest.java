package io.caretrail.agent.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Law 5: an error of Caretrail's own never reaches the application. */
class EdgeTest {

    private static final int CALLS = 100;
    private static final HookPoint POINT = point("first");

    private final List<Throwable> reported = new ArrayList<>();
    private final Failures failures = new Failures((point, failure) -> reported.add(failure));

    @Test
    void what_a_hook_throws_is_counted_and_reported_once() {
        assertSwallowed(RuntimeException.class, (first, second) -> {
            throw new IllegalStateException("a hook's own");
        });
    }

    @Test
    void a_checked_exception_is_swallowed() {
        assertSwallowed(IOException.class, (first, second) -> EdgeTest.<RuntimeException>sneak(new IOException()));
    }

    @Test
    void a_stack_overflow_is_swallowed() {
        assertSwallowed(StackOverflowError.class, (first, second) -> recurse(0));
    }

    @Test
    void an_exhausted_memory_is_swallowed() {
        assertSwallowed(OutOfMemoryError.class, (first, second) -> new long[Integer.MAX_VALUE]);
    }

    @Test
    void a_missing_class_is_swallowed() {
        assertSwallowed(NoClassDefFoundError.class, (first, second) -> {
            throw new NoClassDefFoundError("org/apache/coyote/Request");
        });
    }

    @Test
    void hooks_that_cannot_be_found_are_swallowed() {
        Edge edge = new Edge(
                POINT,
                type -> {
                    throw new IllegalStateException("cannot be loaded");
                },
                failures);

        assertNull(edge.apply("first", null));
        assertNull(edge.apply("first", null));
        assertEquals(2, failures.total());
        assertEquals(1, reported.size());
    }

    @Test
    void each_hook_point_is_reported() {
        for (HookPoint point : List.of(POINT, point("second"))) {
            edge(point, failures, (first, second) -> {
                        throw new IllegalStateException(point.name());
                    })
                    .apply("first", null);
        }

        assertEquals(
                List.of("first", "second"),
                reported.stream().map(Throwable::getMessage).toList());
    }

    @Test
    void a_report_that_fails_is_swallowed_too() {
        AtomicInteger reports = new AtomicInteger();
        Failures failing = new Failures((point, failure) -> {
            reports.incrementAndGet();
            throw new OutOfMemoryError("while reporting");
        });
        Edge edge = edge(POINT, failing, (first, second) -> {
            throw new IllegalStateException();
        });

        assertNull(edge.apply("first", null));
        assertNull(edge.apply("first", null));
        assertEquals(2, failing.total());
        assertEquals(1, reports.get());
    }

    @Test
    void nothing_to_hook_is_no_failure() {
        assertNull(edge(POINT, failures, (first, second) -> "unexpected").apply(null, "second"));
        assertEquals(0, failures.total());
    }

    @Test
    void what_a_hook_returns_is_passed_on() {
        assertEquals(
                "first and second",
                edge(POINT, failures, (first, second) -> first + " and " + second)
                        .apply("first", "second"));
    }

    private void assertSwallowed(
            Class<? extends Throwable> type,
            BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> throwing) {
        Edge edge = edge(POINT, failures, throwing);
        for (int call = 0; call < CALLS; call++) {
            assertNull(edge.apply("first", "second"));
        }
        assertEquals(CALLS, failures.total());
        assertEquals(1, reported.size());
        assertInstanceOf(type, reported.get(0));
    }

    private static Edge edge(
            HookPoint point,
            Failures failures,
            BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind) {
        return new Edge(point, type -> name -> behind, failures);
    }

    private static HookPoint point(String name) {
        return new HookPoint(name, "a.Server", "service", List.of(), Shape.ENTER_THIS);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> Object sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
