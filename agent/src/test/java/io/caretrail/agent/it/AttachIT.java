package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.it.CommandLine.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code attach PID [CONFIG]} into an unmodified Tomcat that serves. */
class AttachIT {

    private static final Tomcat TOMCAT = Tomcat.all().stream()
            .filter(tomcat -> tomcat.version().startsWith("10."))
            .findFirst()
            .orElseThrow();
    private static final int CLIENTS = 4;
    private static final int BEFORE = 200;
    private static final int AFTER = 200;
    private static final String BODY = "the second half comes late";

    @TempDir
    Path folder;

    static List<Jdk> jdks() {
        return Jdk.wanted();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void under_load_each_request_from_some_on_has_both_records_and_none_has_one(Jdk jdk) throws Exception {
        Path file = folder.resolve("trail").resolve("audit.ndjson");
        Path configuration = configuration(file);
        List<LoadClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (RunningServer server = ProbeWar.start(TOMCAT, jdk, folder.resolve("base"), "")) {
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> running = new ArrayList<>();
            int port = server.port();
            for (int i = 0; i < CLIENTS; i++) {
                LoadClient client = new LoadClient("client-" + i);
                clients.add(client);
                running.add(threads.submit(() -> client.ask(port, over)));
            }
            try (Conversation slow = new Conversation(port)) {
                // In the application, and waiting for the rest of its body, while the hooks come.
                Ask half = Ask.post("in-flight", "/probe/echo-body", "text/plain", BODY);
                slow.send(new String(half.wire(), StandardCharsets.ISO_8859_1)
                        .replace(BODY, BODY.substring(0, 10))
                        .getBytes(StandardCharsets.ISO_8859_1));
                LoadClient.await(running, clients, BEFORE);

                Ended ended =
                        CommandLine.run(jdk, folder, "attach", Long.toString(server.pid()), configuration.toString());

                assertEquals(0, ended.status(), ended::toString);
                assertEquals("", ended.errors());
                assertEquals(
                        "process " + server.pid() + ": from now on the requests of Tomcat are audited\n",
                        ended.output());
                for (LoadClient client : clients) {
                    client.attached();
                }
                LoadClient.await(running, clients, AFTER);
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
        Trail trail = new Trail(file);
        trail.refresh();
        assertWholeFromSomeRequestOn(trail, clients);
    }

    private static void assertWholeFromSomeRequestOn(Trail trail, List<LoadClient> clients) {
        Map<String, Integer> exchanges = new HashMap<>();
        for (Recorded exchange : trail.exchanges()) {
            assertTrue(exchange.whole(), exchange::toString);
            exchanges.merge(exchange.correlationId(), 1, Integer::sum);
        }
        Set<String> expected = new HashSet<>();
        for (LoadClient client : clients) {
            int first = 0;
            while (!exchanges.containsKey(client.id(first))) {
                first++;
            }
            assertTrue(first >= BEFORE, "what was answered before the agent came cannot be recorded");
            assertTrue(
                    first <= client.askedBefore() + 1,
                    client.name() + ": not from the command's return on, but from " + first);
            for (int n = first; n < client.asked(); n++) {
                expected.add(client.id(n));
            }
        }
        assertEquals(expected, exchanges.keySet());
        assertEquals(Set.of(1), new HashSet<>(exchanges.values()));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void what_is_wrong_is_told_to_who_attaches_and_leaves_the_server_as_it_was(Jdk jdk) throws Exception {
        Path file = folder.resolve("trail").resolve("audit.ndjson");
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "service: fihr\nquery: hash\n");
        Path unwritable = Files.writeString(folder.resolve("unwritable.yaml"), """
                settings:
                  - destinations:
                      file: { path: %s/audit.ndjson, rollEvery: never }
                """.formatted(wrong));
        Path good = configuration(file);
        Trail trail = new Trail(file);
        try (RunningServer server = ProbeWar.start(TOMCAT, jdk, folder.resolve("base"), "")) {
            String process = Long.toString(server.pid());

            refused(
                    jdk,
                    "process " + process + ": the configuration is wrong:\n" + wrong
                            + ":1: service \"fihr\": is not one of the choices; did you mean \"fhir\"? use one of"
                            + " auto, fhir, dicom\n"
                            + wrong + ":2: query is not a key; it belongs here: uri.query\n",
                    "attach",
                    process,
                    wrong.toString());
            refused(
                    jdk,
                    "process " + process + ": settings[0].destinations.file.path \"" + wrong
                            + "/audit.ndjson\": cannot be written: ",
                    "attach",
                    process,
                    unwritable.toString());
            assertEquals(200, server.get("/probe/ok").status());
            assertFalse(server.output().contains("audited"), server::output);

            // A relative path is the operator's, not the server's.
            Ended ended = CommandLine.run(
                    jdk, folder, "attach", process, folder.relativize(good).toString());
            assertEquals(0, ended.status(), ended::toString);
            refused(jdk, "process " + process + ": this JVM has a Caretrail agent already\n", "attach", process);
            assertEquals(200, server.get("/probe/ok").status());
            assertTrue(trail.await(1, Duration.ofSeconds(10)));
        }
        trail.refresh();
        assertEquals(1, trail.exchanges().size(), () -> trail.exchanges().toString());
        assertTrue(trail.exchanges().get(0).whole());
        assertEquals(
                List.of("Caretrail.Start", "Caretrail.Stop"),
                trail.own().stream()
                        .map(record -> record.path("operationName").asString(""))
                        .toList());
        assertEquals(
                "[\"Tomcat\"]",
                trail.own().get(0).path("properties").path("hooks").toString());
    }

    @Test
    void a_process_that_is_none_or_cannot_be_reached_is_named() throws IOException {
        Jdk jdk = Jdk.wanted().get(0);

        refused(jdk, "process 2147483646 cannot be reached (", "attach", "2147483646");
        assertEquals(2, CommandLine.run(jdk, folder, "attach").status());
        assertEquals(2, CommandLine.run(jdk, folder, "attach", "tomcat").status());
        assertEquals(
                2,
                CommandLine.run(jdk, folder, "attach", "1", "a.yaml", "b.yaml").status());
        Ended help = CommandLine.run(jdk, folder, "attach", "--help");
        assertEquals(0, help.status());
        assertTrue(help.output().contains("PID [CONFIG]"), help::output);
    }

    @Test
    void a_runtime_without_the_module_jdk_attach_says_so_and_has_all_other_commands() throws IOException {
        Jdk jdk = Jdk.wanted().get(0);
        List<String> runtime = List.of("--limit-modules", "java.se,jdk.unsupported");

        Ended ended = CommandLine.run(jdk, folder, runtime, "attach", "1");

        assertEquals(1, ended.status());
        assertEquals("", ended.output());
        assertTrue(ended.errors().contains("with the module jdk.attach"), ended::errors);
        assertEquals(0, CommandLine.run(jdk, folder, runtime, "--version").status());
    }

    private void refused(Jdk jdk, String said, String... arguments) throws IOException {
        Ended ended = CommandLine.run(jdk, folder, arguments);
        assertEquals(1, ended.status(), ended::toString);
        assertEquals("", ended.output());
        assertTrue(ended.errors().startsWith(said), ended::errors);
    }

    private Path configuration(Path file) throws IOException {
        return Files.writeString(folder.resolve("caretrail.yaml"), """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s", rollEvery: never }
                state: "%s"
                """.formatted(file, folder.resolve("state")));
    }
}
