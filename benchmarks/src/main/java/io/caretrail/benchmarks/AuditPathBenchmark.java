package io.caretrail.benchmarks;

import io.caretrail.core.caller.ExchangeIds;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.door.Request;
import io.caretrail.core.door.Response;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.exchange.Keeper;
import io.caretrail.core.operation.Recognition;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.CaretrailRecords;
import io.caretrail.core.record.EncodedRecord;
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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a request thread does for its audit records, step by step and whole: recognise, encode, and everything from
 * begin to complete with a real trail that writes to a file. The paced ones show percentiles. Run it with {@code -prof gc}
 * for the bytes allocated, by all threads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class AuditPathBenchmark {

    private static final Request READ = new FixedRequest("GET", "/fhir/Patient/1", null);
    private static final Response OK = new FixedResponse();

    private static final OwnRecords OWN = new CaretrailRecords(
            new CaretrailRecords.Origin("/benchmark", "here", "MicrosoftHealthcareApisAuditLog"),
            new CaretrailRecords.Program("0", "here", 1),
            new ExchangeIds()::next,
            InstantSource.system());

    private final RawEncoder encoder = new RawEncoder();
    private final Recognition recognition = Recognition.of("auto", List.of());

    private Path folder;
    private Trail trail;
    private Auditor audited;
    private Auditor unwritten;
    private AuditRecord started;
    private Limit limit;

    @Setup(Level.Trial)
    public void open() throws Exception {
        folder = Files.createTempDirectory("caretrail-benchmark");
        Configuration configuration = new ConfigurationLoader(DestinationKinds.available())
                .loadProperties(
                        Surroundings.ofThisProcess(),
                        Map.of(
                                "settings[0].destinations.file.path",
                                folder.resolve("audit.ndjson").toString(),
                                "settings[0].destinations.file.rollAt",
                                "1GB"),
                        "benchmark")
                .configuration();
        Terms terms = new Terms(
                folder.resolve("state"),
                "benchmark",
                "benchmark",
                configuration.handOff(),
                Sealing.ofFiles(null),
                configuration.required().patience(),
                Terms.SPOOL);
        trail = Trail.open(configuration.settings(), terms, schema -> encoder, OWN, message -> {});
        audited = new Auditor(configuration, new ExchangeIds(), new Keeping(trail::begin, trail::end));
        unwritten =
                new Auditor(configuration, new ExchangeIds(), new Keeping((record, exempt) -> 0, (record, room) -> {}));
        Auditor first = new Auditor(
                configuration, new ExchangeIds(), new Keeping((record, exempt) -> keep(record), (record, room) -> {}));
        first.begin(READ);
        limit = new Limit(started, folder.resolve("limit"));
        warmUp();
    }

    /** A thread that pauses comes by too seldom for the compiler. */
    private void warmUp() {
        for (int i = 0; i < 100_000; i++) {
            audited.begin(READ).complete(OK);
            limit.record();
            while (i % 500 == 0 && trail.counters().waiting() > 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private long keep(RecordSource record) {
        started = AuditRecord.of(record);
        return 0;
    }

    /** Two methods of somebody else. */
    private record Keeping(Beginning beginning, Finishing finishing) implements Keeper {

        interface Beginning {
            long begin(RecordSource started, boolean exempt);
        }

        interface Finishing {
            void end(RecordSource last, long room);
        }

        @Override
        public long begin(RecordSource record, boolean exempt) {
            return beginning.begin(record, exempt);
        }

        @Override
        public void end(RecordSource last, long room) {
            finishing.end(last, room);
        }
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        System.out.println("   " + trail.counters());
        trail.close();
        limit.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public Object recognise() {
        return recognition.recognise("GET", "/fhir/Patient/1", null, READ::header);
    }

    @Benchmark
    public int encodeStarted() {
        try (EncodedRecord line = encoder.lend(started)) {
            return line.length();
        }
    }

    /** All that is to be found out of a request and its response, nothing encoded. */
    @Benchmark
    public void readRequestAndResponse(Blackhole hole) {
        var exchange = unwritten.begin(READ);
        exchange.complete(OK);
        hole.consume(exchange);
    }

    /** Both records made, encoded and handed over to a trail that writes them to a file. */
    @Benchmark
    public void beginToComplete(Blackhole hole) {
        var exchange = audited.begin(READ);
        exchange.complete(OK);
        hole.consume(exchange);
    }

    /** The same by a thread that pauses between two requests, as a server's does: what each of them pays. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public void beginToCompletePaced(AcceptBenchmark.Pause pause, Blackhole hole) {
        beginToComplete(hole);
    }

    /** One record encoded and handed over, by a thread that pauses as well. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public void encodeAndOfferPaced(AcceptBenchmark.Pause pause) {
        trail.accept(started);
    }

    /** What two records cost at least, see {@link Limit}; by a thread that pauses as well. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public void limitOfBothRecordsPaced(AcceptBenchmark.Pause pause) {
        limit.record();
        limit.record();
    }

    /** A request as a FHIR client sends it; allocates nothing itself. */
    private record FixedRequest(
            String method, String path, @Nullable String query) implements Request {

        private static final Map<String, List<String>> HEADERS = Map.of(
                "Host", List.of("fhir.example.org"),
                "User-Agent", List.of("clinic/1.0"),
                "Accept", List.of("application/fhir+json"));
        private static final List<String> NAMES = List.copyOf(HEADERS.keySet());

        @Override
        public String scheme() {
            return "https";
        }

        @Override
        public String host() {
            return "fhir.example.org";
        }

        @Override
        public int port() {
            return 8443;
        }

        @Override
        public @Nullable String header(String name) {
            List<String> values = HEADERS.get(name);
            return values == null ? null : values.get(0);
        }

        @Override
        public List<String> headers(String name) {
            return HEADERS.getOrDefault(name, List.of());
        }

        @Override
        public List<String> headerNames() {
            return NAMES;
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

    private static final class FixedResponse implements Response {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public @Nullable String location() {
            return null;
        }

        @Override
        public long requestBytes() {
            return 0;
        }

        @Override
        public long responseBytes() {
            return 1_234;
        }
    }
}
