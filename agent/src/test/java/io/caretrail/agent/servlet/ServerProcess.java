package io.caretrail.agent.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A server in a JVM of its own, with the agent or without. */
final class ServerProcess implements AutoCloseable {

    private static final String SPY = "io.caretrail.agent.servlet.probe.HookSpy";

    private final Process process;
    private final BufferedReader out;
    private final List<String> printed = new ArrayList<>();
    private final int port;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.port = Integer.parseInt(awaitLine("port ").substring("port ".length()));
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param folder empty; takes the classes, the trail {@code audit.ndjson} and what the JVM says on {@code stderr}
     */
    static ServerProcess start(TestServer server, Path folder, boolean audited) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Jetty shows identity hashes to the client; this makes them the same in every run.
        command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"));
        if (audited) {
            command.add("-javaagent:" + Path.of("target/caretrail-agent.jar").toAbsolutePath() + "="
                    + configuration(folder));
            command.add("-javaagent:" + spy(folder));
            // These servers have hooks of their own by now; they stand for those that have none.
            command.add("-Dio.caretrail.hooks=servlet");
        }
        command.addAll(
                List.of("-cp", server.classPath(Files.createDirectories(folder.resolve("classes"))), "Launcher"));
        return new ServerProcess(new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr").toFile())
                .start());
    }

    private static Path configuration(Path folder) throws IOException {
        return Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - name: archive
                    categories: [AuditLogs]
                    destinations:
                      file: { path: %s, rollEvery: never }
                state: %s
                """.formatted(
                        folder.resolve("audit.ndjson"), folder.resolve("state")));
    }

    private static Path spy(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", SPY);
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("spy.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            Path classes = Path.of("target/test-classes");
            for (String suffix : List.of("", "$1")) {
                String entry = SPY.replace('.', '/') + suffix + ".class";
                out.putNextEntry(new java.util.zip.ZipEntry(entry));
                Files.copy(classes.resolve(entry), out);
            }
        }
        return jar;
    }

    int port() {
        return port;
    }

    /** What the server has printed; complete once it is closed. */
    List<String> printed() {
        return printed;
    }

    private String awaitLine(String beginning) throws IOException {
        for (String line; (line = out.readLine()) != null; ) {
            printed.add(line);
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new IOException("the server ended before it printed \"" + beginning + "\"; it printed " + printed);
    }

    /** Stops the server and waits for its end. */
    @Override
    public void close() throws IOException {
        process.outputWriter().close();
        out.lines().forEach(printed::add);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the server has not ended within 30 s of the end of its standard input");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server ended", e);
        }
    }
}
