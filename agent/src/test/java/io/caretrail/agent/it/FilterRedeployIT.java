package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
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
            for (int i = 1; i < TIMES; i++) {
                redeploy(server, war);
            }
            Map<String, Long> threads = threads(jcmd(jdk, server, "Thread.print"));
            assertTrue(threads.keySet().containsAll(Set.of("caretrail-writer", "caretrail-tend")), threads::toString);
            assertEquals(Set.of(1L), Set.copyOf(threads.values()), threads::toString);
            assertEquals(2, instances(jcmd(jdk, server, "GC.class_histogram")), "the manager's and the application's");
            assertEquals(1, openFiles(server.pid(), ".ndjson"));
            assertEquals(
                    0,
                    lines(
                            Files.readString(Path.of("/proc/" + server.pid() + "/maps")),
                            folder.toString() + "/base/trail"));
            assertFalse(server.output().contains("memory leak"), server::output);
        }
        String trail = Files.readString(base.resolve("trail/app.ndjson"), UTF_8);
        assertEquals(TIMES, lines(trail, "\"Caretrail.Start\""));
        assertEquals(TIMES, lines(trail, "\"Caretrail.Stop\""));
        assertEquals(TIMES, lines(trail, "\"resultType\":\"Started\""));
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
                      file: { path: "%s/trail${contextPath}.ndjson" }
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
        String credentials = Base64.getEncoder().encodeToString("operator:operator".getBytes(UTF_8));
        Ask deploy = Ask.of(
                "deploy",
                "GET",
                "/manager/text/deploy?path=/app&update=true&war=file:" + war,
                "Authorization: Basic " + credentials);
        try (Conversation conversation = new Conversation(server.port())) {
            Answer answer = conversation.ask(deploy);
            assertTrue(answer.raw().contains("OK - "), answer::raw);
        }
        assertEquals(200, server.get("/app/index.html").status());
    }

    private static String jcmd(Jdk jdk, RunningServer server, String command) throws IOException {
        Process process = new ProcessBuilder(
                        jdk.home().resolve("bin/jcmd").toString(), Long.toString(server.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    /** How many threads of ours there are, by name. */
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

    private static int openFiles(long pid, String suffix) throws IOException {
        int open = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                // One that has been closed since it was listed is no leak.
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().endsWith(suffix)) {
                    open++;
                }
            }
        }
        return open;
    }

    private static int lines(String text, String part) {
        return (int) text.lines().filter(line -> line.contains(part)).count();
    }
}
