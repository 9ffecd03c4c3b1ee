package io.caretrail.agent.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import io.caretrail.agent.start.FailedHooks.Untold;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailedHooksTest {

    private static final HookPoint BEGINS =
            new HookPoint("begins", "a.Server", "service", List.of(), Shape.ENTER_THIS).asBeginning();
    private static final HookPoint ENDS = new HookPoint("ends", "a.Server", "close", List.of(), Shape.ENTER_THIS);

    /** Close to where System.nanoTime may overflow. */
    private long now = Long.MAX_VALUE - 1;

    private final FailedHooks failed = new FailedHooks(() -> now);

    @Test
    void nothing_is_told_of_hooks_that_do_not_fail() {
        assertNull(failed.due(Map.of()));
        assertNull(failed.rest(Map.of()));
    }

    @Test
    void first_failure_is_told_at_once() {
        assertEquals(new Untold(1, 2, "hook failed: begins 1 time"), failed.due(Map.of(BEGINS, 1L)));
    }

    @Test
    void a_hook_where_nothing_begins_costs_no_record() {
        assertEquals(new Untold(3, 0, "hook failed: ends 3 times"), failed.due(Map.of(ENDS, 3L)));
    }

    @Test
    void what_fails_on_and_on_is_told_after_a_pause_as_one_number() {
        failed.due(Map.of(BEGINS, 1L));
        for (long calls = 2; calls < 1000; calls++) {
            now += FailedHooks.PAUSE.toNanos() / 1000;
            assertNull(failed.due(Map.of(BEGINS, calls)));
        }
        now += FailedHooks.PAUSE.toNanos();

        assertEquals(new Untold(999, 1998, "hook failed: begins 999 times"), failed.due(Map.of(BEGINS, 1000L)));
        now += FailedHooks.PAUSE.toNanos();
        assertNull(failed.due(Map.of(BEGINS, 1000L)));
    }

    @Test
    void at_the_end_the_rest_is_told_before_its_time() {
        failed.due(Map.of(BEGINS, 1L));

        assertNull(failed.due(Map.of(BEGINS, 5L)));
        assertEquals(new Untold(4, 8, "hook failed: begins 4 times"), failed.rest(Map.of(BEGINS, 5L)));
        assertNull(failed.rest(Map.of(BEGINS, 5L)));
    }
}
