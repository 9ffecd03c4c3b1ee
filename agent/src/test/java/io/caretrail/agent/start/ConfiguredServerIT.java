package io.caretrail.agent.start;

import static io.caretrail.agent.start.TrailFile.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.start.OperatorsJvm.Ended;
import io.caretrail.agent.start.OperatorsJvm.RunningJvm;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What ranks above what, what is off when it is switched off, and a configuration that changes while requests come. */
class ConfiguredServerIT {

    @TempDir
    private Path folder;

    @Test
    void a_system_property_wins_over_the_environment_and_that_over_the_file() throws Exception {
        configure("audit.ndjson", """
                resourceId: /from/file
                location: from-file
                type: from-file
                """);
        OperatorsJvm jvm = OperatorsJvm.in(folder)
                .environment("CARETRAIL_RESOURCEID", "/from/environment")
                .environment("CARETRAIL_LOCATION", "from-environment")
                .option("-Dcaretrail.resourceId=/from/property")
                .agent("caretrail.yaml");

        try (RunningJvm server = jvm.start(TinyServer.class)) {
            TestClient.of(server, folder).get("/Patient/1");
            server.terminate();
        }

        List<JsonNode> records = read("audit.ndjson").records();
        assertEquals(4, records.size());
        for (JsonNode record : records) {
            assertEquals("/from/property", text(record, "resourceId"));
            assertEquals("from-environment", text(record, "location"));
            assertEquals("from-file", text(record, "type"));
        }
    }

    @Test
    void one_record_says_that_auditing_is_switched_off() throws Exception {
        configure("audit.ndjson", "");
        OperatorsJvm jvm =
                OperatorsJvm.in(folder).option("-Dcaretrail.enabled=false").agent("caretrail.yaml");

        try (RunningJvm server = jvm.start(TinyServer.class)) {
            HttpResponse<String> response =
                    TestClient.of(server, folder).get("/Patient/1?class=java.lang.CaretrailHooks");
            assertEquals(200, response.statusCode());
            assertEquals("not seen", response.body());
            Ended ended = server.terminate();

            assertEquals("", ended.output());
            assertEquals(2, ended.errors().lines().count(), ended.errors());
            assertTrue(
                    ended.errors().endsWith("Caretrail: auditing is switched off by caretrail.enabled=false\n"),
                    ended.errors());
        }
        assertEquals(List.of("Caretrail.Disabled"), read("audit.ndjson").operationNames());
    }

    @Test
    void a_changed_configuration_takes_effect_and_no_request_is_lost() throws Exception {
        configure("one.ndjson", "uri: { query: keep }");
        ExecutorService client = Executors.newSingleThreadExecutor();
        AtomicBoolean enough = new AtomicBoolean();
        try (RunningJvm server = OperatorsJvm.in(folder).agent("caretrail.yaml").start(TinyServer.class)) {
            TestClient http = TestClient.of(server, folder);
            Future<Integer> asked = client.submit(() -> {
                int number = 0;
                while (!enough.get()) {
                    assertEquals(
                            200,
                            http.get("/Patient/steady-" + number++ + "?name=x").statusCode());
                }
                return number;
            });

            configure("one.ndjson", "uri: { query: drop }");
            Deadline.await(
                    "the first reload", () -> read("one.ndjson").own("Reload").size() == 1);
            http.get("/Patient/dropped?name=x");

            configure("two.ndjson", "uri: { query: keep }");
            Deadline.await(
                    "the second reload", () -> read("two.ndjson").own("Reload").size() == 1);
            http.get("/Patient/kept?name=x");

            configure("three.ndjson", "service: fihr\nfhirVersion: R9");
            Deadline.await("the refusal", () -> server.said().contains("the old one stays in force"));
            http.get("/Patient/still?name=x");

            configure("two.ndjson", "uri: { query: names }");
            Deadline.await(
                    "the third reload", () -> read("two.ndjson").own("Reload").size() == 2);
            http.get("/Patient/names?name=x");

            enough.set(true);
            int steady = asked.get();
            Ended ended = server.terminate();

            assertRefusedOnce(ended.errors());
            assertQueries();
            assertNoneLost(steady);
        } finally {
            enough.set(true);
            client.shutdown();
        }
    }

    private static void assertRefusedOnce(String errors) {
        assertEquals(2, errors.split("the old one stays in force", -1).length, errors);
        assertTrue(
                errors.contains("the changed configuration is wrong, the old one stays in force:\n"
                        + "caretrail.yaml:1: service \"fihr\": is not one of the choices;"),
                errors);
        assertTrue(errors.contains("\ncaretrail.yaml:2: fhirVersion \"R9\": "), errors);
        assertEquals(4, errors.split("the changed configuration is in force", -1).length, errors);
    }

    private void assertQueries() throws Exception {
        assertUris("one.ndjson", "/Patient/dropped", "/Patient/dropped");
        assertUris("two.ndjson", "/Patient/kept", "/Patient/kept?name=x");
        assertUris("two.ndjson", "/Patient/still", "/Patient/still?name=x");
        assertUris("two.ndjson", "/Patient/names", "/Patient/names?name=***");
        assertEquals(0, read("three.ndjson").records().size());
    }

    private void assertUris(String file, String path, String end) throws Exception {
        List<JsonNode> records = read(file).about(path);
        assertEquals(2, records.size(), path);
        for (JsonNode record : records) {
            assertTrue(text(record, "uri").endsWith(end), record.toString());
        }
    }

    private void assertNoneLost(int steady) throws Exception {
        TrailFile one = read("one.ndjson");
        TrailFile two = read("two.ndjson");
        Map<String, List<String>> results = Stream.of(one, two)
                .flatMap(trail -> trail.about("/Patient/steady-").stream())
                .collect(Collectors.groupingBy(
                        record -> text(record, "uri").replaceFirst("\\?.*", "").replaceFirst(".*-", ""),
                        Collectors.mapping(record -> text(record, "resultType"), Collectors.toList())));
        assertEquals(steady, results.size());
        results.forEach((number, both) -> assertEquals(List.of("Started", "Succeeded"), both, "request " + number));
        assertEquals(0, one.own("Gap").size() + two.own("Gap").size());
        assertEquals(1, two.own("Stop").size());
    }

    private void configure(String file, String rest) throws Exception {
        Files.writeString(folder.resolve("caretrail.yaml"), rest + """

                settings:
                  - destinations:
                      file: { path: %s, rollEvery: never }
                """.formatted(file));
    }

    private TrailFile read(String file) throws Exception {
        return TrailFile.read(folder.resolve(file));
    }
}
