package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 1 on a real server: kill -9 in the middle of requests, then the command {@code recover}. */
class RecoverIT {

    private static final int REQUESTS = 50;

    @TempDir
    Path folder;

    private final Path agent =
            Path.of(System.getProperty("caretrail.agent.jar")).toAbsolutePath();

    @Test
    void requests_that_kill_9_cut_off_are_closed_by_recover() throws Exception {
        Path file = folder.resolve("trail").resolve("audit.ndjson");
        Path configuration =
                Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - name: archive
                    destinations:
                      file: { path: %s, rollEvery: never }
                state: %s
                """.formatted(file, folder.resolve("state")));
        Tomcat tomcat = Tomcat.all().get(0);
        Trail trail = new Trail(file);
        try (RunningServer server = ProbeWar.start(
                tomcat, Jdk.wanted().get(0), folder.resolve("base"), "-javaagent:" + agent + "=" + configuration)) {
            for (int i = 0; i < REQUESTS; i++) {
                ask(server.port(), "GET /probe/ok HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                        .close();
            }
            assertTrue(trail.await(REQUESTS, Duration.ofSeconds(10)));
            // A body that does not come: the request is in the application when the process dies.
            try (Socket open = ask(
                    server.port(),
                    "POST /probe/echo-body HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf of it")) {
                awaitStarted(trail, REQUESTS + 1);
                assertEquals(1, recover(configuration, "alive"));
                assertTrue(said("alive").contains(folder.resolve("state").toString()), () -> said("alive"));
                server.kill();
                assertTrue(open.isConnected());
            }
        }
        assertEquals(0, recover(configuration, "dead"), () -> said("dead"));
        assertTrue(said("dead").contains("1 open exchanges closed"), () -> said("dead"));
        trail.refresh();
        List<Recorded> exchanges = trail.exchanges();
        assertEquals(REQUESTS + 1, exchanges.size());
        for (Recorded exchange : exchanges) {
            assertTrue(exchange.whole(), exchange::toString);
        }
        assertEquals(
                1,
                exchanges.stream()
                        .filter(exchange -> exchange.records()
                                .get(1)
                                .path("resultDescription")
                                .asString("")
                                .equals("process ended"))
                        .count());
    }

    private static Socket ask(int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        if (request.startsWith("GET")) {
            socket.getInputStream().readAllBytes();
        }
        return socket;
    }

    private static void awaitStarted(Trail trail, int started) throws Exception {
        for (int i = 0; i < 500 && trail.exchanges().size() < started; i++) {
            Thread.sleep(20);
            trail.refresh();
        }
        assertEquals(started, trail.exchanges().size());
    }

    private int recover(Path configuration, String name) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        agent.toString(),
                        "recover",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private String said(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
