package io.caretrail.agent.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What operators read on the server's standard error. */
class OwnLogLayoutTest {

    private static final String END = System.lineSeparator();

    private final OwnLogLayout layout = new OwnLogLayout();

    @Test
    void levels_of_any_length_leave_the_words_in_one_column() {
        assertEquals(
                "2026-11-21T04:08:32.000Z INFO  Caretrail: 2 of 3" + END, layout.doLayout(event(Level.INFO, null)));
        assertEquals(
                "2026-11-21T04:08:32.000Z ERROR Caretrail: 2 of 3" + END, layout.doLayout(event(Level.ERROR, null)));
    }

    @Test
    void what_was_thrown_stands_below_with_its_stack_and_its_causes() {
        IllegalStateException thrown = new IllegalStateException("outer", new IllegalArgumentException("inner"));

        String lines = layout.doLayout(event(Level.ERROR, thrown));

        assertTrue(
                lines.startsWith("2026-11-21T04:08:32.000Z ERROR Caretrail: 2 of 3" + END
                        + "java.lang.IllegalStateException: outer" + END + "\tat "),
                lines);
        assertTrue(lines.contains(END + "Caused by: java.lang.IllegalArgumentException: inner" + END), lines);
        assertTrue(lines.endsWith(END), lines);
    }

    private static LoggingEvent event(Level level, @Nullable Throwable thrown) {
        LoggingEvent event = new LoggingEvent(
                "", new LoggerContext().getLogger("caretrail"), level, "{} of {}", thrown, new Object[] {2, 3});
        event.setInstant(Instant.parse("2026-11-21T04:08:32Z"));
        return event;
    }
}
