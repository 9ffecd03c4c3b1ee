package io.caretrail.filter.war;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Tomcat in a process of its own, which sees of this build only what a test has put into its web applications. */
final class WarServer implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("listening on port (\\d+)\\.");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path output;
    private final Process process;
    private final int port;

    private WarServer(Path output, Process process) throws IOException {
        this.output = output;
        this.process = process;
        await(() -> PORT.matcher(output()).find());
        Matcher listening = PORT.matcher(output());
        port = listening.find() ? Integer.parseInt(listening.group(1)) : 0;
    }

    /** Starts the applications in the folder {@code webapps} of a folder. */
    static WarServer start(Path base, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                War.LIBRARIES.resolve("tomcat").resolve("*").toString(),
                Path.of("src/test/servers/tomcat/Launcher.java")
                        .toAbsolutePath()
                        .toString(),
                base.toString()));
        Path output = base.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().keySet().removeIf(name -> name.startsWith("CARETRAIL_"));
        Process process = builder.start();
        try {
            return new WarServer(output, process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** One GET with an X-Request-Id; the body of its answer. */
    String get(String target, String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .timeout(PATIENCE)
                .header("X-Request-Id", id)
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(target + " was answered by " + response.statusCode() + ":\n" + output());
        }
        return response.body();
    }

    /** Waits until something is so. */
    void await(BooleanSupplier so) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!so.getAsBoolean()) {
            if (Instant.now().isAfter(deadline) || !process.isAlive()) {
                throw new IOException("it did not come to what the test waits for:\n" + output());
            }
            pause();
        }
    }

    /** What it has printed so far, standard output and error. */
    String output() {
        try {
            return Files.readString(output, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it by SIGTERM and waits until it is gone. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the server did not stop within " + PATIENCE + " of SIGTERM:\n" + output());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server stopped", e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the server", e);
        }
    }
}
