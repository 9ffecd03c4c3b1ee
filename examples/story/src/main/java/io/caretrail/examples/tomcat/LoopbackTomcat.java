package io.caretrail.examples.tomcat;

import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Constants;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.descriptor.web.LoginConfig;

/**
 * Embedded Tomcat on the loopback address, for one application. Tomcat itself asks for the login, so that a refused one
 * never reaches a servlet. Thread-safe.
 */
public final class LoopbackTomcat implements AutoCloseable {

    /** Starts one; the port is 0 for any free one. */
    public interface Starting {
        LoopbackTomcat start(int port) throws IOException;
    }

    /** Held, because java.util.logging forgets the level of a logger nobody holds. */
    private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

    private final Tomcat tomcat;
    private final String path;
    private final Path home;

    private LoopbackTomcat(Tomcat tomcat, String path, Path home) {
        this.tomcat = tomcat;
        this.path = path;
        this.home = home;
    }

    /**
     * Starts a server that answers when this returns.
     *
     * @param port 0 for any free one
     * @param realm what the login is for
     * @param path where its service begins: {@code /fhir}
     * @param errors makes the bodies of the container's own errors
     * @param application adds users, servlets and constraints
     * @throws IOException when the port or the temporary folder cannot be had, or the application does not start; says which
     *     and why
     */
    public static LoopbackTomcat start(
            int port,
            String realm,
            String path,
            Class<? extends ErrorReportValve> errors,
            BiConsumer<Tomcat, StandardContext> application)
            throws IOException {
        TOMCAT_LOG.setLevel(Level.WARNING);
        Path home = Files.createTempDirectory("example-server-").toAbsolutePath();
        Tomcat tomcat = new Tomcat();
        LoopbackTomcat server = new LoopbackTomcat(tomcat, path, home);
        try {
            tomcat.setBaseDir(home.toString());
            tomcat.setPort(port);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            tomcat.getConnector().setThrowOnFailure(true);
            ((StandardHost) tomcat.getHost()).setErrorReportValveClass(errors.getName());
            StandardContext context = (StandardContext) tomcat.addContext("", home.toString());
            // Looking for what a redeployed application leaks needs --add-opens; this one ends with its JVM.
            context.setClearReferencesObjectStreamClassCaches(false);
            context.setClearReferencesRmiTargets(false);
            context.setClearReferencesThreadLocals(false);
            context.setLoginConfig(new LoginConfig("BASIC", realm, null, null));
            context.getPipeline().addValve(new BasicAuthenticator());
            application.accept(tomcat, context);
            // What a Tomcat that is not embedded does with the jars of an application (Servlet 6.0 section 8.2.4).
            ServiceLoader.load(ServletContainerInitializer.class)
                    .forEach(library -> context.addServletContainerInitializer(library, Set.of()));
            tomcat.start();
            if (!context.getState().isAvailable()) {
                server.close();
                throw new IOException("The application does not start; why is in the log");
            }
            return server;
        } catch (LifecycleException e) {
            server.close();
            throw new IOException(
                    "The server does not start on port %d of 127.0.0.1: %s; if the port is taken, name another one, or 0"
                            .formatted(port, rootOf(e).getMessage()),
                    e);
        }
    }

    /** Where its service begins, without a slash at its end: {@code http://127.0.0.1:8080/fhir}. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
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
     * Starts a server, says where it is, and returns after SIGTERM.
     *
     * @param args the port (0, the default, for any free one), and a file to write the base URL to once it answers
     * @param name what to call it
     */
    public static void main(String[] args, String name, Starting starting) throws IOException {
        LoopbackTomcat server = starting.start(args.length > 0 ? Integer.parseInt(args[0]) : 0);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stopForGood, "stop"));
        System.out.println(name + " answers at " + server.base());
        if (args.length > 1) {
            announce(Path.of(args[1]), server.base());
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
    private static void announce(Path file, URI url) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, url + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
