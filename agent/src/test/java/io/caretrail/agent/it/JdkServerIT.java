package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's own HttpServer by raw sockets, with the agent and without. */
@ParameterizedClass(name = "{0}")
@MethodSource("jdks")
class JdkServerIT {

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

    private static Run play(Jdk jdk, Path folder, boolean agent) throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        Trail trail = new Trail(folder.resolve("audit.ndjson"));
        List<Played> played = new ArrayList<>();
        RunningServer running = RunningServer.start(new JdkHttpServer(), jdk, base, agent ? options(folder) : "");
        try (running) {
            for (Case each : JdkServerCases.all()) {
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
        none(with.answeredUnlike(without, Answer::withoutDate));
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
            for (int i = 0; i < 1000 && running.get("/ok").status() != 503; i++) {
                RunningServer.pause();
            }
            Answer refused = running.get("/throw");
            assertEquals(503, refused.status(), refused::raw);
            assertTrue(refused.raw().contains("\r\nRetry-after: 1\r\n"), refused::raw);
            assertEquals(201, running.get("/created").status());
            assertEquals(404, running.get("/nothing/here").status());
        }
    }

    private void none(List<String> problems) {
        assertEquals(0, problems.size(), () -> jdk + ":\n  " + String.join("\n  ", problems));
    }
}
