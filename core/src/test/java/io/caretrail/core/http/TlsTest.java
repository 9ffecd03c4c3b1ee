package io.caretrail.core.http;

import static io.caretrail.core.http.BadServer.says;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with an authority of one's own, mutual TLS, and keys that are rotated while running. */
class TlsTest {

    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    static Path keys;

    private static Certificates certificates;

    private final Collecting collecting;
    private final List<String> clients = new CopyOnWriteArrayList<>();

    TlsTest(@TempDir Path folder) {
        collecting = new Collecting(folder);
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make(keys, "first", "second");
        certificates.chain("ca", "ca.pem");
        certificates.trust("trust.p12");
        certificates.password();
    }

    private BadServer server(boolean wantsClients) throws Exception {
        return new BadServer(certificates.listen(wantsClients), (socket, request) -> {
            if (wantsClients) {
                clients.add(((SSLSocket) socket).getSession().getPeerPrincipal().getName());
            }
            says(GOOD).to(socket, request);
        });
    }

    private Destination open(BadServer server, String tls) throws IOException {
        return collecting.open(
                "url: https://localhost:" + server.port() + "/",
                "timeout: { request: 10s }",
                tls.isEmpty() ? "" : "tls: { " + tls.replace("@", keys + "/") + " }");
    }

    private static String undelivered(Destination destination) {
        return assertThrows(UndeliveredException.class, () -> destination.write(records(1)))
                .getMessage();
    }

    @Test
    void authority_of_ones_own_as_pem_and_as_trust_store() throws Exception {
        try (BadServer server = server(false)) {
            try (Destination http = open(server, "caFile: @ca.pem")) {
                http.write(records(1));
            }
            try (Destination http = open(server, "trustStore: @trust.p12, trustStorePasswordFile: @password")) {
                http.write(records(1));
            }
            assertEquals(2, server.requests.size());
        }
    }

    @Test
    void unknown_authority_wrong_name_and_no_tls_are_told_apart() throws Exception {
        try (BadServer server = server(false)) {
            try (Destination http = open(server, "")) {
                assertTrue(undelivered(http)
                        .contains("signed by nobody we trust, or has expired; put its authority into"));
            }
            try (Destination http = collecting.open(
                    "url: https://127.0.0.1:" + server.port(), "tls: { caFile: " + keys + "/ca.pem }")) {
                assertTrue(undelivered(http).contains("its certificate is for another name"));
            }
            assertEquals(List.of(), server.requests);
        }
        try (BadServer plain = new BadServer((socket, request) -> socket.close())) {
            plain.misdeed = says(GOOD);
            try (Destination http = open(plain, "caFile: @ca.pem")) {
                String message = undelivered(http);
                assertTrue(message.contains("TLS") || message.contains("no complete answer"), message);
            }
        }
    }

    @Test
    void collector_that_wants_a_certificate_says_so() throws Exception {
        try (BadServer server = server(true);
                Destination http = open(server, "caFile: @ca.pem")) {
            assertTrue(undelivered(http).contains("it does not accept our certificate"));
        }
    }

    @Test
    void rotated_key_store_is_taken_up_and_a_broken_one_is_not() throws Exception {
        Path store = certificates.store("first", "client.p12");
        try (BadServer server = server(true);
                Destination http =
                        open(server, "caFile: @ca.pem, keyStore: @client.p12, keyStorePasswordFile: @password")) {
            http.write(records(1));
            http.tend();
            http.write(records(1));
            Files.move(certificates.store("second", "next.p12"), store, StandardCopyOption.ATOMIC_MOVE);
            http.tend();
            http.write(records(1));
            Files.writeString(store, "half of it");
            http.tend();
            http.tend();
            http.write(records(1));
            assertEquals(List.of("CN=first", "CN=first", "CN=second", "CN=second"), clients);
            assertEquals(1, collecting.warnings.size());
            assertTrue(collecting.warnings.get(0).contains(store + "\" cannot be opened; make it PKCS#12 or JKS"));
            assertFalse(collecting.warnings.get(0).contains("canary"));
        }
    }

    @Test
    void key_and_chain_as_pem() throws Exception {
        certificates.chain("first", "first.pem");
        certificates.key("first", "first.key");
        try (BadServer server = server(true);
                Destination http = open(server, "caFile: @ca.pem, certFile: @first.pem, keyFile: @first.key")) {
            http.write(records(1));
            assertEquals(List.of("CN=first"), clients);
        }
    }

    @Test
    void files_that_cannot_be_used_stop_the_start() throws Exception {
        Files.writeString(
                keys.resolve("rsa.key"), "-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----\n");
        certificates.chain("first", "first.pem");
        certificates.store("first", "other.p12");
        Files.writeString(keys.resolve("wrong"), "canary-wrong");
        try (BadServer server = server(false)) {
            assertWrong(
                    server, "caFile: @missing.pem", "tls.caFile \"" + keys + "/missing.pem\" is not there; create it");
            assertWrong(server, "caFile: @password", "password\" holds no certificate; write one as PEM");
            assertWrong(
                    server,
                    "certFile: @first.pem, keyFile: @rsa.key",
                    "holds a key of the kind \"RSA\"; convert it with openssl pkcs8 -topk8 -nocrypt");
            assertWrong(
                    server,
                    "keyStore: @other.p12, keyStorePasswordFile: @wrong",
                    "other.p12\" cannot be opened; make it PKCS#12 or JKS and correct its password file");
        }
    }

    private void assertWrong(BadServer server, String tls, String said) {
        IOException wrong =
                assertThrows(IOException.class, () -> open(server, tls).close());
        assertTrue(wrong.getMessage().contains(said), wrong.getMessage());
        assertFalse(wrong.getMessage().contains("canary"), wrong.getMessage());
    }
}
