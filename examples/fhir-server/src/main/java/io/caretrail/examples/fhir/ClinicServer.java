package io.caretrail.examples.fhir;

import io.caretrail.examples.tomcat.LoopbackTomcat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;

/**
 * A clinic's FHIR server on embedded Tomcat, on the loopback address. Tomcat itself asks for the login, so that a refused
 * one never reaches a servlet. Thread-safe.
 */
public final class ClinicServer implements AutoCloseable {

    private static final String CLINICIAN = "clinician";
    private static final String PHYSICIAN = "physician";

    private final LoopbackTomcat tomcat;

    private ClinicServer(LoopbackTomcat tomcat) {
        this.tomcat = tomcat;
    }

    /**
     * Starts a server that answers when this returns.
     *
     * @param port 0 for any free one
     * @throws IOException when the port or the temporary folder cannot be had; says which and why
     */
    public static ClinicServer start(int port) throws IOException {
        return new ClinicServer(LoopbackTomcat.start(port, "Example clinic", OutcomeValve.class, (tomcat, context) -> {
            addUsers(tomcat);
            addApi(context);
        }));
    }

    /** The FHIR base, without a slash at its end: {@code http://127.0.0.1:8080/fhir}. */
    public URI base() {
        return tomcat.root().resolve("/fhir");
    }

    private static void addUsers(Tomcat tomcat) {
        tomcat.addUser("nurse", "florence");
        tomcat.addRole("nurse", CLINICIAN);
        tomcat.addUser("dr.lee", "stethoscope");
        tomcat.addRole("dr.lee", CLINICIAN);
        tomcat.addRole("dr.lee", PHYSICIAN);
    }

    private static void addApi(StandardContext context) {
        Tomcat.addServlet(context, "fhir", new ClinicApi()).setLoadOnStartup(1);
        context.addServletMappingDecoded("/fhir/*", "fhir");

        SecurityCollection anything = new SecurityCollection();
        anything.addPatternDecoded("/fhir/*");
        anything.addOmittedMethod("DELETE");
        SecurityCollection deletion = new SecurityCollection();
        deletion.addPatternDecoded("/fhir/*");
        deletion.addMethod("DELETE");
        SecurityCollection metadata = new SecurityCollection();
        metadata.addPatternDecoded("/fhir/metadata");

        context.addSecurityRole(CLINICIAN);
        context.addSecurityRole(PHYSICIAN);
        context.addConstraint(LoopbackTomcat.constraint(anything, CLINICIAN));
        context.addConstraint(LoopbackTomcat.constraint(deletion, PHYSICIAN));
        context.addConstraint(LoopbackTomcat.constraint(metadata));
    }

    /** Stops; doing so again changes nothing. */
    @Override
    public void close() throws IOException {
        tomcat.close();
    }

    /**
     * Runs until SIGTERM.
     *
     * @param args the port (0, the default, for any free one), and a file to write the base URL to once it answers
     */
    public static void main(String[] args) throws IOException {
        ClinicServer server = start(args.length > 0 ? Integer.parseInt(args[0]) : 0);
        System.out.println("The clinic's FHIR server answers at " + server.base());
        server.tomcat.serve(server.base(), args.length > 1 ? Path.of(args[1]) : null);
    }
}
