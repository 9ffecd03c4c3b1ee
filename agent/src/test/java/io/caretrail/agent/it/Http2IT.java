package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of HTTP/2 on Jetty that end, that the client takes back, and that it leaves with its connection. */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
class Http2IT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int VISITS = 50;
    private static final int STREAMS = 16;
    /** More than the client's window, so that the server has to wait with the rest. */
    private static final String LONG = "/probe/stream?kb=1000";

    private static final String LEFT = "Failed 200 client abort";

    @TempDir
    static Path folder;

    private static Trail trail;
    private static Map<String, String> expected;

    private final Server server;

    Http2IT(Server server) {
        this.server = server;
    }

    static Stream<Server> servers() {
        return Unpacked.property("caretrail.servers").equals("all")
                ? Stream.of(Jetty9.unpacked(), Jetty9.unpacked(11))
                : Stream.of(Jetty9.unpacked());
    }

    @BeforeParameterizedClassInvocation
    static void play(Server server) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Path base = Files.createDirectories(here.resolve("base"));
        server.prepare(base);
        Files.writeString(base.resolve("start.ini"), "--module=http2c\n", StandardOpenOption.APPEND);
        ProbeWar.write(server.place(base, "probe"), "web-with-error-pages.xml", server.jakarta());
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
        expected = new TreeMap<>();
        String options = "-javaagent:" + Unpacked.property("caretrail.agent.jar") + "=" + configuration;
        try (RunningServer running = RunningServer.start(server, Jdk.wanted().get(0), base, options)) {
            int port = running.port();
            visit(port);
            askTogether(port);
            reset(port);
            leave(port);
            assertTrue(
                    trail.await(expected.size(), PATIENCE),
                    () -> server + ": " + expected.size() + " requests, exchanges: " + trail.exchanges());
        }
        trail.refresh();
    }

    private static void visit(int port) throws IOException {
        for (int i = 0; i < VISITS; i++) {
            expect("visit-" + i, Http2Conversation.get(port, "/probe/ok", "visit-" + i));
        }
        expect("missing", Http2Conversation.get(port, "/probe/missing", "missing"));
        expect("asynchronous", Http2Conversation.get(port, "/probe/async/own-thread", "asynchronous"));
    }

    private static void expect(String id, int status) {
        expected.put(id, (status < 400 ? "Succeeded " : "Failed ") + status);
    }

    private static void askTogether(int port) throws IOException {
        try (Http2Conversation conversation = new Http2Conversation(port)) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(conversation.ask(i % 2 == 0 ? "/probe/async/complete" : "/probe/ok", "together-" + i));
            }
            for (int i = 0; i < STREAMS; i++) {
                expect("together-" + i, conversation.answer(streams.get(i)));
            }
        }
    }

    /** The connection is good for another request, of which the answer has no body: the reset stream has used up its window. */
    private static void reset(int port) throws IOException {
        try (Http2Conversation conversation = new Http2Conversation(port)) {
            int stream = conversation.ask(LONG, "reset-in-answer");
            assertEquals(200, conversation.head(stream));
            conversation.reset(stream);
            expected.put("reset-in-answer", LEFT);
            expect("after-reset", conversation.answer(conversation.ask("/probe/nocontent", "after-reset")));
        }
    }

    private static void leave(int port) throws IOException {
        try (Http2Conversation conversation = new Http2Conversation(port)) {
            assertEquals(200, conversation.head(conversation.ask(LONG, "left")));
            expected.put("left", LEFT);
        }
    }

    @Test
    void every_stream_leaves_one_started_and_one_final_record() {
        assertEquals(
                List.of(),
                trail.exchanges().stream().filter(exchange -> !exchange.whole()).toList());
        assertEquals(
                List.copyOf(expected.keySet()),
                trail.exchanges().stream().map(Recorded::correlationId).sorted().toList(),
                () -> server + ": " + trail.exchanges());
    }

    @Test
    void recorded_result_is_the_one_on_the_wire() {
        Map<String, String> told = new TreeMap<>();
        trail.exchanges().forEach(exchange -> told.put(exchange.correlationId(), exchange.told()));
        assertEquals(expected, told, () -> server + ": " + trail.exchanges());
    }
}
