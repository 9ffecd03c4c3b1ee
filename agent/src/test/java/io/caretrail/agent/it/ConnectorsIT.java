package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tomcat's other connectors, TLS and HTTP/2, with the agent and without. */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
class ConnectorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Enough for some to leave while the server is still between the answer's last frame and the request's end. */
    private static final int VISITS = 200;

    private static final String HTTP2 = """
            <Connector port="0"><UpgradeProtocol className="org.apache.coyote.http2.Http2Protocol"/></Connector>
            """;

    @TempDir
    static Path folder;

    private static String attributesWithout;
    private static String attributesWith;
    private static Trail trail;
    private static Map<String, Integer> statuses;

    private final String server;

    ConnectorsIT(Tomcat tomcat) {
        server = tomcat.toString();
    }

    static Stream<Tomcat> servers() {
        return Tomcat.all().stream();
    }

    @BeforeParameterizedClassInvocation
    static void play(Tomcat tomcat) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Jdk jdk = Jdk.wanted().get(0);
        TlsKeys keys = TlsKeys.make(jdk, here.resolve("keys"));
        String connectors = keys.connector() + HTTP2;
        try (RunningServer server = start(tomcat, jdk, here.resolve("without"), "", connectors)) {
            attributesWithout = attributes(server, keys.sockets(true), "without-agent");
        }
        Path file = here.resolve("trail/audit.ndjson");
        Path configuration = here.resolve("caretrail.yaml");
        Files.writeString(configuration, """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s", rollEvery: never }
                """.formatted(file));
        trail = new Trail(file);
        statuses = new HashMap<>();
        String agent = "-javaagent:" + System.getProperty("caretrail.agent.jar") + "=" + configuration;
        try (RunningServer server = start(tomcat, jdk, here.resolve("with"), agent, connectors)) {
            failHandshakes(port(server, "https-jsse-nio"));
            attributesWith = attributes(server, keys.sockets(true), "certificate");
            attributes(server, keys.sockets(false), "no-certificate");
            for (int i = 0; i < VISITS; i++) {
                statuses.put("visit-" + i, Http2Conversation.get(port(server, "http-nio"), "/probe/ok", "visit-" + i));
            }
            assertTrue(trail.await(VISITS + 2, PATIENCE), () -> "exchanges: " + trail.exchanges());
        }
        trail.refresh();
    }

    private static RunningServer start(Tomcat tomcat, Jdk jdk, Path base, String options, String connectors)
            throws IOException {
        tomcat.prepare(base, connectors);
        ProbeWar.write(tomcat.place(base, "probe"), "web-with-error-pages.xml", tomcat.jakarta());
        return RunningServer.start(tomcat, jdk, base, options);
    }

    private static int port(RunningServer server, String connector) {
        return Tomcat.ports(connector, server.output()).get(0);
    }

    private static String attributes(RunningServer server, SSLSocketFactory sockets, String id) throws IOException {
        Ask ask = Ask.of(id, "GET", "/probe/attributes", "Connection: close");
        int port = port(server, "https-jsse-nio");
        try (Socket socket = sockets.createSocket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            socket.getOutputStream().write(ask.wire());
            Answer answer = Answer.read(socket.getInputStream(), "GET");
            assertEquals(200, answer.status(), answer::raw);
            return answer.withoutDate();
        }
    }

    /** None of them is a request: an HTTP request in plain text, an alert, noise, and nothing at all. */
    private static void failHandshakes(int port) throws IOException {
        for (String bytes : List.of(
                "GET /probe/ok HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0015\u0003\u0001\u0000\u0002\u0002(",
                "\u0000noise",
                "")) {
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(bytes.getBytes(ISO_8859_1));
            }
        }
    }

    @Test
    void every_request_leaves_one_started_and_one_final_record_and_failed_handshakes_none() {
        List<Recorded> exchanges = trail.exchanges();
        assertEquals(VISITS + 2, exchanges.size(), () -> server + ": " + exchanges);
        assertEquals(
                List.of(),
                exchanges.stream().filter(exchange -> !exchange.whole()).toList());
    }

    @Test
    void client_certificate_names_the_user() {
        assertEquals(TlsKeys.CLIENT, user("certificate"), server);
        assertEquals("", user("no-certificate"), server);
    }

    @Test
    void application_sees_the_attributes_it_sees_without_agent() {
        assertTrue(attributesWithout.contains("servlet.request.X509Certificate"), attributesWithout);
        assertEquals(attributesWithout, attributesWith, server);
    }

    /** Some Tomcats answer 500 now and then: the close of one connection hits a request object that another reuses. */
    @Test
    void http2_client_that_leaves_with_its_answer_has_not_aborted() {
        for (Recorded exchange : trail.exchanges()) {
            Integer status = statuses.get(exchange.correlationId());
            if (status != null) {
                assertEquals(
                        status + (status < 400 ? " Succeeded" : " Failed"),
                        exchange.last().path("resultSignature").asInt(-1) + " "
                                + exchange.last().path("resultType").asString(""),
                        () -> server + ": " + exchange);
            }
        }
    }

    private static String user(String id) {
        return trail.exchanges().stream()
                .filter(exchange -> exchange.correlationId().equals(id))
                .map(exchange -> exchange.last().path("identity").path("user").asString(""))
                .findFirst()
                .orElse("no record of " + id);
    }
}
