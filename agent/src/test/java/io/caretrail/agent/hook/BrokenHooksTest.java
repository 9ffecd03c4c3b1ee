package io.caretrail.agent.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokenHooksTest {

    private static final HookPoint BEGINS = point("begins").asBeginning();
    private static final HookPoint KNOWS = point("knows");
    private static final HookPoint ENDS = point("ends");
    private static final List<HookPoint> POINTS = List.of(BEGINS, KNOWS, ENDS);

    @Test
    void without_the_switch_a_hook_is_not_even_wrapped() {
        Edge.HooksFinder finder = type -> name -> (first, second) -> first;

        assertSame(finder, BrokenHooks.of(null, POINTS).around(BEGINS, finder));
        assertEquals(List.of(), BrokenHooks.of(null, POINTS).names());
    }

    @Test
    void hooks_are_meant_by_what_they_are_for_or_by_name() {
        assertEquals(List.of("begins"), BrokenHooks.of("begin", POINTS).names());
        assertEquals(List.of("ends", "knows"), BrokenHooks.of("end", POINTS).names());
        assertEquals(
                List.of("begins", "ends", "knows"),
                BrokenHooks.of("all", POINTS).names());
        assertEquals(
                List.of("begins", "knows"),
                BrokenHooks.of("knows,begins", POINTS).names());
    }

    @Test
    void a_broken_hook_throws_what_it_was_told_to() {
        for (Class<? extends Throwable> type : List.of(
                IllegalStateException.class,
                StackOverflowError.class,
                OutOfMemoryError.class,
                NoClassDefFoundError.class,
                IOException.class)) {
            List<Throwable> seen = new ArrayList<>();
            Failures failures = new Failures((point, failure) -> seen.add(failure));
            Edge edge = new Edge(
                    BEGINS,
                    BrokenHooks.of("begin:" + type.getName(), POINTS)
                            .around(BEGINS, any -> name -> (first, second) -> "not broken"),
                    failures);

            assertNull(edge.apply("first", "second"));
            assertSame(type, seen.get(0).getClass());
        }
    }

    @Test
    void a_switch_that_means_nothing_is_refused_with_what_there_is() {
        assertEquals(
                "-Dcaretrail.test.hookFailure=start: there is no hook \"start\"; use begin, end, all or some of"
                        + " begins,knows,ends",
                refused("start"));
        assertEquals(
                "-Dcaretrail.test.hookFailure=all:java.lang.String: java.lang.String cannot be thrown; use a class of"
                        + " java.lang with a constructor without parameters",
                refused("all:java.lang.String"));
        assertEquals(
                "-Dcaretrail.test.hookFailure=all:Oops: Oops cannot be thrown; use a class of java.lang with a"
                        + " constructor without parameters",
                refused("all:Oops"));
    }

    private static String refused(String value) {
        return String.valueOf(assertThrows(IllegalStateException.class, () -> BrokenHooks.of(value, POINTS))
                .getMessage());
    }

    private static HookPoint point(String name) {
        return new HookPoint(name, "a.Server", "service", List.of(), Shape.ENTER_THIS);
    }
}
