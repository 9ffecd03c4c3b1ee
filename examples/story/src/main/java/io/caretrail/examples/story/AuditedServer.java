package io.caretrail.examples.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own with the agent, for the tests: one whose arguments are a port and a file that it writes its
 * base URL to once it answers. Not thread-safe.
 */
public final class AuditedServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int POLL_MILLIS = 50;

    private final Path folder;
    private final Process process;

    private AuditedServer(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts a server on any free port, and waits until it answers.
     *
     * @param folder its working folder, empty but for what the class path names of it; gets the agent's configuration
     * @param agent the agent's jar
     * @param configuration of the agent, as YAML
     * @param options more of them for the JVM
     * @param mainClass of the server
     * @throws IOException when it ends, or does not answer for three minutes; what it printed
     */
    public static AuditedServer start(
            Path folder, Path agent, String configuration, List<String> options, String classPath, String mainClass)
            throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("caretrail.yaml"), configuration);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + agent + "=" + file);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of("0", folder.resolve("url").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        AuditedServer server = new AuditedServer(folder, builder.start());
        try {
            server.awaitUrl();
            return server;
        } catch (IOException | InterruptedException e) {
            server.process.destroyForcibly();
            throw e;
        }
    }

    private void awaitUrl() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!Files.exists(folder.resolve("url"))) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                throw new IOException("the server has not started within " + PATIENCE + ":\n" + output());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Where its service begins, without a slash at its end. */
    public String url() throws IOException {
        return Files.readString(folder.resolve("url")).strip();
    }

    /** What it has printed so far, errors included. */
    public String output() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }

    /**
     * Stops it by SIGTERM, and waits until it is gone: then all that it audited is in the trail.
     *
     * @throws IOException when it does not end within three minutes; what it printed
     */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the server did not stop within " + PATIENCE + " of SIGTERM:\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server stopped", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
