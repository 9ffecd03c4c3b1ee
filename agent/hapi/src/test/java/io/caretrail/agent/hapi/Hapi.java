package io.caretrail.agent.hapi;

import ca.uhn.fhir.rest.server.RestfulServer;
import io.caretrail.examples.story.AuditedServer;
import io.caretrail.examples.tomcat.LoopbackTomcat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;

/** The servers of the tests: each a JVM of its own with the agent. */
final class Hapi {

    private static final String PATH = "/fhir";
    private static final Path AGENT =
            Path.of("../target/caretrail-agent.jar").toAbsolutePath().normalize();

    private Hapi() {}

    /** Starts one of them; its trail is {@code audit.ndjson} of the folder. */
    static AuditedServer start(Path folder, Class<?> server) throws IOException, InterruptedException {
        return AuditedServer.start(
                folder,
                AGENT,
                """
                settings:
                  - categories: [AuditLogs]
                    destinations:
                      file: { path: %s, rollEvery: never }
                """.formatted(trail(folder)),
                // They start once and serve little: the first compiler does, and one heap is enough.
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"),
                System.getProperty("java.class.path"),
                server.getName());
    }

    static Path trail(Path folder) {
        return folder.resolve("audit.ndjson");
    }

    /** Serves below {@code /fhir} until SIGTERM; arguments as of {@link LoopbackTomcat#main}. */
    static void serve(String[] args, RestfulServer server) throws IOException {
        LoopbackTomcat.main(
                args,
                server.getClass().getSimpleName(),
                port -> LoopbackTomcat.start(port, "HAPI", PATH, ErrorReportValve.class, (tomcat, context) -> {
                    Tomcat.addServlet(context, "fhir", server).setLoadOnStartup(1);
                    context.addServletMappingDecoded(PATH + "/*", "fhir");
                }));
    }
}
