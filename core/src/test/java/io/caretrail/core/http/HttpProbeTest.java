package io.caretrail.core.http;

import static io.caretrail.core.http.BadServer.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command check tries a collector and leaves no record there. */
class HttpProbeTest {

    private final Collecting collecting;

    HttpProbeTest(@TempDir Path folder) {
        collecting = new Collecting(folder);
    }

    private String tryOut(int port, String keys) throws IOException {
        Files.writeString(collecting.folder.resolve("token"), "canary");
        return new HttpDestinationKind()
                .tryOut(collecting.settings("url: http://127.0.0.1:" + port, keys, "timeout: { connect: 500ms }"));
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format: ndjson | OPTIONS / | 405 Not Allowed | '' | 'a server answers there (405 to OPTIONS); whether it takes records shows with the first one'",
                "format: elasticsearch | GET / | 200 OK | {\"version\":{\"number\":\"8.1.0\"}} | ready",
                "format: elasticsearch | GET / | 403 Forbidden | {} | ready",
                "format: otlp | POST /v1/logs | 200 OK | {} | ready",
                "'format: splunk-hec\nauth: { tokenFile: token }' | POST /services/collector/event | 400 Bad Request | {\"text\":\"No data\",\"code\":5} | ready",
            })
    void collector_that_is_well(String keys, String request, String status, String body, String said) throws Exception {
        try (BadServer server = new BadServer(says(answer(status, body)))) {
            assertEquals(said, tryOut(server.port(), keys));
            assertEquals(1, server.requests.size());
            assertTrue(server.requests.get(0).startsWith(request + " HTTP/1.1\r\n"), server.requests.get(0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format: ndjson | 401 No | '' | answered 401: it does not accept the credentials; correct `auth`",
                "format: ndjson | 503 No | '' | answered 503: the trouble is on its side; look at its log",
                "format: elasticsearch | 200 OK | hello | answered 200 as no Elasticsearch does; check `url` and what is between",
                "format: elasticsearch | 401 No | {} | answered 401: it does not accept the credentials; correct `auth`",
                "format: otlp | 404 No | {} | answered 404: there is nothing to write to; correct the path of `url`",
                "'format: splunk-hec\nauth: { tokenFile: token }' | 403 Forbidden | {\"text\":\"Invalid token\",\"code\":4} | answered 403: the credentials are not allowed to write there; give them that right",
                "'format: splunk-hec\nauth: { tokenFile: token }' | 400 Bad | {\"code\":10} | answered 400 (code 10): the token has indexer acknowledgement; write splunk.ack: true",
                "'format: splunk-hec\nauth: { tokenFile: token }' | 200 OK | {} | answered 200: as no Splunk does; check `url`",
            })
    void collector_that_is_not(String keys, String status, String body, String said) throws Exception {
        try (BadServer server = new BadServer(says(answer(status, body)))) {
            IOException wrong = assertThrows(IOException.class, () -> tryOut(server.port(), keys));
            assertEquals(
                    "settings[0].destinations.http (http://127.0.0.1:" + server.port() + "): " + said,
                    wrong.getMessage());
        }
    }

    @Test
    void collector_that_is_not_there() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        IOException wrong = assertThrows(IOException.class, () -> tryOut(port, "format: ndjson"));
        assertTrue(wrong.getMessage().endsWith("it refuses the connection; start it, or correct the port of `url`"));
    }
}
