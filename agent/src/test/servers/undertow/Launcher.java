import io.caretrail.agent.servlet.probe.ProbeApplication;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import java.net.InetSocketAddress;

/** Undertow, jakarta.servlet: serves the probes until standard input ends. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) throws Exception {
        DeploymentInfo application = Servlets.deployment()
                .setClassLoader(Launcher.class.getClassLoader())
                .setContextPath("/app")
                .setDeploymentName("probes")
                .addListener(Servlets.listener(ProbeApplication.class))
                .addErrorPage(new ErrorPage("/shown", ProbeApplication.PAGED))
                .addErrorPage(new ErrorPage("/shown-otherwise", ProbeApplication.REPLACED));
        DeploymentManager manager = Servlets.defaultContainer().addDeployment(application);
        manager.deploy();
        Undertow server = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 8192)
                .setHandler(Handlers.path().addPrefixPath("/app", manager.start()))
                .build();
        server.start();
        System.out.println(
                "port " + ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
        System.in.transferTo(System.out);
        server.stop();
    }
}
