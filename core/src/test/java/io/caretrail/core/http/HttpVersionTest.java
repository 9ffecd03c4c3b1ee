package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.caretrail.core.http.BadServer.says;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version of HTTP is spoken: agreed on by TLS (ALPN, RFC 7301), or asked for. */
class HttpVersionTest {

    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @TempDir
    static Path keys;

    private static Certificates certificates;

    private final Collecting collecting;

    HttpVersionTest(@TempDir Path folder) {
        collecting = new Collecting(folder);
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.make(keys);
        certificates.chain("ca", "ca.pem");
    }

    /** Jetty, which speaks HTTP/2 over TLS unless told not to. */
    private static WireMockServer jetty(boolean speaks2) throws Exception {
        WireMockServer server = new WireMockServer(options()
                .dynamicPort()
                .dynamicHttpsPort()
                .http2TlsDisabled(!speaks2)
                .keystoreType("PKCS12")
                .keystorePath(certificates.store("server", "server.p12").toString())
                .keystorePassword(Certificates.PASSWORD)
                .keyManagerPassword(Certificates.PASSWORD));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));
        return server;
    }

    private Destination openEncrypted(WireMockServer server, String version) throws IOException {
        return collecting.open(
                "url: https://localhost:" + server.httpsPort() + "/audit",
                "tls: { caFile: " + keys + "/ca.pem }",
                "compression: gzip",
                "version: " + version);
    }

    private static List<String> versions(WireMockServer server) {
        return server.findAll(postRequestedFor(anyUrl())).stream()
                .map(LoggedRequest::getProtocol)
                .toList();
    }

    @Test
    void http_2_is_spoken_where_tls_agrees_on_it() throws Exception {
        WireMockServer server = jetty(true);
        try (Destination http = openEncrypted(server, "negotiate")) {
            http.write(records(300));
            http.write(records(2));
            assertEquals(List.of("HTTP/2.0", "HTTP/2.0"), versions(server));
            String body = server.findAll(postRequestedFor(anyUrl())).get(1).getBodyAsString();
            assertEquals(record(0) + "\n" + record(1) + "\n", body);
        } finally {
            server.stop();
        }
    }

    @Test
    void http_1_1_is_spoken_where_the_collector_knows_no_other_and_where_it_is_asked_for() throws Exception {
        WireMockServer older = jetty(false);
        try (Destination http = openEncrypted(older, "negotiate")) {
            http.write(records(1));
            assertEquals(List.of("HTTP/1.1"), versions(older));
        } finally {
            older.stop();
        }
        WireMockServer server = jetty(true);
        try (Destination http = openEncrypted(server, "HTTP/1.1")) {
            http.write(records(1));
            assertEquals(List.of("HTTP/1.1"), versions(server));
        } finally {
            server.stop();
        }
    }

    @Test
    void connection_over_http_2_that_breaks_costs_no_record() throws Exception {
        WireMockServer server = jetty(true);
        int port = server.httpsPort();
        try (Destination http = openEncrypted(server, "negotiate")) {
            http.write(records(1));
            server.stop();
            UndeliveredException failure = assertThrows(UndeliveredException.class, () -> http.write(records(2)));
            assertTrue(failure.isUndelivered(0) && failure.isUndelivered(1));
            assertTrue(failure.getMessage().contains("https://localhost:" + port), failure.getMessage());
        } finally {
            server.stop();
        }
    }

    @Test
    void no_upgrade_is_asked_for_without_tls() throws Exception {
        try (BadServer server = new BadServer(says(GOOD));
                Destination http = collecting.open("url: http://localhost:" + server.port() + "/")) {
            http.write(records(1));
            String request = server.requests.get(0).toLowerCase(Locale.ROOT);
            assertFalse(request.contains("upgrade"), request);
            assertFalse(request.contains("http2-settings"), request);
        }
    }

    @Test
    void collector_of_http_1_1_that_passes_over_the_upgrade_asked_for_gets_the_records() throws Exception {
        try (BadServer server = new BadServer(says(GOOD));
                Destination http = collecting.open("url: http://localhost:" + server.port() + "/", "version: HTTP/2")) {
            http.write(records(1));
            http.write(records(1));
            assertTrue(server.requests.get(0).contains("Upgrade: h2c"), server.requests::toString);
            assertEquals(2, server.requests.size());
            assertTrue(server.requests.get(1).endsWith(record(0) + "\n"), server.requests::toString);
        }
    }
}
