package io.caretrail.agent.it;

import static io.caretrail.agent.it.Expected.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's own HttpServer by raw sockets, with the agent and without. */
@ParameterizedClass(name = "{0}")
@MethodSource("jdks")
class JdkServerIT {

    private static final String STATE = "java.lang.IllegalStateException";
    private static final String ABORT = "client abort";
    private static final int CLIENTS = 16;
    private static final int REQUESTS = 100;

    @TempDir
    static Path folder;

    private static Run without;
    private static Run with;
    private static Audit audit;

    private final Jdk jdk;

    JdkServerIT(Jdk each) {
        jdk = each;
    }

    static List<Jdk> jdks() {
        return Jdk.wanted();
    }

    @BeforeParameterizedClassInvocation
    static void play(Jdk jdk) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        without = play(jdk, here.resolve("without"), false);
        with = play(jdk, here.resolve("with"), true);
        audit = new Audit(with);
    }

    private static List<Case> cases() {
        return List.of(
                Case.get("ok", "/ok", status(200)),
                Case.get("query", "/ok?patient=1&_count=2", status(200)),
                Case.get("chunked", "/chunked", status(200)),
                Case.get("no-content", "/no-content", status(204)),
                Case.get("empty", "/empty", status(200)),
                Case.get("not-found", "/not-found", status(404)),
                Case.get("created", "/created", status(201)),
                Case.single(Ask.of("head", "HEAD", "/ok").expecting(status(200))),
                Case.single(Ask.post("post", "/echo", "text/plain", "a body").expecting(status(200))),
                Case.single(Ask.withBody(
                                "post-chunked",
                                "POST",
                                "/echo",
                                "6\r\na body\r\n0\r\n\r\n",
                                "Transfer-Encoding: chunked")
                        .expecting(status(200))),
                Case.single(Ask.withBody(
                                "post-expecting", "POST", "/echo", "abc", "Content-Length: 3", "Expect: 100-continue")
                        .expecting(status(200))),
                Case.get("throw", "/throw", status(0).failingWith(STATE)),
                // Newer Javas keep the head in a buffer, which goes down with the connection.
                Case.get("throw-late", "/throw-late", status(0, 200).failingWith(STATE)),
                Case.get("throw-filtered", "/filtered", status(0).failingWith(STATE)),
                Case.get("throw-mended", "/mended", status(200)),
                Case.get(
                        "throw-number", "/throw-number", status(0, 400).failingWith("java.lang.NumberFormatException")),
                Case.get("twice", "/twice", status(200, 503)),
                Case.get("no-answer", "/no-answer", status(0)),
                Case.get("later", "/later", status(200)),
                Case.get("no-context", "/nothing/here", status(404)),
                Case.get("no-login", "/login", status(401)),
                Case.single(Ask.of("wrong-password", "GET", "/login", "Authorization: Basic YWxpY2U6bm8=")
                        .expecting(status(401))),
                Case.single(Ask.of("login", "GET", "/login", "Authorization: Basic YWxpY2U6d29uZGVy")
                        .expecting(status(200).by("alice"))),
                Case.single(Ask.raw("http-1.0", "GET", "/ok", "GET /ok HTTP/1.0\r\nX-Request-Id: $ID\r\n\r\n")
                        .expecting(status(200))),
                Case.single(Ask.illegible("bad-target", "GET /a|b HTTP/1.1\r\nHost: h\r\n\r\n")
                        .expecting(status(400))),
                Case.single(Ask.raw(
                                "bad-length",
                                "POST",
                                "/echo",
                                "POST /echo HTTP/1.1\r\nHost: h\r\nX-Request-Id: $ID\r\nContent-Length: seven\r\n\r\n")
                        .expecting(status(400))),
                Case.single(Ask.raw(
                                "negative-length",
                                "POST",
                                "/echo",
                                "POST /echo HTTP/1.1\r\nHost: h\r\nX-Request-Id: $ID\r\nContent-Length: -7\r\n\r\n")
                        .expecting(status(400))),
                Case.single(Ask.raw(
                                "unknown-coding",
                                "POST",
                                "/echo",
                                "POST /echo HTTP/1.1\r\nHost: h\r\nX-Request-Id: $ID\r\nTransfer-Encoding: odd\r\n\r\n")
                        .expecting(status(501))),
                Case.single(Ask.illegible("one-word", "GARBAGE\r\n\r\n").expecting(status(400))),
                Case.single(Ask.illegible("two-words", "GET /ok\r\n\r\n").expecting(status(400))),
                Case.single(Ask.raw(
                                "head-too-large",
                                "GET",
                                "/ok",
                                "GET /ok HTTP/1.1\r\nHost: h\r\nX-Request-Id: $ID\r\nX-Long: " + "x".repeat(10_000)
                                        + "\r\n\r\n")
                        .expecting(status(0).failingWith("java.io.IOException"))),
                keepAlive(),
                pipelined(),
                half("half-a-line", "GET /o", Expected.nothing()),
                half("half-a-head", "GET /ok HTTP/1.1\r\nHost: h\r\nX-Hal", status(400)),
                error(),
                leaving("abort-download", "/download"),
                leaving("abort-download-swallowed", "/download-swallowed"),
                uploading());
    }

    private static Case keepAlive() {
        return new Case("keep-alive", (port, ledger) -> {
            try (Conversation conversation = new Conversation(port)) {
                for (int i = 0; i < 5; i++) {
                    Ask ask = Ask.of("keep-alive-" + i, "GET", "/ok").expecting(status(200));
                    ledger.accept(new Turn("keep-alive", ask, conversation.ask(ask)));
                }
            }
        });
    }

    private static Case pipelined() {
        return new Case("pipelined", (port, ledger) -> {
            List<Ask> asks = new ArrayList<>();
            StringBuilder bytes = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                Ask ask = Ask.of("pipelined-" + i, "GET", i == 2 ? "/chunked" : "/ok")
                        .expecting(status(200));
                asks.add(ask);
                bytes.append(ask.bytes());
            }
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(bytes.toString().getBytes(StandardCharsets.ISO_8859_1));
                for (Ask ask : asks) {
                    ledger.accept(new Turn("pipelined", ask, conversation.answer(ask)));
                }
            }
        });
    }

    /** Bytes that make no request; of a head that ends too early the server makes one all the same, and refuses it. */
    private static Case half(String name, String bytes, Expected expected) {
        return new Case(name, (port, ledger) -> {
            Ask ask = Ask.illegible(name, bytes).expecting(expected);
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                conversation.finishSending();
                ledger.accept(new Turn(name, ask, conversation.answer(ask)));
            }
        });
    }

    /** The server neither answers nor closes; the client has to give up. */
    private static Case error() {
        return new Case("throw-error", (port, ledger) -> {
            Ask ask = Ask.of("throw-error", "GET", "/throw-error")
                    .expecting(status(0).failingWith("java.lang.StackOverflowError"));
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                RunningServer.pause();
                ledger.accept(new Turn("throw-error", ask, Answer.NONE));
            }
        });
    }

    private static Case leaving(String name, String target) {
        return new Case(name, (port, ledger) -> {
            Ask ask = Ask.of(name, "GET", target).expecting(status(200).failingWith(ABORT));
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                Answer head = conversation.head(ask);
                conversation.reset();
                ledger.accept(new Turn(name, ask, head));
            }
        });
    }

    private static Case uploading() {
        return new Case("abort-upload", (port, ledger) -> {
            Ask ask = Ask.withBody("abort-upload", "POST", "/echo", "half", "Content-Length: 100")
                    .expecting(status(0).failingWith(ABORT));
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                // The server is reading the body by then, or will be: both end alike.
                RunningServer.pause();
                conversation.reset();
                ledger.accept(new Turn("abort-upload", ask, Answer.NONE));
            }
        });
    }

    private static Run play(Jdk jdk, Path folder, boolean agent) throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        Trail trail = new Trail(folder.resolve("audit.ndjson"));
        List<Played> played = new ArrayList<>();
        RunningServer running = RunningServer.start(new JdkHttpServer(), jdk, base, agent ? options(folder) : "");
        try (running) {
            for (Case each : cases()) {
                Queue<Turn> turns = new ConcurrentLinkedQueue<>();
                Instant begin = Instant.now();
                int before = trail.finals();
                each.play().on(running.port(), turns::add);
                Played play = new Played(each.name(), begin, Instant.now(), List.copyOf(turns));
                if (agent) {
                    trail.await(before + play.owed(), Duration.ofSeconds(3));
                }
                played.add(new Played(each.name(), begin, Instant.now(), List.copyOf(turns)));
            }
        }
        trail.refresh();
        return new Run(played, trail, List.of(), running.output());
    }

    private static String options(Path folder) throws IOException {
        Path configuration = Files.writeString(folder.resolve("caretrail.yaml"), """
                exclude: [/metrics]
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s", rollEvery: never }
                state: "%s"
                """.formatted(
                        folder.resolve("audit.ndjson"), folder.resolve("state")));
        return "-javaagent:" + CommandLine.agentJar() + "=" + configuration;
    }

    @Test
    void clients_see_what_each_case_is_there_to_show() {
        none(new Audit(without).unexpectedAnswers());
        none(audit.unexpectedAnswers());
    }

    @Test
    void every_request_leaves_one_started_and_one_final_record_and_nothing_else_does() {
        none(audit.missingOrDoubled());
        none(audit.unasked());
    }

    @Test
    void recorded_result_is_the_one_on_the_wire() {
        none(audit.wrongResults());
    }

    @Test
    void records_say_who_asked_for_what() {
        none(audit.wrongAttributes());
    }

    @Test
    void responses_are_byte_for_byte_those_of_a_server_without_agent() {
        Map<String, String> plain = new HashMap<>();
        turns(without).forEach(turn -> plain.put(turn.ask().id(), turn.answer().withoutDate()));
        List<String> problems = new ArrayList<>();
        turns(with).forEach(turn -> {
            if (!turn.answer().withoutDate().equals(plain.get(turn.ask().id()))) {
                problems.add(turn + ": without agent\n" + plain.get(turn.ask().id()) + "\n  with agent\n"
                        + turn.answer().withoutDate());
            }
        });
        none(problems);
    }

    @Test
    void trail_begins_with_start_and_ends_with_stop_and_tells_of_no_trouble() {
        assertEquals(
                List.of("Caretrail.Start", "Caretrail.Stop"),
                with.trail().own().stream()
                        .map(record -> record.path("operationName").asString(""))
                        .toList(),
                with::output);
        assertEquals(
                "[\"JDK HttpServer\"]",
                with.trail().own().get(0).path("properties").path("hooks").toString());
    }

    @Test
    void under_load_on_sixteen_connections_nothing_is_lost_or_doubled() throws Exception {
        Path here = Files.createTempDirectory(folder, "load");
        Path base = Files.createDirectories(here.resolve("base"));
        Trail trail = new Trail(here.resolve("audit.ndjson"));
        Set<String> asked = new HashSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (RunningServer running = RunningServer.start(new JdkHttpServer(), jdk, base, options(here))) {
            int port = running.port();
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String name = "client-" + client + "-";
                for (int n = 0; n < REQUESTS; n++) {
                    asked.add(name + n);
                }
                clients.add(threads.submit(() -> {
                    try (Conversation conversation = new Conversation(port)) {
                        for (int n = 0; n < REQUESTS; n++) {
                            String target = n % 3 == 0 ? "/chunked" : n % 3 == 1 ? "/later" : "/ok";
                            assertEquals(
                                    200,
                                    conversation
                                            .ask(Ask.of(name + n, "GET", target))
                                            .status());
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        trail.refresh();
        Set<String> recorded = new HashSet<>();
        for (Recorded exchange : trail.exchanges()) {
            assertTrue(exchange.whole(), exchange::toString);
            assertTrue(recorded.add(exchange.correlationId()), exchange::toString);
        }
        assertEquals(asked, recorded);
    }

    /** The handler of {@code /throw} would leave the client without an answer. */
    @Test
    void no_handler_sees_a_request_whose_required_record_cannot_be_kept() throws Exception {
        Path here = Files.createTempDirectory(folder, "full");
        Path base = Files.createDirectories(here.resolve("base"));
        Path configuration = Files.writeString(here.resolve("caretrail.yaml"), """
                settings:
                  - name: full
                    destinations:
                      file: { path: /dev/full, required: true }
                required: { wait: 10ms, exempt: [/created/**] }
                state: "%s"
                """.formatted(here.resolve("state")));
        String options = "-javaagent:" + CommandLine.agentJar() + "=" + configuration;
        try (RunningServer running = RunningServer.start(new JdkHttpServer(), jdk, base, options)) {
            // The first ones are in the hand-off before anybody knows that the file is full.
            for (int i = 0; i < 200 && running.get("/ok").status() != 503; i++) {
                RunningServer.pause();
            }
            Answer refused = running.get("/throw");
            assertEquals(503, refused.status(), refused::raw);
            assertTrue(refused.raw().contains("\r\nRetry-after: 1\r\n"), refused::raw);
            assertEquals(201, running.get("/created").status());
            assertEquals(404, running.get("/nothing/here").status());
        }
    }

    private static Stream<Turn> turns(Run run) {
        return run.played().stream().flatMap(played -> played.turns().stream());
    }

    private void none(List<String> problems) {
        assertEquals(0, problems.size(), () -> jdk + ":\n  " + String.join("\n  ", problems));
    }
}
