import io.caretrail.agent.servlet.probe.ProbeApplication;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty 12, jakarta.servlet: serves the probes until standard input ends. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) throws Exception {
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/app");
        context.addEventListener(new ProbeApplication());
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(ProbeApplication.PAGED, "/shown");
        errors.addErrorPage(ProbeApplication.REPLACED, "/shown-otherwise");
        context.setErrorHandler(errors);
        server.setHandler(context);
        server.start();
        System.out.println("port " + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
        System.in.transferTo(System.out);
        server.stop();
    }
}
