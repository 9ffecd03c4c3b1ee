package io.caretrail.benchmarks;

import io.caretrail.core.door.Request;
import io.caretrail.core.door.Response;
import io.caretrail.core.exchange.Auditor;
import io.caretrail.core.operation.Recognition;
import io.caretrail.core.record.AuditRecord;
import io.caretrail.core.record.EncodedRecord;
import io.caretrail.core.record.RecordSource;
import io.caretrail.core.trail.Trail;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

    private static final Request READ = new FixedRequest("/fhir/Patient/1");
    private static final Response OK = FixedRequest.OK;

    private final Recognition recognition = Recognition.of("auto", List.of());

    private FileTrail files;
    private Trail trail;
    private Auditor audited;
    private Auditor unwritten;
    private AuditRecord started;
    private Limit limit;

    @Setup(Level.Trial)
    public void open() throws Exception {
        files = FileTrail.open(Map.of("settings[0].destinations.file.rollAt", "1GB"));
        trail = files.trail();
        audited = files.auditor();
        unwritten = files.auditor((record, exempt) -> 0, (record, room) -> {});
        files.auditor((record, exempt) -> keep(record), (record, room) -> {}).begin(READ);
        limit = new Limit(started, files.folder().resolve("limit"));
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

    @TearDown(Level.Trial)
    public void close() throws Exception {
        limit.close();
        files.close();
    }

    @Benchmark
    public Object recognise() {
        return recognition.recognise("GET", "/fhir/Patient/1", null, READ::header);
    }

    @Benchmark
    public int encodeStarted() {
        try (EncodedRecord line = files.encoder().lend(started)) {
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
}
