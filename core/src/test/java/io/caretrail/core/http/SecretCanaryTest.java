package io.caretrail.core.http;

import static io.caretrail.core.http.BadServer.says;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.LoadedConfiguration;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.http.format.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fault 18: no secret that the destination was given is anywhere but in its requests. */
class SecretCanaryTest {

    private static final List<String> CANARIES = List.of(
            "canary",
            "CANARY",
            // Base64 of "care:canary-password".
            Base64.getEncoder().encodeToString("care:canary-password".getBytes(StandardCharsets.UTF_8)));

    private final Collecting collecting;

    SecretCanaryTest(@TempDir Path folder) {
        collecting = new Collecting(folder);
    }

    /** Every way to give a secret. */
    static Stream<String> settings() {
        return Stream.of(
                "headers: { X-Api-Key: '${env:FROM_ENVIRONMENT}', Authorization: 'Bearer ${file:token}' }",
                "auth: { tokenFile: token }",
                "auth: { user: care, passwordFile: password }",
                "auth: { tokenUrl: '@/token', clientId: care, clientSecretFile: secret }",
                "format: splunk-hec\nauth: { tokenFile: token }",
                "format: elasticsearch\nauth: { tokenFile: token, scheme: ApiKey }",
                "format: otlp\nauth: { tokenFile: token }",
                "auth: { tokenFile: token }\nproxy: { address: '@@', user: care, passwordFile: password }");
    }

    /** Answers of a collector that sends back whatever it is sent. */
    private static void echo(BadServer server, String status) {
        server.misdeed = (socket, request) -> {
            boolean token = request.startsWith("POST /token");
            String body = token
                    ? "{\"access_token\":\"canary-granted\",\"expires_in\":60}"
                    : "{\"text\":" + Json.quoted(request) + "}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            says("HTTP/1.1 " + (token ? "200 OK" : status) + "\r\nLocation: /canary?canary=1\r\nContent-Length: "
                            + bytes.length + "\r\n\r\n" + new String(bytes, StandardCharsets.ISO_8859_1))
                    .to(socket, request);
        };
    }

    @ParameterizedTest
    @MethodSource("settings")
    void fault_18_no_secret_in_messages_quarantine_threads_or_dumps(String keys) throws Exception {
        Files.writeString(collecting.folder.resolve("token"), "canary-token\n");
        Files.writeString(collecting.folder.resolve("password"), "canary-password\n");
        Files.writeString(collecting.folder.resolve("secret"), "canary-secret\n");
        StringBuilder said = new StringBuilder();
        boolean sent;
        try (BadServer server = new BadServer(says(""))) {
            String[] all = {
                "url: http://127.0.0.1:" + server.port() + (keys.contains("format") ? "/?" : "/canary-path?k=")
                        + "${env:FROM_ENVIRONMENT}",
                "timeout: { request: 500ms }",
                keys.replace("@@", "127.0.0.1:" + server.port()).replace("@", "http://127.0.0.1:" + server.port())
            };
            if (keys.contains("format")) {
                all[0] = "url: http://127.0.0.1:" + server.port();
            }
            LoadedConfiguration loaded = collecting.load(all);
            String configuration =
                    loaded.configuration().settings() + loaded.configuration().toString();
            try (Destination http = collecting.open(all)) {
                said.append(http).append(configuration);
                for (String status : List.of(
                        "400 Bad", "401 No", "407 No", "413 Long", "422 No", "503 Busy", "307 There", "200 OK")) {
                    echo(server, status);
                    said.append(written(http));
                }
                server.misdeed = (socket, request) -> socket.close();
                said.append(written(http));
                server.misdeed = says("canary rubbish\r\n\r\n");
                said.append(written(http));
                said.append(checked(all));
                Files.writeString(collecting.folder.resolve("token"), "canary\nbroken");
                Files.writeString(collecting.folder.resolve("password"), "canary\u0000");
                said.append(written(http));
                said.append(dump());
            }
            sent = server.requests.stream()
                    .anyMatch(request -> CANARIES.stream().anyMatch(request::contains));
        }
        assertTrue(sent, "the secrets are in the requests, so they could have been anywhere");
        said.append(collecting.quarantine()).append(collecting.warnings).append(collecting.quarantined);
        assertFalse(collecting.quarantine().isEmpty() && !keys.contains("proxy"), "the echo is kept, without secrets");
        // The address a redirection points to is shown, and the configured path is no secret.
        String where = said.toString().replace("canary-path", "").replace("/canary;", ";");
        for (String canary : CANARIES) {
            int at = where.indexOf(canary);
            assertEquals(-1, at, () -> where.substring(Math.max(0, at - 200), Math.min(where.length(), at + 80)));
        }
    }

    /** All an exception can show. */
    private static String written(Destination http) {
        StringWriter text = new StringWriter();
        try {
            http.write(records(1));
        } catch (IOException e) {
            e.printStackTrace(new PrintWriter(text, true));
        }
        return text.toString();
    }

    private String checked(String... keys) {
        StringWriter text = new StringWriter();
        IOException wrong =
                assertThrows(IOException.class, () -> new HttpDestinationKind().tryOut(collecting.settings(keys)));
        wrong.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    private static String dump() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().toLowerCase(Locale.ROOT) + thread)
                .collect(Collectors.joining());
    }

    @Test
    void what_a_collector_sends_back_is_kept_without_the_secrets_it_was_sent() {
        Secrets secrets = new Secrets(Map.of("Authorization", "Bearer canary-token", "X", "ab"));
        secrets.addQuery(URI.create("http://h/?sig=canary%2Fsig&a=b"));
        assertEquals(
                "got Bearer *** and *** and *** with ab=b at *** of ***",
                secrets.without(
                        "got Bearer canary-token and canary-token and canary/sig with ab=b at canary%2Fsig of canary-token"));
        assertEquals(500, secrets.without("x".repeat(10_000)).length());
    }
}
