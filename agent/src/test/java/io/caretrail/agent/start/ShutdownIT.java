package io.caretrail.agent.start;

import static io.caretrail.agent.start.TrailFile.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.start.OperatorsJvm.RunningJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** SIGTERM while requests come. */
class ShutdownIT {

    private static final int CLIENTS = 8;
    private static final int BEFORE_THE_END = 400;

    @TempDir
    private Path folder;

    @Test
    void every_request_that_was_answered_has_both_records_when_the_server_is_terminated() throws Exception {
        Set<String> answered = ConcurrentHashMap.newKeySet();
        ExecutorService clients = Executors.newCachedThreadPool();
        OperatorsJvm jvm = OperatorsJvm.in(folder)
                .option("-Dcaretrail.settings.0.destinations.file.path=audit.ndjson")
                .agent();
        try (RunningJvm server = jvm.start(TinyServer.class)) {
            TestClient http = TestClient.of(server, folder);
            for (int client = 0; client < CLIENTS; client++) {
                String path = "/Patient/of-" + client + "-";
                clients.execute(() -> askUntilRefused(http, path, answered));
            }
            Deadline.await("load", () -> answered.size() >= BEFORE_THE_END);
            Future<?> slow = clients.submit(() -> ask(http, "/Patient/slow?ms=2000", answered));
            Deadline.await(
                    "the slow request's Started",
                    () -> !read().about("/Patient/slow").isEmpty());
            server.terminate();
            slow.get();
        } finally {
            clients.shutdown();
            assertTrue(clients.awaitTermination(60, TimeUnit.SECONDS));
        }

        TrailFile trail = read();
        assertEquals(trail.records().size(), trail.recordIds().size(), "records are doubled");
        assertEquals(1, trail.own("Stop").size());
        assertEquals(0, trail.own("Gap").size());
        assertEveryCourseIsWhole(trail, answered);
        assertEquals(2, trail.about("/Patient/slow").size(), "what ends during the shutdown is kept");
    }

    private static void assertEveryCourseIsWhole(TrailFile trail, Set<String> answered) {
        Map<String, StringBuilder> courses = new HashMap<>();
        for (JsonNode record : trail.about("/Patient/")) {
            String uri = text(record, "uri");
            courses.computeIfAbsent(uri.substring(uri.indexOf("/Patient/")), path -> new StringBuilder())
                    .append(text(record, "resultType"))
                    .append(' ');
        }
        courses.forEach((path, results) -> {
            if (answered.contains(path)) {
                assertEquals("Started Succeeded ", results.toString(), path);
            } else {
                assertTrue(
                        List.of("Started ", "Started Succeeded ", "Started Failed ")
                                .contains(results.toString()),
                        path + ": " + results);
            }
        });
        answered.forEach(path -> assertTrue(courses.containsKey(path), path + " was answered, and no record says so"));
    }

    private static void askUntilRefused(TestClient http, String path, Set<String> answered) {
        int number = 0;
        while (ask(http, path + number, answered)) {
            number++;
        }
    }

    private static boolean ask(TestClient http, String path, Set<String> answered) {
        try {
            if (http.get(path).statusCode() == 200) {
                answered.add(path);
                return true;
            }
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private TrailFile read() throws IOException {
        return TrailFile.read(folder.resolve("audit.ndjson"));
    }
}
