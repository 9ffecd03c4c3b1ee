package io.caretrail.agent.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one server did with every case.
 *
 * @param audited what the client received, by case, with the agent
 * @param plain the same without it
 * @param records by X-Request-Id, in the order written
 * @param printed the lines of the audited server's standard output
 * @param log what it wrote to standard error
 */
record Observed(
        Map<String, String> audited,
        Map<String, String> plain,
        Map<String, List<JsonNode>> records,
        List<String> printed,
        String log) {

    static final int CLIENTS = 8;

    /** Sends every case to the server with the agent, one by one and then from eight clients, and without it. */
    static Observed of(TestServer server, Path folder) throws IOException {
        Path trail = Files.createDirectories(folder.resolve("audited")).resolve("audit.ndjson");
        Map<String, String> audited;
        ServerProcess process = ServerProcess.start(server, trail.getParent(), true);
        try (process) {
            audited = send(process.port());
            sendAtOnce(process.port());
            awaitEnds(trail);
        }
        Map<String, String> plain;
        try (ServerProcess other =
                ServerProcess.start(server, Files.createDirectories(folder.resolve("plain")), false)) {
            plain = send(other.port());
        }
        return new Observed(
                audited, plain, byId(trail), process.printed(), Files.readString(trail.resolveSibling("stderr")));
    }

    /** The id under which a client sends a case when all send at once. */
    static String idOf(int client, Case sent) {
        return "client" + client + "-" + sent;
    }

    private static Map<String, String> send(int port) throws IOException {
        Map<String, String> received = new LinkedHashMap<>();
        for (Case sent : Stream.concat(Case.SEEN.stream(), Case.UNSEEN.stream()).toList()) {
            received.put(sent.name(), send(port, sent, sent.name()));
        }
        received.put(Case.BROKEN_OFF.name(), send(port, Case.BROKEN_OFF, Case.BROKEN_OFF.name()));
        return received;
    }

    private static String send(int port, Case sent, String id) throws IOException {
        return sent.hangsUp() ? Wire.hangUp(port, sent.request(id)) : Wire.exchange(port, sent.request(id));
    }

    private static void sendAtOnce(int port) throws IOException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                work.add(() -> {
                    for (Case sent : Case.REPEATABLE) {
                        send(port, sent, idOf(client, sent));
                    }
                    return null;
                });
            }
            for (Future<Void> done : clients.invokeAll(work)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("a client failed", e);
        } finally {
            clients.shutdownNow();
        }
    }

    /** The client has its response before the server has ended the exchange; waits until each has its final record. */
    private static void awaitEnds(Path trail) throws IOException {
        for (int i = 0; i < 100; i++) {
            Map<String, List<JsonNode>> records = byId(trail);
            records.remove(Case.BROKEN_OFF.name());
            if (records.values().stream().allMatch(each -> each.size() % 2 == 0)) {
                return;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static Map<String, List<JsonNode>> byId(Path trail) throws IOException {
        Map<String, List<JsonNode>> byId = new LinkedHashMap<>();
        JsonMapper json = JsonMapper.shared();
        try (Stream<String> lines = Files.lines(trail)) {
            lines.filter(line -> line.endsWith("}"))
                    .map(json::readTree)
                    .filter(each -> each.has("correlationId"))
                    .forEach(each -> byId.computeIfAbsent(
                                    each.get("correlationId").asString(), id -> new ArrayList<>())
                            .add(each));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return byId;
    }
}
