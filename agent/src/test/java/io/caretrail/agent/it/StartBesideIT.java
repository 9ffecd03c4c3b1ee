package io.caretrail.agent.it;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Starts each server again and again, in turn without an agent, with Caretrail's and with OpenTelemetry's, until it has
 * answered its first request, and writes the medians into docs/performance.md; see {@code benchmarks/startup.sh}.
 */
@Tag("comparison")
class StartBesideIT {

    private static final Page PAGE = new Page("performance.md", "## What does an agent add to a start?");
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final String HEAP = "-Xmx512m";

    @TempDir
    Path folder;

    /** What a process has used by its first answer. */
    private record Start(double wallMs, double cpuMs, double rssMiB) {}

    static Stream<Server> servers() {
        return Servers.wanted().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void what_an_agent_adds(Server server) throws IOException {
        List<Start> bare = new ArrayList<>();
        List<Start> ours = new ArrayList<>();
        List<Start> theirs = new ArrayList<>();
        start(server, "");
        for (int round = 0; round < ROUNDS; round++) {
            bare.add(start(server, ""));
            ours.add(start(server, " " + caretrail()));
            theirs.add(start(server, " " + OtherAgent.openTelemetry().options()));
        }
        PAGE.write(
                "| " + server + " |",
                "| " + server + " | "
                        + Stream.<ToDoubleFunction<Start>>of(Start::wallMs, Start::cpuMs, Start::rssMiB)
                                .map(figure -> cell(bare, figure) + " | " + added(bare, ours, figure) + " | "
                                        + added(bare, theirs, figure))
                                .collect(joining(" | "))
                        + " |");
    }

    private String caretrail() throws IOException {
        Path here = Files.createTempDirectory(folder, "trail");
        return "-javaagent:" + CommandLine.agentJar() + " -Dcaretrail.settings.0.destinations.file.path="
                + here.resolve("audit.ndjson") + " -Dcaretrail.state=" + here.resolve("state");
    }

    private Start start(Server server, String options) throws IOException {
        Path base = Files.createTempDirectory(folder, "base");
        long began = System.nanoTime();
        try (RunningServer running = ProbeWar.start(server, Jdk.wanted().get(0), base, HEAP + options)) {
            assertEquals(200, running.get("/probe/ok").status());
            return new Start((System.nanoTime() - began) / 1e6, running.cpuMillis(), running.residentMiB());
        }
    }

    private static String cell(List<Start> starts, ToDoubleFunction<Start> figure) {
        return String.format(Locale.ROOT, "%.0f", median(starts, figure));
    }

    private static String added(List<Start> bare, List<Start> with, ToDoubleFunction<Start> figure) {
        return String.format(
                Locale.ROOT,
                "+%.0f (%.2f)",
                median(with, figure) - median(bare, figure),
                median(with, figure) / median(bare, figure));
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
        double[] sorted = starts.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
