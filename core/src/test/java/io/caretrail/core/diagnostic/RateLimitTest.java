package io.caretrail.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void so_many_lines_a_second_are_let_in_and_the_rest_is_told_once() {
        RateLimit limit = new RateLimit(now::get);
        assertEquals(3, allowed(limit, 3, 10));
        assertEquals(7, limit.untold());
        assertEquals(0, limit.untold());
        now.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
        assertFalse(limit.allows(3));
        now.incrementAndGet();
        assertEquals(3, allowed(limit, 3, 4));
        assertEquals(2, limit.untold());
    }

    @Test
    void nothing_is_left_out_without_a_limit() {
        RateLimit limit = new RateLimit(now::get);
        assertEquals(100_000, allowed(limit, 0, 100_000));
        assertEquals(0, limit.untold());
    }

    @Test
    void threads_side_by_side_lose_no_line_of_the_count() throws InterruptedException {
        RateLimit limit = new RateLimit(now::get);
        AtomicLong allowed = new AtomicLong();
        AtomicLong told = new AtomicLong();
        CountDownLatch done = new CountDownLatch(8);
        for (int thread = 0; thread < 8; thread++) {
            new Thread(() -> {
                        allowed.addAndGet(allowed(limit, 1000, 10_000));
                        told.addAndGet(limit.untold());
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        told.addAndGet(limit.untold());
        assertEquals(80_000, allowed.get() + told.get());
        assertEquals(1000, allowed.get());
        assertTrue(told.get() > 0);
    }

    private static int allowed(RateLimit limit, long rate, int lines) {
        int allowed = 0;
        for (int line = 0; line < lines; line++) {
            allowed += limit.allows(rate) ? 1 : 0;
        }
        return allowed;
    }
}
