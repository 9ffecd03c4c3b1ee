import java.io.File;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with nothing of ours on its class path and the web applications of a folder, each with its folder's name. */
final class Launcher {

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[0]);
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        for (File folder : new File(args[0], "webapps").listFiles()) {
            String name = folder.getName();
            tomcat.addWebapp(name.equals("ROOT") ? "" : "/" + name, folder.getAbsolutePath());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat), "stop"));
        tomcat.start();
        System.out.println("listening on port " + tomcat.getConnector().getLocalPort() + ".");
        tomcat.getServer().await();
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
        } catch (LifecycleException e) {
            e.printStackTrace();
        }
    }
}
