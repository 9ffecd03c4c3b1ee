package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.it.CommandLine.Ended;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final String BODY = "the second half comes late";

    @TempDir
    Path folder;

    @Test
    void each_request_is_recorded_once_by_the_filter_or_by_the_agent() throws Exception {
        Path ofAgent = folder.resolve("agent.yaml");
        configure(ofAgent, "agent");
        List<LoadClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (RunningServer server = start()) {
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

                Ended ended = CommandLine.run(JDK, folder, "attach", Long.toString(server.pid()), ofAgent.toString());

                assertEquals(0, ended.status(), ended::toString);
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

    /** The filter takes the configuration of the working folder. */
    private RunningServer start() throws Exception {
        Path base = folder.resolve("base");
        TOMCAT.prepare(base);
        Path war = TOMCAT.place(base, "probe");
        ProbeWar.write(war, "web-with-error-pages.xml", TOMCAT.jakarta());
        configure(base.resolve("caretrail.yaml"), "filter");
        ProbeWar.addLibrary(war, ProbeWar.filterJar(TOMCAT.jakarta()));
        return RunningServer.start(TOMCAT, JDK, base, "");
    }

    private Path trail(String door) {
        return folder.resolve(door).resolve("audit.ndjson");
    }

    private void configure(Path file, String door) throws Exception {
        Path unused = Files.writeString(file, """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s", rollEvery: never }
                state: "%s"
                """.formatted(trail(door), folder.resolve(door + "-state")));
    }
}
