package io.caretrail.examples.dicom;

import io.caretrail.examples.tomcat.Access;
import io.caretrail.examples.tomcat.LoopbackTomcat;
import java.io.IOException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** A radiology's DICOMweb server on embedded Tomcat: the two logins, and who may do what. */
public final class RadiologyServer {

    private static final String PATH = "/dicom-web";
    private static final String STAFF = "staff";
    private static final String PHYSICIAN = "physician";

    private RadiologyServer() {}

    /**
     * Starts a server that answers when this returns.
     *
     * @param port 0 for any free one
     * @throws IOException when the port or the temporary folder cannot be had; says which and why
     */
    public static LoopbackTomcat start(int port) throws IOException {
        return LoopbackTomcat.start(
                port, "Example radiology", PATH, PlainErrorValve.class, RadiologyServer::addApplication);
    }

    private static void addApplication(Tomcat tomcat, StandardContext context) {
        Access.addUser(tomcat, "radiographer", "roentgen", STAFF);
        Access.addUser(tomcat, "dr.lee", "stethoscope", STAFF, PHYSICIAN);
        Access.protect(context, PATH + "/*", STAFF, PHYSICIAN);
        Tomcat.addServlet(context, "dicom-web", new DicomWebServlet(new Archive()))
                .setLoadOnStartup(1);
        context.addServletMappingDecoded(PATH + "/*", "dicom-web");
    }

    /** Runs until SIGTERM; arguments as of {@link LoopbackTomcat#main}. */
    public static void main(String[] args) throws IOException {
        LoopbackTomcat.main(args, "The radiology's DICOMweb server", RadiologyServer::start);
    }
}
