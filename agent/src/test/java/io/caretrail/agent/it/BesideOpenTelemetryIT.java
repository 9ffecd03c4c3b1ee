package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case under Caretrail's agent and again under OpenTelemetry's, by the same client: how many requests each misses,
 * doubles, or gives another status than the wire had. Writes the rows of docs/servers.md; see
 * {@code benchmarks/beside-opentelemetry.sh}.
 */
@Tag("comparison")
class BesideOpenTelemetryIT {

    private static final Page PAGE = new Page("servers.md", "## How does that compare with a tracing agent?");

    @TempDir
    Path folder;

    /** The log of GlassFish and of Payara breaks the lines in which the spans are printed. */
    static Stream<Server> servers() {
        return Stream.concat(Servers.wanted().stream(), Servers.hookedOtherwise().stream())
                .filter(server -> !(server instanceof GlassFish) && !(server instanceof Payara));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void the_same_requests_are_counted(Server server) throws IOException {
        Audit ours = new Audit(play(server, Doors.AGENT, "%s"), server.differences(), Sight.WHOLE);
        Run traced = play(server, Doors.NONE, OtherAgent.openTelemetry().options() + " " + Spans.OPTIONS);
        Trail spans = Spans.trail(traced.output(), folder.resolve("spans.ndjson"));
        assertTrue(!spans.exchanges().isEmpty(), traced::output);
        Audit theirs = new Audit(
                new Run(traced.played(), spans, traced.accessLog(), traced.output()),
                server.differences(),
                Sight.WHOLE);

        assertEquals(ours.tally().owed(), theirs.tally().owed());
        PAGE.write(
                "| " + server + " |",
                "| " + server + " | " + ours.tally().owed() + " | " + row(ours.tally()) + " | " + row(theirs.tally())
                        + " |");
        System.out.println(server + ", OpenTelemetry:\n  " + String.join("\n  ", theirs.faults()));
        System.out.println(server + ", Caretrail:\n  " + String.join("\n  ", ours.faults()));
    }

    private Run play(Server server, Doors doors, String options) throws IOException {
        Path here = Files.createTempDirectory(folder, "run").resolve("it");
        return Run.play(
                server, Jdk.wanted().get(0), here, doors, server.agentSight().withoutFinal(), options);
    }

    private static String row(Audit.Tally tally) {
        return tally.missed() + " | " + tally.doubled() + " | " + tally.otherStatus() + " | " + tally.unasked();
    }
}
