package io.caretrail.examples.story;

import io.caretrail.examples.story.Ledger.Entry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps a ledger: each request has an X-Request-Id of its own, prints one line, and is written down with
 * the status that came back. Used by one thread.
 */
public final class Workstation {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final PrintStream lines;
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable String authorization;
    private int surprises;

    /**
     * A client of the server at this base.
     *
     * @param lines gets one line for each request
     */
    public Workstation(URI base, PrintStream lines) {
        this.base = base;
        this.lines = lines;
    }

    /** Who sends the next requests; null for nobody. */
    public void login(@Nullable String user, @Nullable String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        authorization = user == null ? null : "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /**
     * Sends a request, and waits for the whole answer.
     *
     * @param what the line's words
     * @param target what follows the base, or a whole URL
     * @throws IOException when no answer comes
     */
    public HttpResponse<byte[]> send(
            String what,
            String method,
            String target,
            Map<String, String> headers,
            BodyPublisher body,
            Expectation expected)
            throws IOException, InterruptedException {
        String id = String.format(Locale.ROOT, "story-%02d", entries.size() + 1);
        URI uri = target.startsWith("http:") ? URI.create(target) : URI.create(base + target);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .method(method, body)
                .header("X-Request-Id", id);
        headers.forEach(request::header);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        String sent = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        note(what, id, method, sent, response.statusCode(), expected);
        return response;
    }

    /** Sends bytes that need not be HTTP. */
    public void raw(String what, String bytes, Expectation expected) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int status = answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
            note(what, "", "raw", bytes.lines().findFirst().orElse(""), status, expected);
        }
    }

    public Ledger ledger() {
        return new Ledger(entries);
    }

    /** How many answers had another status than expected. */
    public int surprises() {
        return surprises;
    }

    private void note(String what, String id, String method, String target, int status, Expectation expected) {
        entries.add(new Entry(
                id, method, target, status, expected.operation(), expected.properties(), expected.refusedBy()));
        boolean surprise = status != expected.status();
        surprises += surprise ? 1 : 0;
        lines.printf(
                Locale.ROOT,
                "%-8s  %d%s  %-32s  %s %s%n",
                id.isEmpty() ? "-" : id,
                status,
                surprise ? " (expected " + expected.status() + ")" : "",
                what,
                method,
                target);
    }
}
