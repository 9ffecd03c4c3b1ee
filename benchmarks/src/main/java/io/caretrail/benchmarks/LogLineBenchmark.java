package io.caretrail.benchmarks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.diagnostic.LogLine;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a line costs the thread that logs it within a request: Logback with a file of its own, alone and with DiagnosticLogs
 * beside it, at the default limit and without one. The counters printed at the end say what became of the rest.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class LogLineBenchmark {

    private static final String STUDY = "1.2.840.113619.2.1";

    /** {@code alone}: no DiagnosticLogs; else {@code diagnostics.rate}. */
    @Param({"alone", "1000", "0"})
    public String rate;

    private FileTrail files;
    private LoggerContext context;
    private Logger logger;
    private Diagnostics diagnostics;
    private Auditor auditor;

    @Setup(Level.Trial)
    public void open() throws Exception {
        boolean alone = rate.equals("alone");
        files = FileTrail.open(Map.of(
                "settings[0].categories",
                alone ? "AuditLogs" : "AuditLogs,DiagnosticLogs",
                "diagnostics.rate",
                alone ? "1000" : rate));
        diagnostics = new Diagnostics(files.trail(), files.encoder(), new ExchangeIds(), InstantSource.system());
        diagnostics.use(files.configuration());
        auditor = files.auditor();
        openLogger(alone);
    }

    private void openLogger(boolean alone) {
        context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder layout = new PatternLayoutEncoder();
        layout.setContext(context);
        layout.setPattern("%date %-5level [%thread] %logger: %msg%n");
        layout.start();
        FileAppender<ILoggingEvent> file = new FileAppender<>();
        file.setContext(context);
        file.setFile(files.folder().resolve("application.log").toString());
        file.setEncoder(layout);
        file.start();
        logger = context.getLogger("org.example.Store");
        if (!alone) {
            Recording recording = new Recording(diagnostics);
            recording.setContext(context);
            recording.start();
            logger.addAppender(recording);
        }
        logger.addAppender(file);
        context.start();
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        diagnostics.tellRest();
        context.stop();
        files.close();
    }

    /** A thread that serves one request for as long as it is measured. */
    @State(Scope.Thread)
    public static class Serving {

        private Exchange exchange;

        @Setup(Level.Iteration)
        public void begin(LogLineBenchmark benchmark) {
            exchange = benchmark.auditor.begin(new FixedRequest("/dicom-web/studies/" + STUDY));
            boolean unused = CurrentExchange.enter(exchange);
        }

        @TearDown(Level.Iteration)
        public void end() {
            CurrentExchange.leave(exchange);
        }
    }

    @Benchmark
    public void line(Serving serving) {
        logger.info("stored {} in {} ms", STUDY, 12);
    }

    /** As the agent's hook and the filter's appender do. */
    private static final class Recording extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final Diagnostics diagnostics;

        Recording(Diagnostics diagnostics) {
            this.diagnostics = diagnostics;
        }

        @Override
        protected void append(ILoggingEvent event) {
            diagnostics.take(
                    io.caretrail.core.record.Level.Informational,
                    event.getLoggerName(),
                    () -> new LogLine(event.getFormattedMessage(), null, Map.of()));
        }
    }
}
