import io.caretrail.agent.servlet.probe.ProbeApplication;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.servlet.ServletContextHandler;

/** Jetty 9.4, javax.servlet: serves the probes until standard input ends. */
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
