package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How applications with the filter's jar start on an unmodified Tomcat, and when they do not. */
class FilterStartIT {

    private static final Jdk JDK = Jdk.wanted().get(0);

    @TempDir
    Path folder;

    static List<Tomcat> servers() {
        return Tomcat.all();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void jar_of_the_other_namespace_stops_the_application_and_names_the_right_one(Tomcat tomcat) throws IOException {
        Path base = prepared(tomcat, "path: \"BASE/trail${contextPath}.ndjson\"");
        war(tomcat, base, "probe", !tomcat.jakarta());

        try (RunningServer server = RunningServer.start(tomcat, JDK, base, "")) {
            assertEquals(404, server.get("/probe/ok").status());
            assertTrue(logs(base)
                    .contains("put " + ProbeWar.filterJar(tomcat.jakarta()).getFileName() + " into WEB-INF/lib"));
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void wrong_configuration_stops_the_application_with_every_problem(Tomcat tomcat) throws IOException {
        Path base = prepared(tomcat, "path: \"BASE/trail.ndjson\", keep: soon, rollat: 1MB");
        war(tomcat, base, "probe", tomcat.jakarta());

        try (RunningServer server = RunningServer.start(tomcat, JDK, base, "")) {
            assertEquals(404, server.get("/probe/ok").status());
            String log = logs(base);
            assertTrue(log.contains("rollat") && log.contains("soon"), log);
            assertTrue(log.contains("-Dcaretrail.onStartFailure=continue"), log);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void wrong_configuration_lets_the_application_run_unaudited_where_the_operator_says_so(Tomcat tomcat)
            throws IOException {
        Path base = prepared(tomcat, "path: \"BASE/trail.ndjson\", keep: soon");
        war(tomcat, base, "probe", tomcat.jakarta());

        try (RunningServer server = RunningServer.start(tomcat, JDK, base, "-Dcaretrail.onStartFailure=continue")) {
            assertEquals(200, server.get("/probe/ok").status());
            assertTrue(server.output().contains("WITHOUT an audit trail"), server::output);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void second_application_on_one_file_is_refused_with_the_name_of_the_first(Tomcat tomcat) throws IOException {
        Path base = prepared(tomcat, "path: \"BASE/trail.ndjson\"");
        war(tomcat, base, "one", tomcat.jakarta());
        war(tomcat, base, "two", tomcat.jakarta());

        try (RunningServer server = RunningServer.start(tomcat, JDK, base, "")) {
            List<Integer> statuses = List.of(
                    server.get("/one/ok").status(), server.get("/two/ok").status());
            assertEquals(List.of(200, 404), statuses.stream().sorted().toList());
            String holder = statuses.get(0) == 200 ? "/one" : "/two";
            assertTrue(logs(base).contains("the web application " + holder + " of this JVM writes this file"));
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void filter_that_web_xml_declares_counts_once_with_its_own_configuration(Tomcat tomcat) throws IOException {
        Path base = prepared(tomcat, "path: \"BASE/trail.ndjson\"");
        Files.move(base.resolve("caretrail.yaml"), base.resolve("named.yaml"));
        Path war = war(tomcat, base, "probe", tomcat.jakarta());
        ProbeWar.add(war, "WEB-INF/web.xml", declared(base.resolve("named.yaml")));

        RunningServer server = RunningServer.start(tomcat, JDK, base, "");
        try (server) {
            assertEquals(200, server.get("/probe/ok").status());
            assertEquals(200, server.get("/probe/forward").status());
        }
        assertEquals(2, exchanges(base.resolve("trail.ndjson")).size());
        assertTrue(exchanges(base.resolve("trail.ndjson")).stream().allMatch(Recorded::whole));
        // It is declared without async-supported, for this one line.
        assertTrue(server.output().contains("<async-supported>true</async-supported>"), server::output);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void filter_stands_down_where_the_agent_is(Tomcat tomcat) throws IOException {
        Path base = prepared(tomcat, "path: \"BASE/trail.ndjson\"");
        war(tomcat, base, "probe", tomcat.jakarta());
        Path agent = Path.of(System.getProperty("caretrail.agent.jar")).toAbsolutePath();

        RunningServer server = RunningServer.start(tomcat, JDK, base, "-javaagent:" + agent);
        try (server) {
            assertEquals(200, server.get("/probe/ok").status());
            assertEquals(200, server.get("/probe/async/complete").status());
        }
        assertEquals(2, exchanges(base.resolve("trail.ndjson")).size());
        assertEquals(1, server.output().split("the filter stands down", -1).length - 1, server::output);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void switched_off_it_says_so_once_and_records_nothing(Tomcat tomcat) throws IOException {
        Path base = prepared(tomcat, "path: \"BASE/trail.ndjson\"");
        war(tomcat, base, "probe", tomcat.jakarta());

        try (RunningServer server = RunningServer.start(tomcat, JDK, base, "-Dcaretrail.enabled=false")) {
            assertEquals(200, server.get("/probe/ok").status());
        }
        String trail = Files.readString(base.resolve("trail.ndjson"));
        assertEquals(1, trail.lines().count(), trail);
        assertTrue(trail.contains("Caretrail.Disabled"), trail);
    }

    private Path prepared(Tomcat tomcat, String file) throws IOException {
        Path base = folder.resolve("base");
        tomcat.prepare(base);
        Files.writeString(base.resolve("caretrail.yaml"), """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { %s }
                """.formatted(file.replace("BASE", base.toString())));
        return base;
    }

    private static Path war(Tomcat tomcat, Path base, String name, boolean jakarta) throws IOException {
        Path war = base.resolve("webapps/" + name + ".war");
        ProbeWar.write(war, "web-plain.xml", tomcat.jakarta());
        ProbeWar.addLibrary(war, ProbeWar.filterJar(jakarta));
        return war;
    }

    private static byte[] declared(Path configuration) throws IOException {
        String filter = """
                <filter>
                  <filter-name>audit</filter-name>
                  <filter-class>io.caretrail.filter.AuditFilter</filter-class>
                  <init-param><param-name>config</param-name><param-value>%s</param-value></init-param>
                </filter>
                <filter-mapping>
                  <filter-name>audit</filter-name><url-pattern>/*</url-pattern>
                  <dispatcher>REQUEST</dispatcher><dispatcher>FORWARD</dispatcher><dispatcher>ERROR</dispatcher>
                </filter-mapping>
                </web-app>
                """.formatted(configuration);
        String plain = new String(ProbeWar.resource("web-plain.xml"), UTF_8);
        String declared = plain.replace("</web-app>", filter);
        assertFalse(plain.equals(declared), plain);
        return declared.getBytes(UTF_8);
    }

    private static List<Recorded> exchanges(Path file) throws IOException {
        Trail trail = new Trail(file);
        trail.refresh();
        return trail.exchanges();
    }

    /** Tomcat tells an operator of a failed start in the host's log. */
    private static String logs(Path base) throws IOException {
        StringBuilder all = new StringBuilder(Files.readString(base.resolve("output.txt"), UTF_8));
        try (var files = Files.list(base.resolve("logs"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, UTF_8));
            }
        }
        return all.toString();
    }
}
