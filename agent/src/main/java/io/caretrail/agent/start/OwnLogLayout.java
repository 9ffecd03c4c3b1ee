package io.caretrail.agent.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Lines of Caretrail's own log: time, level, message, and below it the stack of what was thrown. Thread-safe. */
final class OwnLogLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private static final int WIDEST_LEVEL = Level.ERROR.toString().length();

    @Override
    public String doLayout(ILoggingEvent event) {
        String level = event.getLevel().toString();
        StringBuilder lines = new StringBuilder()
                .append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
                .append(' ')
                .append(level)
                .append(" ".repeat(Math.max(0, WIDEST_LEVEL - level.length())))
                .append(" Caretrail: ")
                .append(event.getFormattedMessage())
                .append(System.lineSeparator());
        IThrowableProxy thrown = event.getThrowableProxy();
        return thrown == null
                ? lines.toString()
                : lines.append(ThrowableProxyUtil.asString(thrown)).toString();
    }
}
