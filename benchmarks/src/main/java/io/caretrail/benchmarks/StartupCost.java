package io.caretrail.benchmarks;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts an unmodified Tomcat again and again, in turn without and with the agent, until it answers its first request,
 * and prints the medians of wall time, CPU time and resident memory, and their differences. Arguments: the agent jar,
 * the Tomcat folder, the number of rounds.
 */
public final class StartupCost {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private StartupCost() {}

    /** One start: milliseconds until the first answer, CPU milliseconds and resident MiB by then. */
    record Start(double wallMs, double cpuMs, double rssMiB) {}

    public static void main(String[] arguments) throws Exception {
        Path agent = Path.of(arguments[0]).toAbsolutePath();
        Path tomcat = Path.of(arguments[1]).toAbsolutePath();
        int rounds = Integer.parseInt(arguments[2]);
        List<Start> bare = new ArrayList<>();
        List<Start> audited = new ArrayList<>();
        start(tomcat, "");
        for (int round = 0; round < rounds; round++) {
            bare.add(start(tomcat, ""));
            audited.add(start(tomcat, "-javaagent:" + agent));
        }
        System.out.printf(
                Locale.ROOT,
                "%s, Java %s, %s, %d processors, %d rounds each, in turn; median (min-max)%n%n",
                tomcat.getFileName(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors(),
                rounds);
        System.out.println("| to the first answer | without | with the agent | added | ratio |");
        System.out.println("| --- | --- | --- | --- | --- |");
        row("wall ms", bare, audited, Start::wallMs);
        row("CPU ms", bare, audited, Start::cpuMs);
        row("RSS MiB", bare, audited, Start::rssMiB);
        System.out.printf(Locale.ROOT, "%nagent jar: %.2f MB%n", Files.size(agent) / 1e6);
    }

    private static void row(
            String name, List<Start> bare, List<Start> audited, java.util.function.ToDoubleFunction<Start> figure) {
        double[] without = bare.stream().mapToDouble(figure).sorted().toArray();
        double[] with = audited.stream().mapToDouble(figure).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.0f | %.2f |%n",
                name,
                spread(without),
                spread(with),
                median(with) - median(without),
                median(with) / median(without));
    }

    private static String spread(double[] sorted) {
        return String.format(Locale.ROOT, "%.0f (%.0f-%.0f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] sorted) {
        double[] middle = Arrays.copyOfRange(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1);
        return Arrays.stream(middle).average().orElseThrow();
    }

    private static Start start(Path tomcat, String option) throws IOException, InterruptedException {
        Path base = Files.createTempDirectory("caretrail-startup");
        try {
            int port = freePort();
            prepare(tomcat, base, port);
            ProcessBuilder builder =
                    new ProcessBuilder(tomcat.resolve("bin/catalina.sh").toString(), "run");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("CATALINA_BASE", base.toString());
            builder.environment()
                    .put(
                            "CATALINA_OPTS",
                            option + " -Xmx512m -Dcaretrail.settings.0.destinations.file.path="
                                    + base.resolve("audit.ndjson"));
            builder.redirectErrorStream(true)
                    .redirectOutput(base.resolve("out.txt").toFile());
            long began = System.nanoTime();
            Process process = builder.start();
            try {
                awaitAnswer(process, port, base);
                double wall = (System.nanoTime() - began) / 1e6;
                double cpu = process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
                return new Start(wall, cpu, residentMiB(process.pid()));
            } finally {
                process.destroy();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } finally {
            delete(base);
        }
    }

    private static void prepare(Path tomcat, Path base, int port) throws IOException {
        for (String folder : List.of("conf", "logs", "temp", "webapps/ROOT", "work")) {
            Files.createDirectories(base.resolve(folder));
        }
        try (Stream<Path> files = Files.list(tomcat.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()));
            }
        }
        Path server = base.resolve("conf/server.xml");
        Files.writeString(
                server,
                Files.readString(server)
                        .replace("port=\"8080\"", "port=\"" + port + "\"")
                        .replace("port=\"8005\"", "port=\"-1\""));
        Files.writeString(base.resolve("webapps/ROOT/index.html"), "ok");
    }

    private static void awaitAnswer(Process process, int port, Path base) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/index.html")
                                .toURL()
                                .openConnection();
                if (connection.getResponseCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.sleep(5);
            }
        }
        throw new IOException("Tomcat did not answer:\n" + Files.readString(base.resolve("out.txt")));
    }

    private static double residentMiB(long process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no VmRSS in /proc/" + process + "/status");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
