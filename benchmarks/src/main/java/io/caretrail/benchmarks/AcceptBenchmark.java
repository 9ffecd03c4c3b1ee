package io.caretrail.benchmarks;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.status.Status;
import io.caretrail.core.handoff.Reader;
import io.caretrail.core.handoff.Ring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
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
 * What a thread pays until a line of 627 bytes is accepted, by the hand-off and by what servers log with; each writes the
 * line to a file in the end. A thread pauses between two lines, as a server's does, so that the time is not that of
 * waiting for room; the asynchronous ones wait when they are full all the same, so that none gains by dropping. Run it
 * with {@code -prof gc} for the bytes allocated, by all threads, and {@code -t 2} for two threads.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class AcceptBenchmark {

    private static final int LINE = 627;
    private static final int QUEUE = 64 * 1024;

    @Param({"offer", "ring", "logbackFile", "logbackAsync", "logstashDisruptor", "log4jAsync"})
    private String way = "";

    private Path folder;
    private Accepting accepting;

    /** One way of accepting a line. */
    private interface Accepting {
        void accept();

        void close() throws Exception;
    }

    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory("caretrail-accept");
        accepting = switch (way) {
            case "offer" -> new OfferWay(folder);
            case "ring" -> new RingWay(folder);
            case "log4jAsync" -> new Log4jWay(folder);
            default -> new LogbackWay(folder, way);
        };
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        accepting.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    public void accept(Pause pause) {
        accepting.accept();
    }

    /** Between two lines of a thread; not part of what is measured. */
    @State(Scope.Thread)
    public static class Pause {

        private static final long NANOS = 20_000;

        @Setup(Level.Invocation)
        public void take() {
            LockSupport.parkNanos(NANOS);
        }
    }

    /** The hand-off alone: nobody reads, and a full ring is let go of at once. For what an offer itself allocates. */
    private static final class OfferWay implements Accepting {

        private final Ring ring;
        private final byte[] line = "x".repeat(LINE).getBytes(StandardCharsets.UTF_8);

        OfferWay(Path folder) throws IOException {
            ring = Ring.open(folder.resolve("ring"), 32 << 20, System.err::println);
        }

        @Override
        public void accept() {
            while (ring.offer((byte) 1, line, 0, line.length, 0) < 0) {
                ring.release(ring.end());
            }
        }

        @Override
        public void close() {
            ring.close();
        }
    }

    /** The hand-off, with a lane that writes batches to a file. */
    private static final class RingWay implements Accepting {

        private final Ring ring;
        private final byte[] line = "x".repeat(LINE).getBytes(StandardCharsets.UTF_8);
        private final Thread lane;
        private volatile boolean closed;

        RingWay(Path folder) throws IOException {
            ring = Ring.open(folder.resolve("ring"), 32 << 20, System.err::println);
            lane = new Thread(() -> drain(folder.resolve("lines")));
            lane.start();
        }

        @Override
        public void accept() {
            while (ring.offer((byte) 1, line, 0, line.length, 0) < 0) {
                LockSupport.parkNanos(1);
            }
        }

        private void drain(Path path) {
            Reader reader = ring.reader(0);
            ByteBuffer batch = ByteBuffer.allocateDirect(64 * (LINE + 1));
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                while (!closed) {
                    batch.clear();
                    while (batch.remaining() > LINE && reader.next()) {
                        reader.copyTo(batch);
                        batch.put((byte) '\n');
                    }
                    file.write(batch.flip());
                    ring.release(reader.end());
                    if (batch.limit() == 0) {
                        LockSupport.parkNanos(100_000);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws Exception {
            closed = true;
            lane.join();
            ring.close();
        }
    }

    private static final class LogbackWay implements Accepting {

        private final LoggerContext context = new LoggerContext();
        private final ch.qos.logback.classic.Logger logger = context.getLogger("audit");
        private final String line = "x".repeat(LINE);

        LogbackWay(Path folder, String way) {
            context.setMDCAdapter(new LogbackMDCAdapter());
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(context);
            encoder.setPattern("%msg%n");
            encoder.start();
            FileAppender<ILoggingEvent> file = new FileAppender<>();
            file.setContext(context);
            file.setName("file");
            file.setFile(folder.resolve("lines").toString());
            file.setEncoder(encoder);
            file.start();
            Appender<ILoggingEvent> first = switch (way) {
                case "logbackAsync" -> async(file);
                case "logstashDisruptor" -> disruptor(file);
                default -> file;
            };
            first.setContext(context);
            first.start();
            logger.addAppender(first);
            logger.setAdditive(false);
        }

        private static Appender<ILoggingEvent> async(FileAppender<ILoggingEvent> file) {
            AsyncAppender async = new AsyncAppender();
            async.setQueueSize(QUEUE);
            async.setDiscardingThreshold(0);
            async.addAppender(file);
            return async;
        }

        private static Appender<ILoggingEvent> disruptor(FileAppender<ILoggingEvent> file) {
            LoggingEventAsyncDisruptorAppender disruptor = new LoggingEventAsyncDisruptorAppender();
            disruptor.setRingBufferSize(QUEUE);
            disruptor.setAppendTimeout(ch.qos.logback.core.util.Duration.buildByMilliseconds(-1));
            disruptor.addAppender(file);
            return disruptor;
        }

        @Override
        public void accept() {
            logger.info(line);
        }

        @Override
        public void close() {
            context.stop();
            // An appender that complains of each line is not what is to be measured.
            for (Status status : context.getStatusManager().getCopyOfStatusList()) {
                if (status.getLevel() > Status.INFO) {
                    throw new IllegalStateException(status.toString());
                }
            }
        }
    }

    /** All loggers asynchronous, over the LMAX disruptor. */
    private static final class Log4jWay implements Accepting {

        private final AsyncLoggerContext context;
        private final org.apache.logging.log4j.Logger logger;
        private final String line = "x".repeat(LINE);

        Log4jWay(Path folder) {
            System.setProperty("log4j2.asyncLoggerRingBufferSize", Integer.toString(QUEUE));
            var builder = ConfigurationBuilderFactory.newConfigurationBuilder();
            builder.add(builder.newAppender("file", "File")
                    .addAttribute("fileName", folder.resolve("lines").toString())
                    .addAttribute("immediateFlush", false)
                    .add(builder.newLayout("PatternLayout").addAttribute("pattern", "%m%n")));
            builder.add(
                    builder.newRootLogger(org.apache.logging.log4j.Level.INFO).add(builder.newAppenderRef("file")));
            context = new AsyncLoggerContext("audit");
            context.start(builder.build());
            logger = context.getLogger("audit");
        }

        @Override
        public void accept() {
            logger.info(line);
        }

        @Override
        public void close() {
            Configurator.shutdown(context);
        }
    }
}
