package io.caretrail.core.http;

import static io.caretrail.core.http.BadServer.says;
import static io.caretrail.core.http.Collecting.record;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fault 6 on real sockets: a collector that is not there, hangs, lies or breaks off. */
class CollectorFaultTest {

    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String QUICK = "timeout: { connect: 400ms, request: 800ms }";

    private final Collecting collecting;

    CollectorFaultTest(@TempDir Path folder) {
        collecting = new Collecting(folder);
    }

    private Destination open(int port, String... keys) throws IOException {
        return collecting.open("url: http://127.0.0.1:" + port + "/audit", QUICK, String.join("\n", keys));
    }

    private static String undelivered(Destination destination, List<ByteBuffer> records) {
        UndeliveredException failure = assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThrows(UndeliveredException.class, () -> destination.write(records)));
        for (int place = 0; place < records.size(); place++) {
            assertTrue(failure.isUndelivered(place), "record " + place);
        }
        return failure.getMessage();
    }

    static Stream<Arguments> misdeeds() {
        return Stream.of(
                Arguments.of(
                        "closes without a word",
                        (BadServer.Misdeed) (socket, request) -> socket.close(),
                        "closed the connection before its answer was whole"),
                Arguments.of(
                        "resets at once",
                        (BadServer.Misdeed) (socket, request) -> BadServer.reset(socket),
                        "closed the connection before its answer was whole"),
                Arguments.of(
                        "says 200 and closes within the body",
                        (BadServer.Misdeed) (socket, request) -> {
                            says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
                                    .to(socket, request);
                            socket.close();
                        },
                        "closed the connection before its answer was whole"),
                Arguments.of(
                        "says 200 and resets within the body",
                        (BadServer.Misdeed) (socket, request) -> {
                            says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")
                                    .to(socket, request);
                            BadServer.reset(socket);
                        },
                        "closed the connection before its answer was whole"),
                Arguments.of(
                        "closes within the head",
                        (BadServer.Misdeed) (socket, request) -> {
                            says("HTTP/1.1 200 OK\r\nContent-Le").to(socket, request);
                            socket.close();
                        },
                        "closed the connection before its answer was whole"),
                Arguments.of(
                        "speaks another protocol",
                        (BadServer.Misdeed) (socket, request) -> {
                            says("220 mail.example.org ESMTP ready\r\n\r\n").to(socket, request);
                            socket.close();
                        },
                        "what it answers is no HTTP"),
                Arguments.of(
                        "answers rubbish",
                        (BadServer.Misdeed) (socket, request) -> {
                            says("\u0000\u0001\u0002\u00FF\r\n\r\n\r\n").to(socket, request);
                            socket.close();
                        },
                        "what it answers is no HTTP"),
                Arguments.of(
                        "black hole: takes the request and never answers",
                        (BadServer.Misdeed) (socket, request) -> new CountDownLatch(1).await(),
                        "no complete answer within 800 ms"),
                Arguments.of(
                        "answers so slowly that it never ends",
                        (BadServer.Misdeed) (socket, request) -> {
                            says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                                    .to(socket, request);
                            OutputStream out = socket.getOutputStream();
                            for (int i = 0; i < 1000; i++) {
                                out.write('x');
                                out.flush();
                                Thread.sleep(50);
                            }
                        },
                        "no complete answer within 800 ms"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misdeeds")
    void fault_6_nothing_is_lost_when_a_collector(String what, BadServer.Misdeed misdeed, String said)
            throws Exception {
        try (BadServer server = new BadServer(misdeed);
                Destination http = open(server.port())) {
            String message = undelivered(http, records(3));
            assertTrue(message.startsWith("settings[0].destinations.http (http://127.0.0.1:" + server.port() + "): "));
            assertTrue(message.contains(said), message);
            server.misdeed = says(GOOD);
            http.write(records(3));
            String last = server.requests.get(server.requests.size() - 1);
            assertTrue(last.endsWith("\r\n\r\n" + record(0) + "\n" + record(1) + "\n" + record(2) + "\n"), last);
        }
    }

    @Test
    void fault_6_refused() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Destination http = open(port)) {
            assertTrue(
                    undelivered(http, records(1)).contains("it refuses the connection; start it, or correct the port"));
        }
    }

    @Test
    void fault_6_black_hole_before_the_connection() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> queue = new ArrayList<>();
            try {
                // A listener whose queue is full drops what comes, as a firewall does.
                for (int i = 0; i < 4; i++) {
                    Socket socket = new Socket();
                    queue.add(socket);
                    socket.connect(full.getLocalSocketAddress(), 200);
                }
            } catch (SocketTimeoutException filled) {
                assertTrue(queue.size() > 1);
            }
            try (Destination http = open(full.getLocalPort())) {
                assertTrue(undelivered(http, records(1)).contains("nobody answers (connect timeout)"));
            } finally {
                for (Socket socket : queue) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void fault_6_name_that_is_not_known() throws Exception {
        try (Destination http = collecting.open("url: http://collector.invalid:1/")) {
            assertTrue(undelivered(http, records(1)).contains("its name is not known"));
        }
    }

    @Test
    void connection_that_was_closed_while_idle_is_replaced_without_a_word() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        try (BadServer server = new BadServer((socket, request) -> {
                    if (answered.getAndIncrement() % 2 == 0) {
                        says(GOOD).to(socket, request);
                    } else {
                        socket.close();
                    }
                });
                Destination http = open(server.port())) {
            http.write(records(1));
            http.write(records(2));
            assertEquals(3, server.requests.size());
        }
    }

    @Test
    void interrupted_write_keeps_everything_and_the_interruption() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (BadServer server = new BadServer((socket, request) -> {
                    hanging.countDown();
                    new CountDownLatch(1).await();
                });
                Destination http = collecting.open("url: http://127.0.0.1:" + server.port())) {
            List<Object> seen = new ArrayList<>();
            Thread lane = new Thread(() -> {
                try {
                    http.write(records(2));
                } catch (IOException e) {
                    seen.add(e);
                    seen.add(Thread.currentThread().isInterrupted());
                }
            });
            lane.start();
            hanging.await();
            lane.interrupt();
            lane.join(10_000);
            assertTrue(((UndeliveredException) seen.get(0)).isUndelivered(1));
            assertNull(((UndeliveredException) seen.get(0)).pause());
            assertEquals(true, seen.get(1));
        }
    }

    @Test
    void plain_http_is_not_asked_to_upgrade() throws Exception {
        try (BadServer server = new BadServer(says(GOOD));
                Destination http = open(server.port())) {
            http.write(records(1));
            assertTrue(!server.requests.get(0).toLowerCase(Locale.ROOT).contains("upgrade"));
        }
    }
}
