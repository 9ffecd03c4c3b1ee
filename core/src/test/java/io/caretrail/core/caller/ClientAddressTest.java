package io.caretrail.core.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.caretrail.core.door.SentRequest;
import io.caretrail.core.uri.Origin;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private static final String PROXY = "10.0.0.1";
    private final ClientAddress trusting = new ClientAddress(List.of("10.0.0.0/8", "fd00::/8"));

    private static Client client(String address, String peer, String scheme, String host, int port) {
        return new Client(address, peer, scheme, host, port, null);
    }

    @Test
    void nobody_is_trusted_by_default() {
        SentRequest request = SentRequest.from("::ffff:192.0.2.7")
                .with("Forwarded", "for=203.0.113.1;proto=https;host=a.example")
                .with("X-Forwarded-For", "203.0.113.2")
                .with("X-Forwarded-Proto", "https");

        assertEquals(Client.direct("192.0.2.7"), new ClientAddress(List.of()).client(request));
        assertEquals(Client.direct("192.0.2.7"), trusting.client(request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // RFC 7239 section 4
                "for=\"_gazonk\"|10.0.0.1|-|-|-",
                "For=\"[2001:db8:cafe::17]:4711\"|2001:db8:cafe::17|10.0.0.1|-|-",
                "for=192.0.2.60;proto=http;by=203.0.113.43|192.0.2.60|10.0.0.1|http|-",
                "for=192.0.2.43, for=198.51.100.17|198.51.100.17|10.0.0.1|-|-",
                // section 6.3, 7.1, 7.4, 7.5
                "for=_hidden, for=_SEVKISEK|10.0.0.1|-|-|-",
                "for=192.0.2.43,for=\"[2001:db8:cafe::17]\",for=unknown|10.0.0.1|-|-|-",
                "for=192.0.2.43, for=\"[2001:db8:cafe::17]\"|2001:db8:cafe::17|10.0.0.1|-|-",
                "for=\"192.0.2.43:47011\"|192.0.2.43|10.0.0.1|-|-",
                "for=192.0.2.43;proto=https;host=fhir.example|192.0.2.43|10.0.0.1|https|fhir.example",
                "for=192.0.2.43; proto=HTTPS ;host=\"fhir.example:8443\"|192.0.2.43|10.0.0.1|https|fhir.example:8443",
                "host=\"[2001:db8::1]:443\";for=192.0.2.43|192.0.2.43|10.0.0.1|-|[2001:db8::1]:443",
                // through several trusted hops: the outermost that names scheme or host decides
                "for=192.0.2.43;proto=https;host=a, for=10.0.0.2;proto=http;host=b|192.0.2.43|10.0.0.1|https|a",
                "for=192.0.2.43, for=10.0.0.2;proto=https;host=b|192.0.2.43|10.0.0.1|https|b",
                "for=10.9.9.9, for=10.0.0.2|10.9.9.9|10.0.0.1|-|-",
                "for=192.0.2.43, for=\"[fd00::2]\"|192.0.2.43|10.0.0.1|-|-",
                "for=10.0.0.1|10.0.0.1|-|-|-",
                // spoofed: left of the first hop that is not trusted
                "for=203.0.113.9;proto=https;host=evil, for=192.0.2.43|192.0.2.43|10.0.0.1|-|-",
                "for=10.0.0.7, for=203.0.113.9, for=192.0.2.43;host=h|192.0.2.43|10.0.0.1|-|h",
                // an open quotation mark cannot swallow what the proxy appended
                "for=\"203.0.113.9, for=192.0.2.43|192.0.2.43|10.0.0.1|-|-",
                "for=203.0.113.9;x=\", for=\"[2001:db8::5]\"|2001:db8::5|10.0.0.1|-|-",
                "for=203.0.113.9;x=\"\\, for=\"192.0.2.43\"|192.0.2.43|10.0.0.1|-|-",
                "x=\"a\\\", for=1.1.1.1\", for=192.0.2.43|192.0.2.43|10.0.0.1|-|-",
                "x=\"a\\\"b, c\";for=192.0.2.43|192.0.2.43|10.0.0.1|-|-",
                // malformed or said twice: nothing is believed
                "for=192.0.2.43;for=203.0.113.9|10.0.0.1|-|-|-",
                "for|10.0.0.1|-|-|-",
                "for=|10.0.0.1|-|-|-",
                "for=192.0.2.43;proto=gopher;host=\"a b\"|192.0.2.43|10.0.0.1|-|-",
                "for=192.0.2.43;host=\"u:p@h\"|192.0.2.43|10.0.0.1|-|-",
                "for=192.0.2.43;host=h/x|192.0.2.43|10.0.0.1|-|-",
                "proto=https|10.0.0.1|-|https|-",
                "for=192.0.2.43;;proto=https;|192.0.2.43|10.0.0.1|https|-",
                "for=192.0.2.43;secret=\"a;b,c\";proto=https|192.0.2.43|10.0.0.1|https|-",
                ", ,for=192.0.2.43, ,|192.0.2.43|10.0.0.1|-|-",
                ",|10.0.0.1|-|-|-",
                "''|10.0.0.1|-|-|-",
            })
    void forwarded_is_read_from_the_right(String header, String address, String peer, String scheme, String host) {
        Client client = trusting.client(SentRequest.from(PROXY).with("Forwarded", header));

        assertEquals(client(address, peer, scheme, host, -1), client);
    }

    @Test
    void several_forwarded_headers_are_one_list() {
        SentRequest request = SentRequest.from(PROXY)
                .with("Forwarded", "for=203.0.113.9")
                .with("Forwarded", "for=192.0.2.43;proto=https, for=10.0.0.3")
                .with("Forwarded", "for=10.0.0.2;proto=http");

        assertEquals(client("192.0.2.43", PROXY, "https", null, -1), trusting.client(request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "192.0.2.43|192.0.2.43|10.0.0.1",
                "192.0.2.43:51234|192.0.2.43|10.0.0.1",
                "[2001:db8::1]:51234|2001:db8::1|10.0.0.1",
                "2001:DB8:0::1|2001:db8::1|10.0.0.1",
                "::ffff:192.0.2.43|192.0.2.43|10.0.0.1",
                "203.0.113.9, 192.0.2.43|192.0.2.43|10.0.0.1",
                "203.0.113.9,192.0.2.43,10.0.0.3,10.0.0.2|192.0.2.43|10.0.0.1",
                "127.0.0.1, 192.0.2.43, 10.0.0.2|192.0.2.43|10.0.0.1",
                "10.0.0.5, 10.0.0.4|10.0.0.5|10.0.0.1",
                "unknown|10.0.0.1|-",
                "192.0.2.43, unknown|10.0.0.1|-",
                "192.0.2.43, unknown, 10.0.0.2|10.0.0.2|10.0.0.1",
                "' , 192.0.2.43'|192.0.2.43|10.0.0.1",
                "client.example|10.0.0.1|-",
                "\"203.0.113.9, 192.0.2.43|192.0.2.43|10.0.0.1",
                "<script>, 192.0.2.43|192.0.2.43|10.0.0.1",
            })
    void x_forwarded_for_is_read_from_the_right(String header, String address, String peer) {
        Client client = trusting.client(SentRequest.from(PROXY).with("X-Forwarded-For", header));

        assertEquals(client(address, peer, null, null, -1), client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // X-Forwarded-For | -Proto | -Host | -Port | scheme | host | port
                "192.0.2.43|https|fhir.example|8443|https|fhir.example|8443",
                "192.0.2.43|HTTPS|-|443|https|-|443",
                "-|https|fhir.example|-|https|fhir.example|-1",
                // proxies that append: as many from the right as the client's address is
                "192.0.2.43, 10.0.0.2|https, http|outer, inner|443, 8080|https|outer|443",
                "203.0.113.9, 192.0.2.43|http, https|evil, fhir.example|1, 443|https|fhir.example|443",
                // proxies that replace: one value for several hops
                "192.0.2.43, 10.0.0.2|https|fhir.example|443|https|fhir.example|443",
                // not believed
                "192.0.2.43|ftp|a b|0|-|-|-1",
                "192.0.2.43|javascript|u@h|65536|-|-|-1",
                "192.0.2.43|''|''|x|-|-|-1",
            })
    void x_forwarded_scheme_host_and_port_belong_to_the_hop(
            String nodes, String protos, String hosts, String ports, String scheme, String host, int port) {
        SentRequest request = SentRequest.from(PROXY);
        String[][] headers = {{"For", nodes}, {"Proto", protos}, {"Host", hosts}, {"Port", ports}};
        for (String[] header : headers) {
            if (header[1] != null) {
                request.with("X-Forwarded-" + header[0], header[1]);
            }
        }
        Client client = trusting.client(request);

        assertEquals(
                List.of(String.valueOf(scheme), String.valueOf(host), port),
                List.of(String.valueOf(client.scheme()), String.valueOf(client.host()), client.port()));
    }

    @Test
    void forwarded_outranks_x_forwarded_for_and_the_dispute_is_told() {
        SentRequest request = SentRequest.from(PROXY)
                .with("Forwarded", "for=203.0.113.9")
                .with("X-Forwarded-For", "192.0.2.43")
                .with("X-Forwarded-Proto", "https");

        assertEquals(new Client("203.0.113.9", PROXY, "https", null, -1, "192.0.2.43"), trusting.client(request));
    }

    @Test
    void headers_that_agree_are_no_dispute() {
        SentRequest request = SentRequest.from(PROXY)
                .with("Forwarded", "for=\"192.0.2.43:99\";proto=http")
                .with("X-Forwarded-For", "::ffff:192.0.2.43")
                .with("X-Forwarded-Proto", "https");

        assertEquals(client("192.0.2.43", PROXY, "http", null, -1), trusting.client(request));
    }

    @Test
    void forwarded_that_hides_the_client_leaves_it_to_x_forwarded_for() {
        SentRequest request =
                SentRequest.from(PROXY).with("Forwarded", "for=unknown").with("X-Forwarded-For", "192.0.2.43");

        assertEquals(client("192.0.2.43", PROXY, null, null, -1), trusting.client(request));
    }

    @Test
    void walk_ends_after_64_hops() {
        String chain = "192.0.2.43, " + String.join(", ", Collections.nCopies(200, "10.0.0.2"));

        Client client = trusting.client(SentRequest.from(PROXY).with("X-Forwarded-For", chain));

        assertEquals(client("10.0.0.2", PROXY, null, null, -1), client);
    }

    @Test
    void peer_survives_headers_that_cannot_be_read() {
        assertEquals(
                Client.direct(PROXY), trusting.client(SentRequest.from(PROXY).throwing("headers")));
        assertEquals(Client.UNKNOWN, trusting.client(SentRequest.from(PROXY).throwing("peerAddress")));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-", "''", "not-an-address", "1.2.3.4:80", "/1.2.3.4"})
    void peer_that_is_no_address_is_unknown_and_trusted_by_nobody(String peer) {
        Client client = new ClientAddress(List.of("0.0.0.0/0", "::/0"))
                .client(SentRequest.from(peer).with("X-Forwarded-For", "192.0.2.43"));

        assertNull(client.address());
        assertEquals(Client.UNKNOWN, client);
    }

    @Test
    void origin_is_what_the_trusted_proxy_said_else_what_the_server_saw() {
        Client forwarded = client("192.0.2.43", PROXY, "https", "fhir.example", 8443);
        Client schemeOnly = client("192.0.2.43", PROXY, "https", null, 444);

        assertEquals(
                new Origin("https", "fhir.example:8443", 8080, true), forwarded.origin("http", "inner:8080", 8080));
        assertEquals(new Origin("https", "h:444", 8080, false), schemeOnly.origin("http", "h", 8080));
        assertEquals(new Origin("https", "h:81", 8080, false), schemeOnly.origin("http", "h:81", 8080));
        assertEquals(
                new Origin("http", null, 8080, false), Client.direct("1.2.3.4").origin("http", null, 8080));
    }

    @Test
    void hostile_headers_neither_throw_nor_give_an_address_that_is_none() {
        Random random = new Random(7239);
        String alphabet = "for=proto=host=10.0.0.2,192.0.2.1;:\"\\[]::ffff _unknown\t\u0000\u00e9\ud800%";
        for (int i = 0; i < 20_000; i++) {
            SentRequest request = SentRequest.from(PROXY);
            for (String name : List.of(
                    "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port")) {
                request.with(
                        name,
                        random.ints(random.nextInt(80), 0, alphabet.length())
                                .mapToObj(c -> alphabet.substring(c, c + 1))
                                .collect(Collectors.joining()));
            }
            Client client = trusting.client(request);
            IpAddress address = IpAddress.parse(client.address());
            assertEquals(client.address(), address.toString());
        }
    }

    @Test
    void megabytes_of_hops_are_walked_no_further_than_needed() {
        SentRequest request = SentRequest.from(PROXY)
                .with("Forwarded", "\"".repeat(1 << 20))
                .with("Forwarded", "for=".repeat(1 << 18))
                .with("X-Forwarded-For", ",".repeat(1 << 20) + "192.0.2.43");

        assertEquals(client("192.0.2.43", PROXY, null, null, -1), trusting.client(request));
    }
}
