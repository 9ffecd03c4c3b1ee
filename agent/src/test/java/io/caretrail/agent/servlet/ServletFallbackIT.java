package io.caretrail.agent.servlet;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The agent on servers that it hooks at servlet level only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServletFallbackIT {

    private static final String PROBES = "io.caretrail.agent.servlet.probe.";
    private static final String TRACELESS = PROBES + "ProbeApplication$Traceless";

    /** The reasons a failure may have; a case that is not here has none. */
    private static final Map<String, Set<String>> REASONS = Map.of(
            "throw-before-commit", Set.of(TRACELESS),
            "throw-after-commit", Set.of(TRACELESS),
            "status-then-throw", Set.of(TRACELESS),
            "async-error", Set.of(TRACELESS),
            "async-throw", Set.of(TRACELESS),
            "async-timeout", Set.of("timeout"),
            "async-timeout-answered", Set.of("timeout"),
            "download", Set.of("client abort"),
            // Jetty answers by a servlet of its own, and no exception is seen.
            "unavailable", Set.of("", "jakarta.servlet.UnavailableException"));

    /**
     * Where the recorded status is not the one on the wire, and must not be taken for it: the error page runs after the
     * outermost filter and servlet have returned.
     */
    private static final Map<String, Integer> RECORDED_OTHERWISE = Map.of("error-page-replaced", 409);

    private final Map<TestServer, Observed> observed = new EnumMap<>(TestServer.class);

    @BeforeAll
    void send_every_case_to_every_server(@TempDir Path folder) throws IOException {
        for (TestServer server : TestServer.values()) {
            observed.put(server, Observed.of(server, folder.resolve(server.name())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_request_leaves_one_started_and_one_final_record(TestServer server) {
        forEach(Case.SEEN, sent -> {
            List<JsonNode> records = records(server, sent.name());
            assertEquals(2, records.size(), () -> sent + ": " + records);
            JsonNode started = records.get(0);
            JsonNode end = records.get(1);
            assertEquals("Started", text(started, "resultType"), sent.name());
            assertEquals(exchangeId(started), exchangeId(end), sent.name());
            assertEquals(text(started, "uri"), text(end, "uri"), sent.name());
            assertEquals(text(started, "callerIpAddress"), text(end, "callerIpAddress"), sent.name());
        });
    }

    @ParameterizedTest
    @EnumSource
    void each_request_of_eight_clients_at_once_leaves_the_records_it_leaves_alone(TestServer server) {
        forEach(Case.REPEATABLE, sent -> {
            for (int client = 0; client < Observed.CLIENTS; client++) {
                String id = Observed.idOf(client, sent);
                List<JsonNode> records = records(server, id);
                assertEquals(2, records.size(), () -> id + ": " + records);
                assertEquals(end(server, sent.name()), end(server, id), id);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void what_the_server_refuses_before_any_filter_or_servlet_leaves_no_record(TestServer server) {
        forEach(Case.UNSEEN, sent -> {
            assertTrue(wire(server, sent) >= 400, () -> sent + ": " + wire(server, sent));
            assertEquals(List.of(), records(server, sent.name()), sent.name());
        });
    }

    @ParameterizedTest
    @EnumSource
    void recorded_status_is_the_one_on_the_wire(TestServer server) {
        forEach(Case.SEEN, sent -> {
            int wire = wire(server, sent);
            assertTrue(wire >= 200, () -> sent + ": " + observed.get(server).audited());
            assertEquals(RECORDED_OTHERWISE.getOrDefault(sent.name(), wire), recordedStatus(server, sent), sent.name());
        });
    }

    @ParameterizedTest
    @EnumSource
    void failed_is_a_status_from_400_or_an_error_and_says_which(TestServer server) {
        forEach(Case.SEEN, sent -> {
            JsonNode end = records(server, sent.name()).get(1);
            String reason = text(end, "resultDescription");
            assertTrue(
                    REASONS.getOrDefault(sent.name(), Set.of("")).contains(reason),
                    () -> sent + " failed by " + reason);
            assertEquals(
                    end.get("resultSignature").asInt() >= 400 || !reason.isEmpty() ? "Failed" : "Succeeded",
                    text(end, "resultType"),
                    sent.name());
        });
    }

    @ParameterizedTest
    @EnumSource
    void response_is_byte_for_byte_that_of_the_server_without_the_agent(TestServer server) {
        forEach(
                Stream.concat(Case.SEEN.stream(), Case.UNSEEN.stream()).toList(),
                sent -> assertEquals(
                        observed.get(server).plain().get(sent.name()),
                        observed.get(server).audited().get(sent.name()),
                        sent.name()));
        assertTrue(observed.get(server).audited().get("form").contains("name is Jos"));
    }

    @ParameterizedTest
    @EnumSource
    void filters_chains_and_servlets_are_hooked_and_nothing_else(TestServer server) {
        Set<String> hooked = Set.copyOf(observed.get(server).printed().stream()
                .filter(line -> line.startsWith("hooked " + PROBES))
                .map(line -> line.substring(("hooked " + PROBES).length()))
                .toList());

        assertEquals(Set.of("Bare", "Both", "DefaultFilter", "PassingFilter", "RefusingFilter"), hooked);
    }

    @ParameterizedTest
    @EnumSource
    void no_hook_fails_or_misfits(TestServer server) {
        String log = observed.get(server).log();

        assertFalse(log.contains("ERROR Caretrail"), log);
    }

    /** Jetty 12 calls no AsyncListener any more, Undertow only at the timeout, Jetty 9.4 as if all were well. */
    @Test
    void client_that_leaves_a_write_listener_is_recorded_as_the_server_tells_it() {
        String id = Case.BROKEN_OFF.name();

        assertEquals("Succeeded 200", recorded(TestServer.JETTY_9, id));
        assertEquals("Started only", recorded(TestServer.JETTY_12, id));
        assertEquals("Failed 200", recorded(TestServer.UNDERTOW, id));
    }

    @Test
    void page_says_what_is_not_as_on_the_wire() throws IOException {
        String page = Files.readString(Path.of("../docs/servers.md"));

        for (String row : rows()) {
            assertTrue(page.contains(row), () -> "docs/servers.md lacks this row:\n" + row);
        }
    }

    /** A row for each case of which the trail says less than the client saw. */
    private List<String> rows() {
        Stream<Case> differing = Stream.concat(
                Case.UNSEEN.stream(), Case.SEEN.stream().filter(sent -> RECORDED_OTHERWISE.containsKey(sent.name())));
        return Stream.concat(differing, Stream.of(Case.BROKEN_OFF))
                .map(sent -> {
                    StringBuilder row = new StringBuilder("| `").append(sent).append("` |");
                    for (TestServer server : TestServer.values()) {
                        row.append(' ')
                                .append(wire(server, sent))
                                .append(", ")
                                .append(recorded(server, sent.name()))
                                .append(" |");
                    }
                    return row.toString();
                })
                .toList();
    }

    private String recorded(TestServer server, String id) {
        return switch (records(server, id).size()) {
            case 0 -> "no record";
            case 1 -> "Started only";
            default -> end(server, id).strip().replaceFirst("^(\\w+ \\d+).*", "$1");
        };
    }

    private int wire(TestServer server, Case sent) {
        return Wire.status(observed.get(server).audited().get(sent.name()));
    }

    private List<JsonNode> records(TestServer server, String id) {
        return observed.get(server).records().getOrDefault(id, List.of());
    }

    private int recordedStatus(TestServer server, Case sent) {
        return records(server, sent.name()).get(1).get("resultSignature").asInt();
    }

    private String end(TestServer server, String id) {
        JsonNode end = records(server, id).get(1);
        return text(end, "resultType") + " " + end.get("resultSignature") + " " + text(end, "resultDescription");
    }

    private static String exchangeId(JsonNode audit) {
        String id = text(audit, "recordId");
        return id.substring(0, id.indexOf('.'));
    }

    private static String text(JsonNode audit, String field) {
        return audit.path(field).asString("");
    }

    private static void forEach(List<Case> cases, Consumer<Case> check) {
        assertAll(cases.stream().map(sent -> () -> check.accept(sent)));
    }
}
