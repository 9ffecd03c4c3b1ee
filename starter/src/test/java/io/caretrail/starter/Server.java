package io.caretrail.starter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server in a process of its own, in a folder of its own. */
final class Server implements Closeable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PORT =
            Pattern.compile("(?:started on ports?(?:\\(s\\))?:? |http-nio-(?:127\\.0\\.0\\.1-)?auto-\\d+-)(\\d{2,5})");
    private static final Pattern STARTED = Pattern.compile("Started ProbeApplication|Server startup in");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path output;
    private final Process process;

    private Server(Path output, Process process) {
        this.output = output;
        this.process = process;
    }

    /** Starts it and waits until it says that it has started, or is gone. */
    static Server start(Path folder, ProcessBuilder command) throws IOException {
        Path output = folder.resolve("output.txt");
        command.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        command.environment().keySet().removeIf(name -> name.startsWith("CARETRAIL_"));
        Server server = new Server(output, command.start());
        server.await(STARTED);
        return server;
    }

    /** Waits until the output has the pattern, or the process is gone. */
    void await(Pattern pattern) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (process.isAlive() && !pattern.matcher(output()).find()) {
            if (Instant.now().isAfter(deadline)) {
                process.destroyForcibly();
                throw new IOException("no " + pattern + " within " + PATIENCE + ":\n" + output());
            }
            pause();
        }
    }

    /** The status of a GET; {@code user:password} or null. */
    int get(String path, String login) throws IOException {
        return send(request(path, login).GET().build()).statusCode();
    }

    /** The same of one of its ports. */
    int get(int port, String path, String login) throws IOException {
        return send(request(port, path, login).GET().build()).statusCode();
    }

    HttpRequest.Builder request(String path, String login) throws IOException {
        List<Integer> ports = ports();
        return request(ports.get(ports.size() - 1), path, login);
    }

    private static HttpRequest.Builder request(int port, String path, String login) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept", "application/json");
        return login == null
                ? request
                : request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
    }

    HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** As it has named them; after a restart the last one counts. */
    List<Integer> ports() throws IOException {
        List<Integer> ports = PORT.matcher(output())
                .results()
                .map(port -> Integer.valueOf(port.group(1)))
                .toList();
        if (ports.isEmpty()) {
            throw new IOException("it has no port:\n" + output());
        }
        return ports;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All it has printed so far. */
    String output() throws IOException {
        return Files.readString(output, UTF_8);
    }

    /** The same for the message of an assertion. */
    String outputNow() {
        try {
            return output();
        } catch (IOException e) {
            return e.toString();
        }
    }

    static void pause() throws IOException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Stops it by SIGTERM and waits until it is gone. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("it did not stop by SIGTERM:\n" + output());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The Java that runs the tests. */
    static List<String> java() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
