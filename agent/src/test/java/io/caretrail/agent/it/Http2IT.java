package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Streams of HTTP/2 that end, that the client takes back, and that it leaves with its connection. */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
class Http2IT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Of each kind: whether the client or the server is done first differs from one to the next. */
    private static final int VISITS = 15;

    private static final int STREAMS = 16;
    /** More than the client's window, so that the server has to wait with the rest. */
    private static final String LONG = "/probe/stream?kb=1000";
    /** In one buffer, of which the first part goes out. */
    private static final String FILE = "/probe/" + ProbeWar.HUGE_FILE;

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
        Stream<Server> few = Stream.of(Jetty12.unpacked("ee10"), Undertow.unpacked());
        return Unpacked.property("caretrail.servers").equals("all")
                ? Stream.concat(
                        few,
                        Stream.of(
                                Jetty9.unpacked(),
                                Jetty9.unpacked(11),
                                Jetty12.older("ee8"),
                                WildFly.unpacked(false),
                                WildFly.unpacked(true)))
                : few;
    }

    @BeforeParameterizedClassInvocation
    static void play(Server server) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Path base = Files.createDirectories(here.resolve("base"));
        server.prepare(base);
        server.prepareHttp2(base);
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
        String options =
                Undertow.HTTP2 + " -javaagent:" + Unpacked.property("caretrail.agent.jar") + "=" + configuration;
        try (RunningServer running = RunningServer.start(server, Jdk.wanted().get(0), base, options)) {
            int port = running.port();
            leave(port);
            visit(port);
            askTogether(port);
            reset(port);
            assertTrue(
                    trail.await(expected.size(), PATIENCE),
                    () -> server + ": " + expected.size() + " requests, exchanges: " + trail.exchanges());
        }
        trail.refresh();
    }

    private static void visit(int port) throws IOException {
        for (int i = 0; i < VISITS; i++) {
            for (String path : List.of("ok", "nocontent", "missing", ProbeWar.SHORT_FILE, "async/own-thread")) {
                String id = "visit-" + path.replaceAll("\\W", "-") + "-" + i;
                expect(id, Http2Conversation.get(port, "/probe/" + path, id));
            }
            expect("visit-nowhere-" + i, Http2Conversation.get(port, "/nowhere", "visit-nowhere-" + i));
        }
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

    /** The connection is good for another request, of which the answer has no body: the reset streams have used up its window. */
    private static void reset(int port) throws IOException {
        try (Http2Conversation conversation = new Http2Conversation(port)) {
            conversation.reset(conversation.upload("/probe/echo-body", "reset-in-upload"));
            expected.put("reset-in-upload", "Failed 0 client abort");
            int stream = conversation.ask(LONG, "reset-in-answer");
            assertEquals(200, conversation.head(stream));
            conversation.reset(stream);
            expected.put("reset-in-answer", LEFT);
            expect("after-reset", conversation.answer(conversation.ask("/probe/nocontent", "after-reset")));
        }
    }

    /** A client that says that it is going away may still want the rest: some servers wait for it until it is idle. */
    private static void leave(int port) throws IOException {
        for (String path : List.of(LONG, FILE)) {
            leave(port, path, "going-away", Http2Conversation::goAway);
        }
        for (String path : List.of(LONG, FILE, "/probe/async/stream?kb=1000", "/probe/writelistener?kb=1000")) {
            leave(port, path, "left", conversation -> {});
        }
    }

    private static void leave(int port, String path, String id, LastWord word) throws IOException {
        String requestId = id + path.replaceAll("\\W", "-");
        try (Http2Conversation conversation = new Http2Conversation(port)) {
            assertEquals(200, conversation.head(conversation.ask(path, requestId)));
            word.to(conversation);
            expected.put(requestId, LEFT);
        }
    }

    private interface LastWord {
        void to(Http2Conversation conversation) throws IOException;
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
