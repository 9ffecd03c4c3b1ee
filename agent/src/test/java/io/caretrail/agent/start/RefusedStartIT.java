package io.caretrail.agent.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.agent.start.OperatorsJvm.Ended;
import io.caretrail.agent.start.OperatorsJvm.RunningJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing runs unaudited by accident (contract, "Artifacts" and "Starting"). */
class RefusedStartIT {

    private static final String WRONG = """
            service: fihr
            query: hash
            headers: [User-Agent, Auth*]
            settings:
              - destinations:
                  file: { path: audit.ndjson, rollAt: much }
            """;

    private static final String ALL_THAT_IS_WRONG = """
            Caretrail: the configuration is wrong:
            wrong.yaml:1: service "fihr": is not one of the choices; did you mean "fhir"? use one of auto, fhir, dicom
            wrong.yaml:2: query is not a key; it belongs here: uri.query
            wrong.yaml:3: headers[1] "Auth*": would match a header with credentials (authorization); name other headers:\
             credentials are never recorded
            """;

    private static final String DOES_NOT_START = "Caretrail: the server does not start; mend the above, or start it"
            + " WITHOUT an audit trail by -Dcaretrail.onStartFailure=continue\n";

    @TempDir
    private Path folder;

    @Test
    void a_wrong_configuration_stops_the_start_and_every_problem_is_said() throws Exception {
        Files.writeString(folder.resolve("wrong.yaml"), WRONG);

        Ended ended = OperatorsJvm.in(folder).agent("wrong.yaml").run(TinyServer.class);

        assertEquals(1, ended.status());
        assertEquals("", ended.output());
        assertTrue(ended.errors().startsWith(ALL_THAT_IS_WRONG), ended.errors());
        assertTrue(
                ended.errors().contains("wrong.yaml:6: settings[0].destinations.file.rollAt \"much\": "),
                ended.errors());
        assertTrue(ended.errors().endsWith(DOES_NOT_START), ended.errors());
        assertEquals(6, ended.errors().lines().count(), ended.errors());
        assertFalse(Files.exists(folder.resolve("port")), "the application ran");
        assertFalse(Files.exists(folder.resolve("audit.ndjson")));
    }

    @Test
    void a_server_may_start_without_its_trail_when_the_operator_says_so() throws Exception {
        Files.writeString(folder.resolve("wrong.yaml"), WRONG);
        OperatorsJvm jvm = OperatorsJvm.in(folder)
                .option("-Dcaretrail.onStartFailure=continue")
                .agent("wrong.yaml");

        try (RunningJvm server = jvm.start(TinyServer.class)) {
            assertEquals(
                    "at your service",
                    TestClient.of(server, folder).get("/Patient/1").body());
            Ended ended = server.terminate();

            assertEquals("", ended.output());
            assertTrue(ended.errors().startsWith(ALL_THAT_IS_WRONG), ended.errors());
            assertTrue(
                    ended.errors()
                            .endsWith("Caretrail: the server starts WITHOUT an audit trail, because"
                                    + " caretrail.onStartFailure=continue\n"),
                    ended.errors());
            assertFalse(Files.exists(folder.resolve("audit.ndjson")));
        }
    }

    @Test
    void a_configuration_that_does_not_exist_stops_the_start() throws Exception {
        Ended ended = OperatorsJvm.in(folder).agent("missing.yaml").run(TinyServer.class);

        assertEquals(1, ended.status());
        assertEquals("", ended.output());
        assertEquals(
                "Caretrail: the configuration is wrong:\n"
                        + "missing.yaml: the configuration file, named by the agent's argument, does not exist;"
                        + " create it, correct the path or name none\n"
                        + DOES_NOT_START,
                ended.errors());
        assertFalse(Files.exists(folder.resolve("port")), "the application ran");
    }

    @Test
    void a_path_that_cannot_be_written_stops_the_start() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "a file");

        Ended ended = OperatorsJvm.in(folder)
                .option("-Dcaretrail.settings.0.destinations.file.path=plain/audit.ndjson")
                .agent()
                .run(TinyServer.class);

        assertEquals(1, ended.status());
        assertEquals(
                "Caretrail: settings[0].destinations.file.path \"" + plain.resolve("audit.ndjson")
                        + "\": cannot be written: " + plain + " is not a directory; remove it or choose another path\n"
                        + DOES_NOT_START,
                ended.errors());
        assertFalse(Files.exists(folder.resolve("port")), "the application ran");
    }

    @Test
    void a_second_agent_stops_the_start_and_leaves_the_first_ones_trail_alone() throws Exception {
        Ended ended = OperatorsJvm.in(folder)
                .option("-Dcaretrail.settings.0.destinations.file.path=audit.ndjson")
                .agent()
                .agent()
                .run(TinyServer.class);

        assertEquals(1, ended.status());
        assertTrue(
                ended.errors()
                        .endsWith("Caretrail: this JVM has a Caretrail agent already; give -javaagent once\n"
                                + "Caretrail: the server does not start; mend the above, or start it with the first"
                                + " agent only by -Dcaretrail.onStartFailure=continue\n"),
                ended.errors());
        assertEquals(3, ended.errors().lines().count(), ended.errors());
        assertFalse(Files.exists(folder.resolve("port")), "the application ran");
    }

    @Test
    void a_server_may_start_with_the_first_of_two_agents_and_counts_once() throws Exception {
        OperatorsJvm jvm = OperatorsJvm.in(folder)
                .option("-Dcaretrail.settings.0.destinations.file.path=audit.ndjson")
                .option("-Dcaretrail.onStartFailure=continue")
                .agent()
                .agent();

        try (RunningJvm server = jvm.start(TinyServer.class)) {
            TestClient.of(server, folder).get("/Patient/1");
            Ended ended = server.terminate();

            assertTrue(
                    ended.errors()
                            .contains("Caretrail: the server starts with the first agent only, because"
                                    + " caretrail.onStartFailure=continue\n"),
                    ended.errors());
            TrailFile trail = TrailFile.read(folder.resolve("audit.ndjson"));
            assertEquals(2, trail.about("/Patient/1").size());
            assertEquals(1, trail.own("Start").size());
            assertEquals(1, trail.own("Stop").size());
        }
    }
}
