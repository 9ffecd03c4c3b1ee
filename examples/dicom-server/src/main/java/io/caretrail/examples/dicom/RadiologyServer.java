package io.caretrail.examples.dicom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Constants;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/**
 * A radiology's DICOMweb server on embedded Tomcat, on the loopback address. Tomcat itself asks for the login, so that a refused
 * one never reaches a servlet. Thread-safe.
 */
public final class RadiologyServer implements AutoCloseable {

    private static final String STAFF = "staff";
    private static final String PHYSICIAN = "physician";

    /** Held, because java.util.logging forgets the level of a logger nobody holds. */
    private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

    private final Tomcat tomcat;
    private final Path home;

    private RadiologyServer(Tomcat tomcat, Path home) {
        this.tomcat = tomcat;
        this.home = home;
    }

    /**
     * Starts a server that answers when this returns.
     *
     * @param port 0 for any free one
     * @throws IOException when the port or the temporary folder cannot be had; says which and why
     */
    public static RadiologyServer start(int port) throws IOException {
        TOMCAT_LOG.setLevel(Level.WARNING);
        Path home = Files.createTempDirectory("radiology-server-").toAbsolutePath();
        Tomcat tomcat = new Tomcat();
        RadiologyServer server = new RadiologyServer(tomcat, home);
        try {
            tomcat.setBaseDir(home.toString());
            tomcat.setPort(port);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            tomcat.getConnector().setThrowOnFailure(true);
            ((StandardHost) tomcat.getHost()).setErrorReportValveClass(PlainErrorValve.class.getName());
            addUsers(tomcat);
            addApi((StandardContext) tomcat.addContext("", home.toString()));
            tomcat.start();
            return server;
        } catch (LifecycleException e) {
            server.close();
            throw new IOException(
                    "The server does not start on port %d of 127.0.0.1: %s; if the port is taken, name another one, or 0"
                            .formatted(port, rootOf(e).getMessage()),
                    e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The DICOMweb base, without a slash at its end: {@code http://127.0.0.1:8080/dicom-web}. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port() + "/dicom-web");
    }

    private int port() {
        return tomcat.getConnector().getLocalPort();
    }

    private static void addUsers(Tomcat tomcat) {
        tomcat.addUser("radiographer", "roentgen");
        tomcat.addRole("radiographer", STAFF);
        tomcat.addUser("dr.lee", "stethoscope");
        tomcat.addRole("dr.lee", STAFF);
        tomcat.addRole("dr.lee", PHYSICIAN);
    }

    private static void addApi(StandardContext context) {
        // Looking for what a redeployed application leaks needs --add-opens; this one ends with its JVM.
        context.setClearReferencesObjectStreamClassCaches(false);
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
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
        context.addConstraint(constraint(anything, STAFF));
        context.addConstraint(constraint(deletion, PHYSICIAN));
        context.setLoginConfig(new LoginConfig("BASIC", "Example radiology", null, null));
        context.getPipeline().addValve(new BasicAuthenticator());
    }

    private static SecurityConstraint constraint(SecurityCollection what, String role) {
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(what);
        constraint.addAuthRole(role);
        return constraint;
    }

    /** Stops, and removes the temporary folder; doing so again changes nothing. */
    @Override
    public void close() throws IOException {
        if (Files.notExists(home)) {
            return;
        }
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("The server did not stop cleanly", e);
        } finally {
            // Tomcat leaves its folder in system properties, and the next Tomcat of this JVM would make it again.
            System.clearProperty(Constants.CATALINA_HOME_PROP);
            System.clearProperty(Constants.CATALINA_BASE_PROP);
            remove(home);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /**
     * Runs until SIGTERM.
     *
     * @param args the port (0, the default, for any free one), and a file to write the base URL to once it answers
     */
    public static void main(String[] args) throws IOException {
        RadiologyServer server = start(args.length > 0 ? Integer.parseInt(args[0]) : 0);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stopForGood, "stop"));
        System.out.println("The radiology's DICOMweb server answers at " + server.base());
        if (args.length > 1) {
            announce(Path.of(args[1]), server.base().toString());
        }
        server.tomcat.getServer().await();
    }

    private void stopForGood() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever waits for the file never reads half of it. */
    private static void announce(Path file, String url) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, url + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
