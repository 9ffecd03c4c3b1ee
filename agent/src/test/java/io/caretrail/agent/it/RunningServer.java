package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A server in a process of its own; gone, at the latest, when the tests' JVM is. */
final class RunningServer implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Server server;
    private final Path base;
    private final Process process;
    private final Thread atExit;

    private RunningServer(Server server, Path base, Process process) {
        this.server = server;
        this.base = base;
        this.process = process;
        atExit = new Thread(this::kill, "stop-server");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @param base prepared by it; its working folder
     * @param options for its JVM
     */
    static RunningServer start(Server server, Jdk jdk, Path base, String options) throws IOException {
        ProcessBuilder builder = server.command(jdk, base, options)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("output.txt").toFile());
        builder.environment().keySet().removeAll(List.of("CLASSPATH", "JAVA_TOOL_OPTIONS", "JRE_HOME"));
        builder.environment().put("JAVA_HOME", jdk.home().toString());
        RunningServer started = new RunningServer(server, base, builder.start());
        try {
            started.await(server::hasStarted, "that it has started");
            return started;
        } catch (IOException | RuntimeException e) {
            started.kill();
            throw e;
        }
    }

    /** Waits until the server has printed a text; gives all it has printed by then. */
    String await(String text) throws IOException {
        return await(output -> output.contains(text), '"' + text + '"');
    }

    private String await(Predicate<String> wanted, String described) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline) && process.isAlive()) {
            String output = output();
            if (wanted.test(output)) {
                return output;
            }
            pause();
        }
        throw new IOException(server + " did not print " + described + " within " + PATIENCE + ":\n" + output());
    }

    int port() throws IOException {
        return server.port(output());
    }

    /** Of the JVM, which may be the child of a shell script. */
    long pid() {
        return jvm().pid();
    }

    /** What the JVM has used of the processors, in milliseconds. */
    double cpuMillis() {
        return jvm().info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
    }

    /** What of the JVM is in memory (Linux). */
    double residentMiB() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElseThrow(() -> new IOException("no VmRSS in " + status));
    }

    private ProcessHandle jvm() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseGet(process::toHandle);
    }

    /** What it has printed so far, standard output and error. */
    String output() {
        try {
            return Files.readString(base.resolve("output.txt"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One GET on a connection of its own. */
    Answer get(String target) throws IOException {
        Ask ask = Ask.of("get", "GET", target);
        try (Conversation conversation = new Conversation(port())) {
            return conversation.ask(ask);
        }
    }

    /** Stops it by SIGTERM, as a service manager would, and waits until it is gone. */
    @Override
    public void close() throws IOException {
        jvm().destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new IOException(server + " did not stop within " + PATIENCE + " of SIGTERM:\n" + output());
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + server + " stopped", e);
        } finally {
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    /** Ends it as kill -9 does. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    static void pause() throws IOException {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a server", e);
        }
    }
}
