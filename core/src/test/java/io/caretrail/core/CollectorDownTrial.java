package io.caretrail.core;

import io.caretrail.core.door.SentRequest;
import io.caretrail.core.trail.TrailCounters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Fault 8: a server with little memory makes records while its only destination, a collector, refuses every connection; then
 * the collector is there. Run by the build, and with more records by {@code benchmarks/collector-down.sh}.
 */
final class CollectorDownTrial {

    private static final int CLIENTS = 4;

    /**
     * Records that are in the hand-off and not yet in the spool; the clients wait while there are more. They do nothing but
     * make records: on a machine with fewer processors than clients they would fill the hand-off, which is another fault.
     */
    private static final long AHEAD = 20_000;

    private static final String MADE = "made";

    /**
     * What came of it.
     *
     * @param exit status of the server
     * @param pause seconds from the opening of the collector to its first record
     */
    record Outcome(
            int exit,
            long records,
            long delivered,
            long doubled,
            long skipped,
            long counted,
            double pause,
            double seconds) {

        long missing() {
            return records - (delivered - doubled);
        }

        boolean isGood() {
            return exit == 0 && missing() == 0 && doubled == 0 && skipped == 0 && counted == 0;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d records delivered in %.1f s, %,.0f a second, beginning %.1f s after the collector was back; in"
                            + " order: %s; missing %d, counted as missing %d, doubled %d",
                    delivered,
                    seconds,
                    delivered / seconds,
                    pause,
                    skipped == 0 && doubled == 0 ? "yes" : "no",
                    missing(),
                    counted,
                    doubled);
        }
    }

    private CollectorDownTrial() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("caretrail-collector-down");
        Outcome outcome;
        try {
            outcome = run(folder, Long.parseLong(arguments[0]), arguments[1], System.out);
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        System.out.println(outcome);
        System.exit(outcome.isGood() ? 0 : 1);
    }

    /**
     * @param heap as after -Xmx
     * @param out gets what the server says: how it is doing, about each second
     */
    static Outcome run(Path folder, long records, String heap, PrintStream out) throws Exception {
        try (CountingCollector collector = new CountingCollector()) {
            Path configuration = Files.writeString(
                    folder.resolve("caretrail.yaml"), """
                        settings:
                          - name: siem
                            destinations:
                              http: { url: "%s", spool: { size: 4GB } }
                        state: %s
                        """.formatted(collector.url(), folder.resolve("state")));
            Process server = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + heap,
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Server.class.getName(),
                            configuration.toString(),
                            String.valueOf(records / 2 / CLIENTS))
                    .redirectError(folder.resolve("errors.txt").toFile())
                    .start();
            try {
                long opened = follow(server, collector, out);
                if (!server.waitFor(1, TimeUnit.MINUTES)) {
                    throw new IllegalStateException("the server does not end");
                }
                return new Outcome(
                        server.exitValue(),
                        records / 2 / CLIENTS * CLIENTS * 2,
                        collector.delivered(),
                        collector.doubled(),
                        collector.skipped(),
                        collector.counted(),
                        (collector.firstAt() - opened) / 1e9,
                        collector.seconds());
            } finally {
                server.destroyForcibly();
                out.print(Files.readString(folder.resolve("errors.txt")));
            }
        }
    }

    /** Opens the collector once all is made; returns when, of System.nanoTime. */
    private static long follow(Process server, CountingCollector collector, PrintStream out) throws IOException {
        long opened = 0;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                out.println(line);
                if (line.startsWith(MADE)) {
                    collector.open();
                    opened = System.nanoTime();
                }
            }
        }
        return opened;
    }

    /** The server. Arguments: the configuration, requests of each client. */
    static final class Server {

        private static final AtomicLong MADE_SO_FAR = new AtomicLong();

        private Server() {}

        public static void main(String[] arguments) throws Exception {
            Caretrail caretrail = AuditedProcess.start(arguments[0]);
            long requests = Long.parseLong(arguments[1]);
            long begin = System.nanoTime();
            System.out.printf("%8s %12s %12s %12s %10s%n", "seconds", "made", "delivered", "heap in use", "spool");
            Thread watching = new Thread(() -> watch(caretrail, begin));
            watching.setDaemon(true);
            watching.start();
            Thread[] clients = new Thread[CLIENTS];
            for (int i = 0; i < CLIENTS; i++) {
                String client = i + "-";
                clients[i] = new Thread(() -> ask(caretrail, client, requests));
                clients[i].start();
            }
            for (Thread client : clients) {
                client.join();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s %,d records in %.1f s, %,.0f a second%n",
                    MADE,
                    MADE_SO_FAR.get(),
                    seconds,
                    MADE_SO_FAR.get() / seconds);
            while (destination(caretrail).waiting() > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            caretrail.stop();
        }

        private static void ask(Caretrail caretrail, String client, long requests) {
            for (long i = 0; i < requests; i++) {
                caretrail
                        .begin(SentRequest.from("192.0.2.7")
                                .asking("GET", "/fhir/Patient/" + i, null)
                                .with("Host", "fhir.example")
                                .with("X-Request-Id", client + i))
                        .complete(new AuditedProcess.Answered(200));
                MADE_SO_FAR.addAndGet(2);
                while (i % 16 == 0 && isAhead(caretrail)) {
                    LockSupport.parkNanos(100_000);
                }
            }
        }

        private static boolean isAhead(Caretrail caretrail) {
            TrailCounters now = caretrail.counters();
            TrailCounters.Delivered collector = now.destinations().get(0);
            return now.waiting() + collector.waiting() - collector.spooled() > AHEAD;
        }

        private static TrailCounters.Delivered destination(Caretrail caretrail) {
            return caretrail.counters().destinations().get(0);
        }

        private static void watch(Caretrail caretrail, long begin) {
            while (true) {
                // What is in use and not what waits to be collected.
                System.gc();
                TrailCounters.Delivered now = destination(caretrail);
                System.out.printf(
                        Locale.ROOT,
                        "%8.1f %,12d %,12d %,9d KB %,7d MB%n",
                        (System.nanoTime() - begin) / 1e9,
                        MADE_SO_FAR.get(),
                        now.delivered(),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10,
                        now.spoolBytes() >> 20);
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }
}
