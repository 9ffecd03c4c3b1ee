package io.caretrail.agent.hook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is done beside the opening of the trail, so that the server's first class need not wait for it. */
class RehearsalTest {

    private static final byte[] FIELD = "rehearsed".getBytes(StandardCharsets.US_ASCII);

    @Test
    void a_class_is_hooked_as_a_servers_would_be() {
        assertFalse(HookTransformer.contains(Rehearsal.classFile(), FIELD));
        assertTrue(HookTransformer.contains(Rehearsal.play(), FIELD));
    }

    @Test
    void an_interrupt_is_still_pending_when_it_is_over() {
        Rehearsal rehearsal = Rehearsal.begin();
        Thread.currentThread().interrupt();

        rehearsal.end();

        assertTrue(Thread.interrupted());
    }
}
