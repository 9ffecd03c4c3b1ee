package io.caretrail.examples.fhir;

import io.caretrail.examples.tomcat.Access;
import io.caretrail.examples.tomcat.LoopbackTomcat;
import java.io.IOException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** A clinic's FHIR server on embedded Tomcat: the two logins, and who may do what. */
public final class ClinicServer {

    private static final String PATH = "/fhir";
    private static final String CLINICIAN = "clinician";
    private static final String PHYSICIAN = "physician";

    private ClinicServer() {}

    /**
     * Starts a server that answers when this returns.
     *
     * @param port 0 for any free one
     * @throws IOException when the port or the temporary folder cannot be had; says which and why
     */
    public static LoopbackTomcat start(int port) throws IOException {
        return LoopbackTomcat.start(port, "Example clinic", PATH, OutcomeValve.class, ClinicServer::addApplication);
    }

    private static void addApplication(Tomcat tomcat, StandardContext context) {
        Access.addUser(tomcat, "nurse", "florence", CLINICIAN);
        Access.addUser(tomcat, "dr.lee", "stethoscope", CLINICIAN, PHYSICIAN);
        Access.protect(context, PATH + "/*", CLINICIAN, PHYSICIAN);
        Access.open(context, PATH + "/metadata");
        Tomcat.addServlet(context, "fhir", new ClinicApi()).setLoadOnStartup(1);
        context.addServletMappingDecoded(PATH + "/*", "fhir");
    }

    /** Runs until SIGTERM; arguments as of {@link LoopbackTomcat#main}. */
    public static void main(String[] args) throws IOException {
        LoopbackTomcat.main(args, "The clinic's FHIR server", ClinicServer::start);
    }
}
