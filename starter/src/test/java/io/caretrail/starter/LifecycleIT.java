package io.caretrail.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The starter with applications that come and go, in a war, and beside the agent. */
class LifecycleIT {

    private static final String FILE = "--caretrail.settings[0].destinations.file.path=audit.ndjson";

    @TempDir
    Path folder;

    @Test
    void restart_by_devtools_goes_on_in_the_same_file() throws IOException {
        Path classes = folder.resolve("classes");
        copy(Boot.BOOT_35.home().resolve("classes"), classes);
        List<Path> libraries = new ArrayList<>(Boot.BOOT_35.libraries());
        libraries.add(Boot.BOOT_35.starter());
        libraries.addAll(Boot.BOOT_35.extras("spring-boot-devtools"));
        Server server = Server.start(
                folder,
                Boot.command(
                        classes,
                        libraries,
                        List.of(
                                "-Dspring.devtools.restart.poll-interval=400ms",
                                "-Dspring.devtools.restart.quiet-period=200ms"),
                        FILE));
        try (server) {
            assertEquals(200, server.get("/open?1", null));
            Files.writeString(classes.resolve("changed.txt"), "something to restart for");
            server.await(Pattern.compile("(?s)Started ProbeApplication.*Started ProbeApplication"));
            assertEquals(200, server.get("/open?2", null));
        }
        Path trail = folder.resolve("audit.ndjson");
        assertEquals(List.of("GET /open?1 200 - -", "GET /open?2 200 - -"), Records.ofRequests(trail));
        assertEquals(
                List.of("Caretrail.Start", "Caretrail.Stop", "Caretrail.Start", "Caretrail.Stop"), Records.own(trail));
    }

    @Test
    void start_that_fails_later_ends_the_trail_too() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Server server = Server.start(
                        folder, Boot.BOOT_35.command(List.of("-Dserver.port=" + taken.getLocalPort()), FILE))) {
            assertFalse(server.isAlive(), server::outputNow);
            assertTrue(server.output().contains("was already in use"), server::outputNow);
        }
        assertEquals(List.of("Caretrail.Start", "Caretrail.Stop"), Records.own(folder.resolve("audit.ndjson")));
    }

    @Test
    void switched_off_it_says_so_once_and_serves() throws IOException {
        Server server = Server.start(folder, Boot.BOOT_35.command(List.of(), FILE, "--caretrail.enabled=false"));
        try (server) {
            assertEquals(200, server.get("/open", null));
            assertEquals(401, server.get("/fhir/Patient/1", "nurse:wrong"));
        }
        assertEquals(List.of("Caretrail.Disabled"), Records.own(folder.resolve("audit.ndjson")));
        assertEquals(List.of(), Records.ofRequests(folder.resolve("audit.ndjson")));
    }

    @Test
    void actuator_with_a_port_of_its_own_answers_and_leaves_no_records() throws IOException {
        List<Path> libraries = new ArrayList<>(Boot.BOOT_35.libraries());
        libraries.add(Boot.BOOT_35.starter());
        libraries.addAll(Boot.BOOT_35.extras("spring-boot-actuator"));
        Server server = Server.start(
                folder,
                Boot.command(
                        Boot.BOOT_35.home().resolve("classes"),
                        libraries,
                        List.of(),
                        FILE,
                        "--management.server.port=0"));
        try (server) {
            assertEquals(2, server.ports().size(), server::outputNow);
            assertEquals(200, server.get("/actuator/health", "nurse:florence"), server::outputNow);
            assertEquals(401, server.get("/actuator/health", "nurse:wrong"));
            int application = server.ports().get(0);
            assertEquals(401, server.get(application, "/actuator/health", "nurse:wrong"));
            assertEquals(200, server.get(application, "/open", null));
        }
        assertEquals(
                List.of("GET /actuator/health 401 nurse false", "GET /open 200 - -"),
                Records.ofRequests(folder.resolve("audit.ndjson")));
    }

    @Test
    void stands_down_where_the_agent_is() throws IOException {
        Server server = Server.start(
                folder,
                Boot.BOOT_35.command(
                        List.of(
                                "-javaagent:"
                                        + Path.of(System.getProperty("caretrail.agent.jar"))
                                                .toRealPath(),
                                "-Dcaretrail.settings.0.destinations.file.path=audit.ndjson"),
                        "--caretrail.location=unread"));
        try (server) {
            assertEquals(200, server.get("/fhir/Patient/1", "nurse:florence"));
        }
        assertTrue(server.output().contains("the filter stands down"), server.output());
        assertEquals(1, Records.ofRequests(folder.resolve("audit.ndjson")).size());
    }

    @Test
    void war_on_a_tomcat_counts_once_by_springs_properties() throws IOException {
        Path home = Path.of(System.getProperty("caretrail.tomcat"));
        for (String part : List.of("conf", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(folder.resolve(part));
        }
        copy(home.resolve("conf"), folder.resolve("conf"));
        Files.writeString(
                folder.resolve("conf/server.xml"),
                Files.readString(home.resolve("conf/server.xml"))
                        .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                        .replace("<Connector port=\"8080\"", "<Connector port=\"0\" address=\"127.0.0.1\""));
        war(folder.resolve("webapps/clinic.war"), """
                caretrail:
                  location: of-spring
                  settings:
                    - destinations.file.path: trail${contextPath}.ndjson
                """);
        ProcessBuilder command =
                new ProcessBuilder("sh", home.resolve("bin/catalina.sh").toString(), "run");
        command.environment().put("CATALINA_BASE", folder.toString());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));

        Server server = Server.start(folder, command);
        try (server) {
            server.await(Pattern.compile("Server startup in"));
            assertEquals(200, server.get("/clinic/fhir/Patient/1", "nurse:florence"), server::outputNow);
            assertEquals(401, server.get("/clinic/fhir/Patient/1", "nurse:wrong"));
        }
        Path trail = folder.resolve("trail/clinic.ndjson");
        assertEquals(
                List.of("GET /clinic/fhir/Patient/1 200 nurse true", "GET /clinic/fhir/Patient/1 401 nurse false"),
                Records.ofRequests(trail));
        assertEquals("of-spring", Records.all(trail).get(0).path("location").asString());
    }

    private static void war(Path war, String properties) throws IOException {
        Path classes = Boot.BOOT_35.home().resolve("classes");
        try (OutputStream out = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(zip, "WEB-INF/classes/" + classes.relativize(file), Files.readAllBytes(file));
            }
            add(zip, "WEB-INF/classes/application.yml", properties.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (Path library : new Boot("3.5", "Tomcat's own", false).libraries()) {
                add(zip, "WEB-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
            }
            add(zip, "WEB-INF/lib/" + Boot.BOOT_35.starter().getFileName(), Files.readAllBytes(Boot.BOOT_35.starter()));
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
