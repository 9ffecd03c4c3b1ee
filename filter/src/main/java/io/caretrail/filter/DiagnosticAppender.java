package io.caretrail.filter;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.caretrail.core.record.Level;
import io.caretrail.filter.logback.LogbackLine;

/**
 * An appender of the application's own Logback that gives its lines to DiagnosticLogs (docs/diagnostic-logs.md). Does nothing
 * while the filter is not running, no setting takes DiagnosticLogs, or an agent records. Changes nothing in the event but what
 * any appender does that formats it. Thread-safe.
 *
 * <pre>{@code
 * <appender name="caretrail" class="io.caretrail.filter.DiagnosticAppender"/>
 * <root level="INFO"><appender-ref ref="caretrail"/></root>
 * }</pre>
 */
public final class DiagnosticAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    /** Called by Logback. */
    public DiagnosticAppender() {}

    @Override
    protected void append(ILoggingEvent event) {
        WebApplication application = RunningApplication.get();
        Level level = application == null ? null : LogbackLine.level(event);
        if (application == null || level == null) {
            return;
        }
        try {
            application.logs(level, event.getLoggerName(), () -> LogbackLine.of(event));
        } catch (Throwable ours) {
            // The edge to the application; the trail has been told that a line is missing.
            addError("a line could not be recorded in DiagnosticLogs", ours);
        }
    }
}
