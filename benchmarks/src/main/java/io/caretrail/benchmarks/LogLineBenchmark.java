package io.caretrail.benchmarks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.diagnostic.Diagnostics;
import io.caretrail.core.diagnostic.LogLine;
import io.caretrail.core.door.Request;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Keeper;
import io.caretrail.core.record.CaretrailRecords;
import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RawEncoder;
import io.caretrail.core.record.RecordSource;
import io.caretrail.core.trail.Sealing;
import io.caretrail.core.trail.Terms;
import io.caretrail.core.trail.Trail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

    private Path folder;
    private LoggerContext context;
    private Logger logger;
    private Trail trail;
    private Diagnostics diagnostics;
    private Auditor auditor;

    @Setup(Level.Trial)
    public void open() throws Exception {
        folder = Files.createTempDirectory("caretrail-benchmark");
        boolean alone = rate.equals("alone");
        Configuration configuration = new ConfigurationLoader(DestinationKinds.available())
                .loadProperties(
                        Surroundings.ofThisProcess(),
                        Map.of(
                                "settings[0].destinations.file.path",
                                folder.resolve("audit.ndjson").toString(),
                                "settings[0].categories",
                                alone ? "AuditLogs" : "AuditLogs,DiagnosticLogs",
                                "diagnostics.rate",
                                alone ? "1000" : rate),
                        "benchmark")
                .configuration();
        OwnRecords own = new CaretrailRecords(
                new CaretrailRecords.Origin("/benchmark", "here", "MicrosoftHealthcareApisAuditLog"),
                new CaretrailRecords.Program("0", "here", 1),
                new ExchangeIds()::next,
                InstantSource.system());
        RawEncoder encoder = new RawEncoder();
        Terms terms = new Terms(
                folder.resolve("state"),
                "benchmark",
                "benchmark",
                configuration.handOff(),
                Sealing.ofFiles(null),
                configuration.required().patience(),
                Terms.SPOOL);
        trail = Trail.open(configuration.settings(), terms, schema -> encoder, own, message -> {});
        diagnostics = new Diagnostics(trail, new ExchangeIds(), InstantSource.system());
        diagnostics.use(configuration);
        auditor = new Auditor(configuration, new ExchangeIds(), new InTrail(trail));
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
        file.setFile(folder.resolve("application.log").toString());
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
        System.out.println("   " + trail.counters());
        context.stop();
        trail.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A thread that serves one request for as long as it is measured. */
    @State(Scope.Thread)
    public static class Serving {

        private Exchange exchange;

        @Setup(Level.Iteration)
        public void begin(LogLineBenchmark benchmark) {
            exchange = benchmark.auditor.begin(new Retrieval());
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

    private record InTrail(Trail trail) implements Keeper {

        @Override
        public long begin(RecordSource started, boolean exempt) {
            return trail.begin(started, exempt);
        }

        @Override
        public void end(RecordSource last, long room) {
            trail.end(last, room);
        }
    }

    /** A request of a study. */
    private record Retrieval() implements Request {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String scheme() {
            return "https";
        }

        @Override
        public String host() {
            return "pacs.example.org";
        }

        @Override
        public int port() {
            return 443;
        }

        @Override
        public String path() {
            return "/dicom-web/studies/" + STUDY;
        }

        @Override
        public @Nullable String query() {
            return null;
        }

        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public List<String> headers(String name) {
            return List.of();
        }

        @Override
        public List<String> headerNames() {
            return List.of();
        }

        @Override
        public String peerAddress() {
            return "192.0.2.7";
        }

        @Override
        public @Nullable String user() {
            return null;
        }

        @Override
        public @Nullable String authMethod() {
            return null;
        }

        @Override
        public @Nullable String clientCertificateSubject() {
            return null;
        }

        @Override
        public long contentLength() {
            return -1;
        }
    }
}
