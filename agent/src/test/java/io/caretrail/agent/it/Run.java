package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * One server from start to stop with every case played on it.
 *
 * @param played what the client sent and saw, by case
 * @param trail all the agent wrote; empty without an agent
 * @param accessLog the lines of the server's own access log, which it writes for its own reasons
 * @param output what the server printed
 */
record Run(List<Played> played, Trail trail, List<String> accessLog, String output) {

    /** Longer than the second within which a record is in the file (contract, Records). */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** After some records have not come, the run has failed and is only played to its end to show what else is missing. */
    private static final int PATIENT_MISSES = 5;

    private static final Duration IMPATIENCE = Duration.ofMillis(200);

    static Run withoutAgent(TomcatVersion tomcat, Jdk jdk, Path folder) throws IOException {
        return play(tomcat, jdk, folder, "", false);
    }

    /** Loads the agent by CATALINA_OPTS and nothing else. */
    static Run withAgent(TomcatVersion tomcat, Jdk jdk, Path folder, Path agentJar) throws IOException {
        Files.createDirectories(folder);
        Path configuration = folder.resolve("caretrail.yaml");
        Files.writeString(configuration, """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s" }
                state: "%s"
                """.formatted(trailFile(folder), folder.resolve("state")));
        return play(tomcat, jdk, folder, "-javaagent:" + agentJar + "=" + configuration, true);
    }

    private static Run play(TomcatVersion tomcat, Jdk jdk, Path folder, String options, boolean audited)
            throws IOException {
        Trail trail = new Trail(trailFile(folder));
        List<Played> played = new ArrayList<>();
        Path base = folder.resolve("base");
        RunningTomcat server = RunningTomcat.start(tomcat, jdk, base, options);
        try (server) {
            int misses = 0;
            for (Case each : Case.all()) {
                int before = trail.finals();
                Played play = play(each, server.port());
                if (audited) {
                    Duration patience = misses < PATIENT_MISSES ? PATIENCE : IMPATIENCE;
                    misses += trail.await(before + play.owed(), patience) ? 0 : 1;
                }
                played.add(new Played(play.caseName(), play.begin(), Instant.now(), play.turns()));
            }
        }
        trail.refresh();
        return new Run(played, trail, accessLog(base.resolve("logs")), server.output());
    }

    private static Played play(Case each, int port) throws IOException {
        Queue<Turn> turns = new ConcurrentLinkedQueue<>();
        Instant begin = Instant.now();
        try {
            each.play().on(port, turns::add);
        } catch (IOException e) {
            throw new IOException("case " + each.name() + " could not be played: " + e, e);
        }
        return new Played(each.name(), begin, Instant.now(), List.copyOf(turns));
    }

    private static Path trailFile(Path folder) {
        return folder.resolve("trail").resolve("audit.ndjson");
    }

    private static List<String> accessLog(Path logs) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("localhost_access_log"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(file, UTF_8));
            }
        }
        return lines;
    }
}
