package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When applications with the filter's jar do not serve on servers other than Tomcat; {@link FilterStartIT} has Tomcat. */
class RefusedStartElsewhereIT {

    private static final Jdk JDK = Jdk.wanted().get(0);

    @TempDir
    Path folder;

    /** Undertow alone is embedded: whoever does that sees the exception. */
    static Stream<Server> servers() {
        return Servers.wanted().stream().filter(server -> !(server instanceof Tomcat || server instanceof Undertow));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void application_does_not_serve_with_a_wrong_configuration(Server server) throws IOException {
        try (RunningServer running = start(server, server.jakarta(), "keep: soon")) {
            assertNotEquals(200, running.get("/probe/ok").status());
            assertTrue(running.output().contains("-Dcaretrail.onStartFailure=continue"), running::output);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void application_does_not_serve_with_the_jar_of_the_other_namespace(Server server) throws IOException {
        try (RunningServer running = start(server, !server.jakarta(), "keep: 10 days")) {
            assertNotEquals(200, running.get("/probe/ok").status());
            // They load the classes that web-fragment.xml names before any of them can speak.
            String said = server instanceof WildFly || server instanceof GlassFish
                    ? (server.jakarta() ? "javax" : "jakarta") + "/servlet/ServletContextListener"
                    : "put " + ProbeWar.filterJar(server.jakarta()).getFileName() + " into WEB-INF/lib";
            assertTrue(running.output().contains(said), running::output);
        }
    }

    private RunningServer start(Server server, boolean jakarta, String file) throws IOException {
        Path base = folder.resolve("base");
        server.prepare(base);
        Path configuration = Files.writeString(
                folder.resolve("caretrail.yaml"), """
                settings:
                  - name: trail
                    categories: [AuditLogs]
                    destinations:
                      file: { path: "%s", %s }
                """.formatted(folder.resolve("trail.ndjson"), file));
        Path war = server.place(base, "probe");
        ProbeWar.write(war, "web-plain.xml", server.jakarta());
        ProbeWar.addLibrary(war, ProbeWar.filterJar(jakarta));
        return RunningServer.start(server, JDK, base, "-Dcaretrail.config=" + configuration);
    }
}
