package io.caretrail.agent.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/**
 * Caretrail's own log: lines on the process's standard error. Its Logback is set up by hand, not by SLF4J's and Logback's
 * own start, which would obey the system properties that are meant for the application's copies: {@code
 * logback.configurationFile}, {@code logback.statusListenerClass} (it prints to standard output, between the records),
 * {@code slf4j.provider}. And it writes to the descriptor, since servers put their own logging behind System.err.
 */
final class OwnLog {

    private OwnLog() {}

    /** A log of its own at every call; used once in a process. */
    static Logger open() {
        LoggerContext context = new LoggerContext();
        context.setName("caretrail");
        context.setMDCAdapter(new LogbackMDCAdapter());
        OwnLogLayout layout = new OwnLogLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(new FileOutputStream(FileDescriptor.err));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        context.start();
        return context.getLogger("caretrail");
    }
}
