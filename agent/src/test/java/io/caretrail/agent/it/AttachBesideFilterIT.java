package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.it.CommandLine.Ended;
import io.caretrail.agent.it.background.BackgroundListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent attached, under load, to a Tomcat whose application has the filter: one hands over to the other. */
class AttachBesideFilterIT {

    private static final Tomcat TOMCAT = Tomcat.all().stream()
            .filter(tomcat -> tomcat.version().startsWith("10."))
            .findFirst()
            .orElseThrow();
    private static final Jdk JDK = Jdk.wanted().get(0);
    private static final int CLIENTS = 4;
    private static final int EACH_TIME = 200;

    /** At 5 ms each: longer than the filter takes to see that an agent has come. */
    private static final int LINES = 200;

    private static final int ATTEMPTS = 3000;
    private static final Pattern LINE = Pattern.compile("\"resultDescription\":\"in the background (\\d+)\"");
    private static final String BODY = "the second half comes late";

    @TempDir
    Path folder;

    @Test
    void each_request_is_recorded_once_by_the_filter_or_by_the_agent() throws Exception {
        Path ofAgent = folder.resolve("agent.yaml");
        configure(ofAgent, "agent", "");
        List<LoadClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (RunningServer server = start(prepare(""))) {
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> running = new ArrayList<>();
            int port = server.port();
            for (int i = 0; i < CLIENTS; i++) {
                LoadClient client = new LoadClient("client-" + i);
                clients.add(client);
                running.add(threads.submit(() -> client.ask(port, over)));
            }
            try (Conversation slow = new Conversation(port)) {
                // The filter's, and waiting for the rest of its body, while the agent comes.
                Ask half = Ask.post("in-flight", "/probe/echo-body", "text/plain", BODY);
                slow.send(new String(half.wire(), StandardCharsets.ISO_8859_1)
                        .replace(BODY, BODY.substring(0, 10))
                        .getBytes(StandardCharsets.ISO_8859_1));
                LoadClient.await(running, clients, EACH_TIME);

                attach(server, ofAgent);
                while (!server.output().contains("an agent has come into this JVM and records")) {
                    LoadClient.await(running, clients, EACH_TIME);
                }
                LoadClient.await(running, clients, EACH_TIME);
                slow.send(BODY.substring(10).getBytes(StandardCharsets.ISO_8859_1));
                assertEquals(200, slow.answer(half).status());
            }
            over.set(true);
            for (Future<Integer> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Set<String> asked = new HashSet<>(Set.of("in-flight"));
        clients.forEach(client -> {
            for (int n = 0; n < client.asked(); n++) {
                asked.add(client.id(n));
            }
        });
        Map<String, Integer> recorded = new HashMap<>();
        for (String door : List.of("filter", "agent")) {
            Trail trail = new Trail(trail(door));
            trail.refresh();
            assertTrue(trail.exchanges().size() > CLIENTS * EACH_TIME / 2, door);
            for (Recorded exchange : trail.exchanges()) {
                assertTrue(exchange.whole(), exchange::toString);
                recorded.merge(exchange.correlationId(), 1, Integer::sum);
            }
        }
        Set<String> missing = new TreeSet<>(asked);
        missing.removeAll(recorded.keySet());
        assertEquals(Set.of(), missing, "recorded by neither");
        assertEquals(asked, recorded.keySet());
        assertEquals(Set.of(1), new HashSet<>(recorded.values()));
    }

    /** Lines that belong to no request, logged through Logback by a thread of the application's own. */
    @Test
    void lines_outside_requests_go_on_in_the_agents_trail_alone() throws Exception {
        Path ofAgent = folder.resolve("agent.yaml");
        String background = "diagnostics: { outsideRequests: true, exclude: [org.apache] }";
        configure(ofAgent, "agent", background);
        Path base = prepare(background);
        Path war = TOMCAT.place(base, "probe");
        for (String library : List.of("logback-classic", "logback-core", "slf4j-api")) {
            ProbeWar.addLibrary(war, library(library));
        }
        ProbeWar.add(war, "WEB-INF/classes/logback.xml", ProbeWar.resource("logback-diagnostic.xml"));
        ProbeWar.add(war, "WEB-INF/web.xml", ProbeWar.resource("web-background.xml"));
        String listener = BackgroundListener.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = BackgroundListener.class.getResourceAsStream("BackgroundListener.class")) {
            ProbeWar.add(war, "WEB-INF/classes/" + listener, bytes.readAllBytes());
        }
        try (RunningServer server = start(base)) {
            awaitLines(() -> numbers("filter").size() > LINES);
            attach(server, ofAgent);
            awaitLines(() -> !numbers("agent").isEmpty());
            awaitLines(() -> last(numbers("filter")) < last(numbers("agent")) - LINES);
        }
        List<Integer> filter = numbers("filter");
        List<Integer> agent = numbers("agent");
        assertNoneLeftOut(filter);
        assertNoneLeftOut(agent);
        String told =
                "filter %d to %d, agent %d to %d".formatted(first(filter), last(filter), first(agent), last(agent));
        assertTrue(first(agent) <= last(filter) + 1, told);
    }

    private void awaitLines(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < ATTEMPTS && !condition.call(); i++) {
            RunningServer.pause();
        }
        assertTrue(
                condition.call(), () -> numbers("filter") + "\nin the filter's, in the agent's\n" + numbers("agent"));
    }

    private static void assertNoneLeftOut(List<Integer> numbers) {
        assertEquals(
                IntStream.rangeClosed(first(numbers), last(numbers)).boxed().toList(), numbers);
    }

    private static int first(List<Integer> numbers) {
        return numbers.get(0);
    }

    private static int last(List<Integer> numbers) {
        return numbers.get(numbers.size() - 1);
    }

    private List<Integer> numbers(String door) {
        Path trail = trail(door);
        return !Files.exists(trail)
                ? List.of()
                : lines(trail).stream()
                        .map(LINE::matcher)
                        .filter(Matcher::find)
                        .map(line -> Integer.valueOf(line.group(1)))
                        .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path library(String name) throws IOException {
        try (Stream<Path> jars =
                Files.list(Path.of(Unpacked.property("caretrail.unpacked"), "it", "logging-logback"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void attach(RunningServer server, Path configuration) throws IOException {
        Ended ended = CommandLine.run(JDK, folder, "attach", Long.toString(server.pid()), configuration.toString());
        assertEquals(0, ended.status(), ended::toString);
    }

    private Path prepare(String more) throws IOException {
        Path base = folder.resolve("base");
        TOMCAT.prepare(base);
        Path war = TOMCAT.place(base, "probe");
        ProbeWar.write(war, "web-with-error-pages.xml", TOMCAT.jakarta());
        ProbeWar.addLibrary(war, ProbeWar.filterJar(TOMCAT.jakarta()));
        configure(base.resolve("caretrail.yaml"), "filter", more);
        return base;
    }

    /** The filter takes the configuration of the working folder. */
    private static RunningServer start(Path base) throws IOException {
        return RunningServer.start(TOMCAT, JDK, base, "");
    }

    private Path trail(String door) {
        return folder.resolve(door).resolve("audit.ndjson");
    }

    private void configure(Path file, String door, String more) throws IOException {
        Path unused = Files.writeString(file, """
                settings:
                  - name: trail
                    categories: [%s]
                    destinations:
                      file: { path: "%s", rollEvery: never }
                %s
                state: "%s"
                """.formatted(
                more.isEmpty() ? "AuditLogs" : "DiagnosticLogs", trail(door), more, folder.resolve(door + "-state")));
    }
}
