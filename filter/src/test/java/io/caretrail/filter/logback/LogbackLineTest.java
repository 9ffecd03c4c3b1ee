package io.caretrail.filter.logback;

import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caretrail.core.diagnostic.LogLine;
import io.caretrail.core.record.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;

/** Events of a real Logback, with what logstash-logback-encoder puts into them. */
class LogbackLineTest {

    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Logger logger = new LoggerContext().getLogger("org.example");

    @BeforeEach
    void append() {
        events.start();
        logger.setLevel(ch.qos.logback.classic.Level.TRACE);
        logger.addAppender(events);
    }

    private LogLine line() {
        return LogbackLine.of(events.list.get(0));
    }

    @Test
    void key_values_of_the_call_and_of_structured_arguments_and_markers_are_read() {
        logger.atInfo()
                .addMarker(Markers.append("marked", 1).and(Markers.appendEntries(Map.of("of a map", "x"))))
                .addMarker(MarkerFactory.getMarker("plain"))
                .addKeyValue("fluent", 2)
                .addArgument(kv("with key", 3))
                .addArgument(value("alone", true))
                .addArgument(entries(Map.of("entry", 4)))
                .addArgument(array("list", "a", "b"))
                .addArgument("ordinary")
                .log("{} {} {} {} {}");
        LogLine line = line();
        assertEquals("with key=3 true {entry=4} list=[a, b] ordinary", line.message());
        Map<String, Object> arguments = new java.util.TreeMap<>(line.arguments());
        assertArrayEquals(new Object[] {"a", "b"}, (Object[]) arguments.remove("list"));
        assertEquals(
                Map.of("with key", 3, "alone", true, "entry", 4, "fluent", 2, "marked", 1, "of a map", "x"), arguments);
        assertNull(line.exception());
    }

    @Test
    void exception_is_named_by_its_class_alone() {
        logger.error("{} failed", "it", new IllegalStateException("Patient Mueller"));
        assertEquals(new LogLine("it failed", "java.lang.IllegalStateException", Map.of()), line());
    }

    @Test
    void message_is_formatted_once_for_us_and_all_appenders() {
        AtomicInteger formatted = new AtomicInteger();
        Object argument = new Object() {
            @Override
            public String toString() {
                return "call " + formatted.incrementAndGet();
            }
        };
        logger.info("{}", argument);
        assertEquals("call 1", line().message());
        assertEquals("call 1", events.list.get(0).getFormattedMessage());
    }

    @Test
    void levels_below_info_have_none() {
        logger.trace("x");
        logger.debug("x");
        logger.info("x");
        logger.warn("x");
        logger.error("x");
        List<Level> levels = new ArrayList<>();
        events.list.forEach(event -> levels.add(LogbackLine.level(event)));
        assertEquals(java.util.Arrays.asList(null, null, Level.Informational, Level.Warning, Level.Error), levels);
    }

    @Test
    void line_without_a_message_is_an_empty_one() {
        logger.info((String) null);
        assertEquals("", line().message());
    }
}
