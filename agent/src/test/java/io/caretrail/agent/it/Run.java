package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One server from start to stop with every case played on it.
 *
 * @param played what the client sent and saw, by case
 * @param trail all that Caretrail wrote; empty without a door
 * @param accessLog the lines of Tomcat's own access log, which it writes for its own reasons; empty on other servers
 * @param output what the server printed
 */
record Run(List<Played> played, Trail trail, List<String> accessLog, String output) {

    /** The application with error pages and a login, and the one without. */
    static final List<String> APPLICATIONS = List.of("probe", "plain");

    private static final String CONFIGURATION = "caretrail.yaml";

    /** Longer than the second within which a record is in the file (contract, Records). */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** After some records have not come, the run has failed and is only played to its end to show what else is missing. */
    private static final int PATIENT_MISSES = 5;

    private static final Duration IMPATIENCE = Duration.ofMillis(200);

    /**
     * Plays all that the server can do.
     *
     * @param folder that does not exist yet
     * @param withoutFinal requests that leave no final record, and are not waited for
     */
    static Run play(Server server, Jdk jdk, Path folder, Doors doors, Set<String> withoutFinal) throws IOException {
        return play(server, jdk, folder, doors, withoutFinal, "%s");
    }

    /**
     * The same with more options of the JVM.
     *
     * @param more of them; {@code %s} stands for those that the doors need
     */
    static Run play(Server server, Jdk jdk, Path folder, Doors doors, Set<String> withoutFinal, String more)
            throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        server.prepare(base);
        for (String application : APPLICATIONS) {
            Path war = server.place(base, application);
            ProbeWar.write(
                    war, application.equals("probe") ? "web-with-error-pages.xml" : "web-plain.xml", server.jakarta());
            if (doors.filter()) {
                ProbeWar.addLibrary(war, ProbeWar.filterJar(server.jakarta()));
            }
        }
        List<Path> files = trailFiles(folder.resolve("trail"), doors);
        List<Trail> trails = files.stream().map(Trail::new).toList();
        List<Played> played = new ArrayList<>();
        RunningServer running = RunningServer.start(server, jdk, base, more.formatted(options(folder, doors)));
        try (running) {
            if (doors == Doors.ATTACHED) {
                attach(running, jdk, folder);
            }
            int port = running.port();
            int misses = 0;
            for (Case each : cases(server)) {
                int before = finals(trails);
                Played play = play(each, port);
                Duration patience = misses < PATIENT_MISSES ? PATIENCE : IMPATIENCE;
                if (doors != Doors.NONE
                        && !await(trails, before + play.owed(server.differences(), withoutFinal), patience)) {
                    misses++;
                }
                played.add(new Played(play.caseName(), play.begin(), Instant.now(), play.turns()));
            }
        }
        return new Run(
                played,
                together(files, folder.resolve("all.ndjson")),
                accessLog(base.resolve("logs")),
                running.output());
    }

    Stream<Turn> turns() {
        return played.stream().flatMap(each -> each.turns().stream());
    }

    /** The ids of all requests. */
    Set<String> asked() {
        return turns().map(turn -> turn.ask().id()).collect(Collectors.toSet());
    }

    /**
     * What clients saw otherwise than in a run without Caretrail, a line each; empty when nothing.
     *
     * @param comparable of an answer, what two runs have in common
     */
    List<String> answeredUnlike(Run without, Function<Answer, String> comparable) {
        Map<String, String> plain = new HashMap<>();
        without.turns().forEach(turn -> plain.put(turn.ask().id(), comparable.apply(turn.answer())));
        List<String> problems = new ArrayList<>();
        turns().forEach(turn -> {
            String answer = comparable.apply(turn.answer());
            if (!answer.equals(plain.get(turn.ask().id()))) {
                problems.add(
                        turn + ": without Caretrail\n" + plain.get(turn.ask().id()) + "\n  with\n" + answer);
            }
        });
        return problems;
    }

    private static List<Case> cases(Server server) {
        return Case.all().stream()
                .filter(each -> !server.differences().leftOut().contains(each.name()))
                .toList();
    }

    /** The agent writes one trail, the filter one for each application. */
    private static List<Path> trailFiles(Path folder, Doors doors) {
        return switch (doors) {
            case NONE -> List.of();
            case AGENT, ATTACHED, BOTH -> List.of(folder.resolve("audit.ndjson"));
            case FILTER ->
                APPLICATIONS.stream()
                        .map(name -> folder.resolve(name + ".ndjson"))
                        .toList();
        };
    }

    /** Names the configuration, and the agent where it is there; an operator does nothing else. */
    private static String options(Path folder, Doors doors) throws IOException {
        if (doors == Doors.NONE) {
            return "";
        }
        Path configuration = folder.resolve(CONFIGURATION);
        Files.writeString(configuration, """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s/%s.ndjson", rollEvery: never }
                state: "%s"
                """.formatted(
                        folder.resolve("trail"),
                        doors.agent() ? "audit" : "${contextPath}",
                        folder.resolve("state" + (doors.agent() ? "" : "/${contextPath}"))));
        if (doors == Doors.ATTACHED) {
            return "";
        }
        String named = "-Dcaretrail.config=" + configuration;
        return doors.agent() ? "-javaagent:" + CommandLine.agentJar() + " " + named : named;
    }

    private static void attach(RunningServer running, Jdk jdk, Path folder) throws IOException {
        CommandLine.Ended ended = CommandLine.run(
                jdk,
                folder,
                "attach",
                Long.toString(running.pid()),
                folder.resolve(CONFIGURATION).toString());
        if (ended.status() != 0) {
            throw new IOException(ended.toString());
        }
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

    /** Waits until that many exchanges are over, or the time is up; whether they are. */
    private static boolean await(List<Trail> trails, int finals, Duration patience) throws IOException {
        Instant deadline = Instant.now().plus(patience);
        while (finals(trails) < finals) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            RunningServer.pause();
        }
        return true;
    }

    private static int finals(List<Trail> trails) throws IOException {
        int finals = 0;
        for (Trail trail : trails) {
            trail.refresh();
            finals += trail.finals();
        }
        return finals;
    }

    private static Trail together(List<Path> files, Path all) throws IOException {
        Files.createFile(all);
        for (Path file : files) {
            if (Files.exists(file)) {
                Files.write(all, Files.readAllBytes(file), StandardOpenOption.APPEND);
            }
        }
        Trail trail = new Trail(all);
        trail.refresh();
        return trail;
    }

    private static List<String> accessLog(Path logs) throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.isDirectory(logs)) {
            return lines;
        }
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
