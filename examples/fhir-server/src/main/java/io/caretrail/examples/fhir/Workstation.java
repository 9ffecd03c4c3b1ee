package io.caretrail.examples.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caretrail.examples.fhir.Ledger.Entry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
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
final class Workstation {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> FHIR = Map.of("Content-Type", "application/fhir+json");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final PrintStream lines;
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable String authorization;
    private int surprises;

    /** What came back. */
    record Answer(HttpResponse<String> response) {

        /** The resource the server made, without its version: {@code Patient/1}. */
        String location() {
            return withoutBaseAndVersion(
                    response.headers().firstValue("Location").orElseThrow());
        }

        /** The resource the server made of the first entry of a transaction. */
        String firstLocation() throws IOException {
            JsonNode entry = JSON.readTree(response.body()).path("entry").path(0);
            return withoutBaseAndVersion(entry.path("response").path("location").asText());
        }

        /** The URL of the bundle's next page. */
        String next() throws IOException {
            for (JsonNode link : JSON.readTree(response.body()).path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    return link.path("url").asText();
                }
            }
            throw new IOException("The bundle has no next page: " + response.body());
        }

        private static String withoutBaseAndVersion(String location) {
            return location.replaceFirst("^.*?([A-Za-z]+/[^/]+)/_history/.*$", "$1");
        }
    }

    Workstation(URI base, PrintStream lines) {
        this.base = base;
        this.lines = lines;
    }

    /** Who sends the next requests; null for nobody. */
    void login(@Nullable String user, @Nullable String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        authorization = user == null ? null : "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    Answer get(String what, String target, int expected) throws IOException, InterruptedException {
        return send(what, "GET", target, Map.of(), BodyPublishers.noBody(), expected);
    }

    Answer post(String what, String target, String resource, int expected) throws IOException, InterruptedException {
        return send(what, "POST", target, FHIR, BodyPublishers.ofString(resource), expected);
    }

    Answer postUnlessThere(String what, String target, String condition, String resource, int expected)
            throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Content-Type", "application/fhir+json", "If-None-Exist", condition);
        return send(what, "POST", target, headers, BodyPublishers.ofString(resource), expected);
    }

    Answer postForm(String what, String target, String form, int expected) throws IOException, InterruptedException {
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
        return send(what, "POST", target, headers, BodyPublishers.ofString(form), expected);
    }

    Answer put(String what, String target, String resource, int expected) throws IOException, InterruptedException {
        return send(what, "PUT", target, FHIR, BodyPublishers.ofString(resource), expected);
    }

    Answer delete(String what, String target, int expected) throws IOException, InterruptedException {
        return send(what, "DELETE", target, Map.of(), BodyPublishers.noBody(), expected);
    }

    /** Sends bytes that need not be HTTP. */
    void raw(String what, String bytes, int expected) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            int status = answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
            note(what, new Entry("", "raw", bytes.lines().findFirst().orElse(""), status), expected);
        }
    }

    Ledger ledger() {
        return new Ledger(entries);
    }

    /** How many answers had another status than expected. */
    int surprises() {
        return surprises;
    }

    private Answer send(
            String what, String method, String target, Map<String, String> headers, BodyPublisher body, int expected)
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
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        String sent = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        note(what, new Entry(id, method, sent, response.statusCode()), expected);
        return new Answer(response);
    }

    private void note(String what, Entry entry, int expected) {
        entries.add(entry);
        boolean surprise = entry.status() != expected;
        surprises += surprise ? 1 : 0;
        lines.printf(
                Locale.ROOT,
                "%-8s  %d%s  %-32s  %s %s%n",
                entry.id().isEmpty() ? "-" : entry.id(),
                entry.status(),
                surprise ? " (expected " + expected + ")" : "",
                what,
                entry.method(),
                entry.target());
    }
}
