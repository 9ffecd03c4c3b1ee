package io.caretrail.examples.dicom;

import io.caretrail.examples.tomcat.LoopbackTomcat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;

/**
 * A radiology's DICOMweb server on embedded Tomcat, on the loopback address. Tomcat itself asks for the login, so that a
 * refused one never reaches a servlet. Thread-safe.
 */
public final class RadiologyServer implements AutoCloseable {

    private static final String STAFF = "staff";
    private static final String PHYSICIAN = "physician";

    private final LoopbackTomcat tomcat;

    private RadiologyServer(LoopbackTomcat tomcat) {
        this.tomcat = tomcat;
    }

    /**
     * Starts a server that answers when this returns.
     *
     * @param port 0 for any free one
     * @throws IOException when the port or the temporary folder cannot be had; says which and why
     */
    public static RadiologyServer start(int port) throws IOException {
        return new RadiologyServer(
                LoopbackTomcat.start(port, "Example radiology", PlainErrorValve.class, (tomcat, context) -> {
                    addUsers(tomcat);
                    addApi(context);
                }));
    }

    /** The DICOMweb base, without a slash at its end: {@code http://127.0.0.1:8080/dicom-web}. */
    public URI base() {
        return tomcat.root().resolve("/dicom-web");
    }

    private static void addUsers(Tomcat tomcat) {
        tomcat.addUser("radiographer", "roentgen");
        tomcat.addRole("radiographer", STAFF);
        tomcat.addUser("dr.lee", "stethoscope");
        tomcat.addRole("dr.lee", STAFF);
        tomcat.addRole("dr.lee", PHYSICIAN);
    }

    private static void addApi(StandardContext context) {
        Tomcat.addServlet(context, "dicom-web", new DicomWebServlet(new Archive()))
                .setLoadOnStartup(1);
        context.addServletMappingDecoded("/dicom-web/*", "dicom-web");

        SecurityCollection anything = new SecurityCollection();
        anything.addPatternDecoded("/dicom-web/*");
        anything.addOmittedMethod("DELETE");
        SecurityCollection deletion = new SecurityCollection();
        deletion.addPatternDecoded("/dicom-web/*");
        deletion.addMethod("DELETE");

        context.addSecurityRole(STAFF);
        context.addSecurityRole(PHYSICIAN);
        context.addConstraint(LoopbackTomcat.constraint(anything, STAFF));
        context.addConstraint(LoopbackTomcat.constraint(deletion, PHYSICIAN));
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
        RadiologyServer server = start(args.length > 0 ? Integer.parseInt(args[0]) : 0);
        System.out.println("The radiology's DICOMweb server answers at " + server.base());
        server.tomcat.serve(server.base(), args.length > 1 ? Path.of(args[1]) : null);
    }
}
