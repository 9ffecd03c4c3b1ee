package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Redeploys a war fifty times, as an operator does, by Tomcat's manager, and looks for what stays behind. */
class FilterRedeployIT {

    private static final int TIMES = 50;
    private static final String LOADER = "org.apache.catalina.loader.ParallelWebappClassLoader";

    @TempDir
    Path folder;

    static List<Tomcat> servers() {
        return Tomcat.all();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void fifty_redeployments_leave_no_thread_class_loader_file_or_mapping(Tomcat tomcat) throws IOException {
        Path base = prepared(tomcat);
        Path war = war(tomcat);
        Jdk jdk = Jdk.wanted().get(0);
        try (RunningServer server = RunningServer.start(tomcat, jdk, base, "")) {
            redeploy(server, war);
            Held first = held(jdk, server);
            for (int i = 1; i < TIMES; i++) {
                redeploy(server, war);
            }
            assertEquals(first.lasting(), held(jdk, server).lasting(), "after the first and after the last");
            assertTrue(
                    first.threads().keySet().containsAll(Set.of("caretrail-writer", "caretrail-tend")),
                    first::toString);
            assertEquals(Set.of(1L), Set.copyOf(first.threads().values()), first::toString);
            assertEquals(2, first.loaders(), "the manager's and the application's");
            assertEquals(1, first.mappings().size(), first::toString);

            manage(server, "undeploy?path=/app");
            Held last = held(jdk, server);
            assertEquals(Map.of(), last.threads());
            assertEquals(List.of(), last.files());
            assertEquals(List.of(), last.mappings());
            // The JDK keeps the loader whose records were compared last, whoever's they are; filter/RATIONALE.md.
            assertTrue(last.loaders() <= 2, last::toString);
            assertFalse(server.output().contains("memory leak"), server::output);
        }
        String trail = Files.readString(base.resolve("trail/app.ndjson"), UTF_8);
        assertEquals(TIMES, lines(trail, "\"Caretrail.Start\""));
        assertEquals(TIMES, lines(trail, "\"Caretrail.Stop\""));
        assertEquals(TIMES, lines(trail, "\"resultType\":\"Started\""));
    }

    /**
     * What the application holds in the server's process.
     *
     * @param threads how many of ours there are, by name
     * @param loaders of web applications, the manager's included
     * @param files open below the trail's folder
     * @param mappings of files below the trail's folder
     */
    private record Held(Map<String, Long> threads, int loaders, List<String> files, List<String> mappings) {

        /** Without the thread that looks through the folder, which comes and goes. */
        Held lasting() {
            Map<String, Long> lasting = new HashMap<>(threads);
            lasting.remove("caretrail-archive");
            return new Held(lasting, loaders, files, mappings);
        }
    }

    private Held held(Jdk jdk, RunningServer server) throws IOException {
        String trail = folder.resolve("base/trail").toString();
        return new Held(
                threads(jcmd(jdk, server, "Thread.print")),
                instances(jcmd(jdk, server, "GC.class_histogram")),
                openFiles(server.pid(), trail),
                Files.readString(Path.of("/proc/" + server.pid() + "/maps"))
                        .lines()
                        .filter(line -> line.contains(trail))
                        .map(line -> line.substring(line.indexOf(trail)))
                        .sorted()
                        .toList());
    }

    private Path prepared(Tomcat tomcat) throws IOException {
        Path base = folder.resolve("base");
        tomcat.prepare(base);
        Path manager = tomcat.home().resolve("webapps/manager");
        try (Stream<Path> files = Files.walk(manager)) {
            for (Path file : files.toList()) {
                Files.copy(file, base.resolve("webapps/manager").resolve(manager.relativize(file)));
            }
        }
        Files.writeString(base.resolve("conf/tomcat-users.xml"), """
                <tomcat-users>
                  <user username="operator" password="operator" roles="manager-script"/>
                </tomcat-users>
                """);
        Files.writeString(base.resolve("caretrail.yaml"), """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s/trail${contextPath}.ndjson", rollEvery: never }
                """.formatted(base));
        return base;
    }

    private Path war(Tomcat tomcat) throws IOException {
        Path war = folder.resolve("app.war");
        try (OutputStream out = Files.newOutputStream(war);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry("index.html"));
            jar.write("hello".getBytes(UTF_8));
        }
        ProbeWar.addLibrary(war, ProbeWar.filterJar(tomcat.jakarta()));
        return war;
    }

    private static void redeploy(RunningServer server, Path war) throws IOException {
        manage(server, "deploy?path=/app&update=true&war=file:" + war);
        assertEquals(200, server.get("/app/index.html").status());
    }

    private static void manage(RunningServer server, String command) throws IOException {
        String credentials = Base64.getEncoder().encodeToString("operator:operator".getBytes(UTF_8));
        Ask ask = Ask.of("manage", "GET", "/manager/text/" + command, "Authorization: Basic " + credentials);
        try (Conversation conversation = new Conversation(server.port())) {
            Answer answer = conversation.ask(ask);
            assertTrue(answer.raw().contains("OK - "), answer::raw);
        }
    }

    private static String jcmd(Jdk jdk, RunningServer server, String command) throws IOException {
        Process process = new ProcessBuilder(
                        jdk.home().resolve("bin/jcmd").toString(), Long.toString(server.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private static Map<String, Long> threads(String dump) {
        return Pattern.compile("\"(caretrail-[^\"]+)\"")
                .matcher(dump)
                .results()
                .collect(Collectors.groupingBy(thread -> thread.group(1), Collectors.counting()));
    }

    private static int instances(String histogram) {
        return histogram
                .lines()
                .filter(line -> line.contains(LOADER + " ") || line.endsWith(LOADER))
                .mapToInt(line -> Integer.parseInt(line.trim().split("\\s+", -1)[1]))
                .sum();
    }

    private static List<String> openFiles(long pid, String below) throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                // One that has been closed since it was listed is no leak.
                if (Files.isSymbolicLink(descriptor)) {
                    String file = Files.readSymbolicLink(descriptor).toString();
                    if (file.startsWith(below)) {
                        open.add(file);
                    }
                }
            }
        }
        return open.stream().sorted().toList();
    }

    private static int lines(String text, String part) {
        return (int) text.lines().filter(line -> line.contains(part)).count();
    }
}
