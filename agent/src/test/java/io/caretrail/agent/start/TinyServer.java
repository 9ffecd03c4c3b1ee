package io.caretrail.agent.start;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/**
 * An application with an embedded Tomcat, whose JVM the tests start. Writes its port to the file {@code port} of the
 * working folder, puts a logging of its own behind System.out, and stops Tomcat when the JVM is told to end.
 */
public final class TinyServer {

    private TinyServer() {}

    public static void main(String[] arguments) throws IOException, LifecycleException {
        LogManager.getLogManager().reset();
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        serve(Answer.class);
    }

    /** Starts Tomcat with one servlet, which is asked for every path; returns when the JVM is told to end. */
    static void serve(Class<? extends HttpServlet> servlet) throws IOException, LifecycleException {
        Path folder = Path.of("").toAbsolutePath();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "servlet", servlet.getName()).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "servlet");
        tomcat.getConnector();
        tomcat.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat)));
        Path written = Files.writeString(
                folder.resolve("port.new"),
                Integer.toString(tomcat.getConnector().getLocalPort()));
        Files.move(written, folder.resolve("port"), StandardCopyOption.ATOMIC_MOVE);
        tomcat.getServer().await();
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers every path; with {@code ms} after that time, with {@code class} whether the application sees it. */
    public static final class Answer extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.setCharacterEncoding("UTF-8");
            String milliseconds = request.getParameter("ms");
            String className = request.getParameter("class");
            if (milliseconds != null) {
                pause(Long.parseLong(milliseconds));
            }
            response.getWriter().print(className == null ? "at your service" : seen(className));
        }

        private static void pause(long milliseconds) {
            try {
                Thread.sleep(milliseconds);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String seen(String className) {
            try {
                return "seen in "
                        + Class.forName(className, false, Thread.currentThread().getContextClassLoader())
                                .getClassLoader();
            } catch (ClassNotFoundException e) {
                return "not seen";
            }
        }
    }
}
