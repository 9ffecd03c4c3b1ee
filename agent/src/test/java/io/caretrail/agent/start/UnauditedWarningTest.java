package io.caretrail.agent.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnauditedWarningTest {

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    /** Close to where System.nanoTime may overflow. */
    private long now = Long.MAX_VALUE - 1;

    @Test
    void says_loudly_that_nothing_is_audited_and_goes_on_saying_so() {
        UnauditedWarning warning = warning();

        pass(warning, Duration.ofSeconds(29));
        assertEquals(0, said.list.size());
        pass(warning, Duration.ofSeconds(1));
        assertEquals(1, said.list.size());
        assertEquals(Level.WARN, said.list.get(0).getLevel());
        assertTrue(said.list.get(0).getFormattedMessage().startsWith("NO REQUEST IS AUDITED: "));

        pass(warning, Duration.ofSeconds(59));
        assertEquals(1, said.list.size());
        pass(warning, Duration.ofSeconds(1));
        assertEquals(2, said.list.size());
    }

    @Test
    void is_never_silent_for_longer_than_ten_minutes() {
        UnauditedWarning warning = warning();
        pass(warning, Duration.ofHours(1));
        int before = said.list.size();

        pass(warning, Duration.ofHours(1));

        assertEquals(6, said.list.size() - before);
    }

    private void pass(UnauditedWarning warning, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            now += Duration.ofSeconds(1).toNanos();
            warning.tend();
        }
    }

    private UnauditedWarning warning() {
        LoggerContext context = new LoggerContext();
        said.setContext(context);
        said.start();
        Logger log = context.getLogger("caretrail");
        log.addAppender(said);
        return new UnauditedWarning(log, () -> now);
    }
}
