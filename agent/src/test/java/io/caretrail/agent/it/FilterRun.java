package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Plays every case on a Tomcat whose two wars have the filter's jar in WEB-INF/lib, and a trail each. */
final class FilterRun {

    /** Of a case that leaves less than its records nothing more is to come; the next one must not find its rest. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private FilterRun() {}

    /**
     * One server from start to stop.
     *
     * @param options CATALINA_OPTS, with which an agent comes
     */
    static Run play(TomcatVersion tomcat, Jdk jdk, Path base, String options) throws IOException {
        WarTomcat.prepare(tomcat, base);
        deploy(tomcat, base.resolve("webapps/probe.war"), "web-with-error-pages.xml");
        deploy(tomcat, base.resolve("webapps/plain.war"), "web-plain.xml");
        Files.writeString(base.resolve("caretrail.yaml"), """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s/trail${contextPath}.ndjson" }
                """.formatted(base));
        List<Path> files = List.of(base.resolve("trail/probe.ndjson"), base.resolve("trail/plain.ndjson"));
        List<Trail> trails = files.stream().map(Trail::new).toList();
        List<Played> played = new ArrayList<>();
        WarTomcat server = WarTomcat.start(tomcat, jdk, base, options);
        try (server) {
            int port = server.port();
            for (Case each : Case.all()) {
                played.add(play(each, port, trails));
            }
        }
        return new Run(played, together(files, base.resolve("trail/both.ndjson")), List.of(), server.output());
    }

    private static void deploy(TomcatVersion tomcat, Path war, String webXml) throws IOException {
        ProbeWar.write(war, webXml, tomcat.jakarta());
        WarTomcat.addLibrary(war, jar(tomcat.jakarta()));
    }

    /** The jar for the namespace, as the build has made it. */
    static Path jar(boolean jakarta) {
        return Path.of("../filter/target", jakarta ? "caretrail-filter.jar" : "caretrail-filter-javax.jar")
                .toAbsolutePath()
                .normalize();
    }

    private static Played play(Case each, int port, List<Trail> trails) throws IOException {
        Queue<Turn> turns = new ConcurrentLinkedQueue<>();
        int before = finals(trails);
        Instant begin = Instant.now();
        each.play().on(port, turns::add);
        Played play = new Played(each.name(), begin, begin, List.copyOf(turns));
        Instant deadline = Instant.now().plus(PATIENCE);
        while (finals(trails) < before + play.owed() && Instant.now().isBefore(deadline)) {
            WarTomcat.pause();
        }
        return new Played(each.name(), begin, Instant.now(), play.turns());
    }

    private static int finals(List<Trail> trails) throws IOException {
        int finals = 0;
        for (Trail trail : trails) {
            trail.refresh();
            finals += trail.finals();
        }
        return finals;
    }

    private static Trail together(List<Path> files, Path both) throws IOException {
        Files.createDirectories(both.getParent());
        Files.createFile(both);
        for (Path file :
                Stream.of(files).flatMap(List::stream).filter(Files::exists).toList()) {
            Files.write(both, Files.readAllBytes(file), StandardOpenOption.APPEND);
        }
        Trail trail = new Trail(both);
        trail.refresh();
        return trail;
    }
}
