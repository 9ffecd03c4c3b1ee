package io.caretrail.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ApplicationLogTest {

    @Test
    void line_goes_to_the_applications_slf4j() {
        ch.qos.logback.classic.Logger logback = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.caretrail");
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logback.addAppender(seen);
        try {
            ApplicationLog.of(getClass().getClassLoader()).warn("{} of {}", 1, 2);
        } finally {
            logback.detachAppender(seen);
        }

        assertEquals(
                List.of("[WARN] Caretrail: 1 of 2"),
                seen.list.stream().map(Object::toString).toList());
    }

    @Test
    void line_goes_to_java_util_logging_where_the_application_has_no_slf4j() {
        List<String> seen = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                seen.add(line.getLevel() + " " + line.getMessage() + " " + line.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger jul = Logger.getLogger("io.caretrail");
        jul.addHandler(handler);
        jul.setUseParentHandlers(false);
        try {
            ApplicationLog.of(ClassLoader.getPlatformClassLoader())
                    .error("an {}", "error", new IllegalStateException("why"));
        } finally {
            jul.removeHandler(handler);
            jul.setUseParentHandlers(true);
        }

        assertEquals(List.of("SEVERE Caretrail: an error java.lang.IllegalStateException: why"), seen);
    }
}
