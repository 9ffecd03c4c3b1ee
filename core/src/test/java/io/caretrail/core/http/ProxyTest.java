package io.caretrail.core.http;

import static io.caretrail.core.http.BadServer.says;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.ChildJvm;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector behind a proxy, which is a small one on a real socket that can tunnel (CONNECT). */
class ProxyTest {

    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String WHO_ARE_YOU =
            "HTTP/1.1 407 Who Are You\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";
    private static final String CREDENTIALS = "Basic Y2FyZTpjYW5hcnk=";

    @TempDir
    static Path keys;

    private static Certificates certificates;

    private final Collecting collecting;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ProxyTest(@TempDir Path folder) {
        collecting = new Collecting(folder);
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make(keys);
        certificates.chain("ca", "ca.pem");
    }

    private BadServer proxy(boolean wantsCredentials) throws IOException {
        return new BadServer((socket, request) -> {
            asked.add(request.lines().findFirst().orElse(""));
            if (wantsCredentials && !request.contains("\r\nProxy-Authorization: " + CREDENTIALS + "\r\n")) {
                says(WHO_ARE_YOU).to(socket, request);
            } else if (request.startsWith("CONNECT ")) {
                tunnel(socket, request.substring(request.indexOf(':') + 1, request.indexOf(" HTTP/")));
            } else {
                says(GOOD).to(socket, request);
            }
        });
    }

    private static void tunnel(Socket client, String port) throws Exception {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            client.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = new Thread(() -> copy(server, client));
            back.setDaemon(true);
            back.start();
            copy(client, server);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        } catch (IOException closed) {
            assertTrue(from.isClosed() || to.isClosed() || !from.isConnected() || closed.getMessage() != null);
        }
    }

    @Test
    void plain_requests_go_through_the_proxy_with_its_credentials() throws Exception {
        Files.writeString(collecting.folder.resolve("password"), "canary\n");
        try (BadServer proxy = proxy(true);
                Destination http = collecting.open(
                        "url: http://collector.invalid:8080/audit",
                        "proxy: { address: '127.0.0.1:" + proxy.port() + "', user: care, passwordFile: password }")) {
            http.write(records(1));
            assertEquals(List.of("POST http://collector.invalid:8080/audit HTTP/1.1"), asked);
        }
    }

    @Test
    void encrypted_requests_go_through_a_tunnel() throws Exception {
        try (BadServer proxy = proxy(false);
                BadServer server = new BadServer(certificates.listen(false), says(GOOD));
                Destination http = collecting.open(
                        "url: https://localhost:" + server.port() + "/audit",
                        "tls: { caFile: " + keys + "/ca.pem }",
                        "proxy: { address: '127.0.0.1:" + proxy.port() + "' }")) {
            http.write(records(1));
            assertEquals(List.of("CONNECT localhost:" + server.port() + " HTTP/1.1"), asked);
            assertFalse(server.requests.get(0).contains("roxy"), server.requests.get(0));
        }
    }

    @Test
    void proxy_that_wants_credentials_in_a_tunnel_is_told_apart() throws Exception {
        Files.writeString(collecting.folder.resolve("password"), "canary\n");
        try (BadServer proxy = proxy(true);
                BadServer server = new BadServer(certificates.listen(false), says(GOOD));
                Destination http = collecting.open(tunnelled(server, proxy))) {
            UndeliveredException failure = assertThrows(UndeliveredException.class, () -> http.write(records(1)));
            assertTrue(failure.getMessage().contains("the proxy answered 407"), failure.getMessage());
            assertTrue(
                    failure.getMessage().contains("-Djdk.http.auth.tunneling.disabledSchemes= "), failure.getMessage());
        }
    }

    @Test
    void tunnel_with_credentials_works_in_a_jvm_that_allows_it() throws Exception {
        Files.writeString(collecting.folder.resolve("password"), "canary\n");
        try (BadServer proxy = proxy(true);
                BadServer server = new BadServer(certificates.listen(false), says(GOOD))) {
            ChildJvm child = ChildJvm.start(
                    collecting.folder,
                    List.of("env", "JDK_JAVA_OPTIONS=-Djdk.http.auth.tunneling.disabledSchemes="),
                    Writing.class,
                    collecting.folder.toString(),
                    tunnelled(server, proxy));
            assertEquals(0, child.await(), child::said);
            assertEquals(1, server.requests.size());
        }
    }

    private static String tunnelled(BadServer server, BadServer proxy) {
        return "url: https://localhost:" + server.port() + "/audit\ntls: { caFile: " + keys
                + "/ca.pem }\nproxy: { address:" + " '127.0.0.1:" + proxy.port()
                + "', user: care, passwordFile: password }";
    }

    /** Writes one record. */
    static final class Writing {
        public static void main(String[] arguments) throws IOException {
            try (Destination http = new Collecting(Path.of(arguments[0])).open(arguments[1])) {
                http.write(records(1));
            }
        }
    }
}
