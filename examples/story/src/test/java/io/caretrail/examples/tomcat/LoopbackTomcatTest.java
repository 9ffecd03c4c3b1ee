package io.caretrail.examples.tomcat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.valves.ErrorReportValve;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackTomcatTest {

    /** A library as Servlet 6.0 section 8.2.4 has it. */
    public static final class Library implements ServletContainerInitializer {

        static String started = "";

        @Override
        public void onStartup(Set<Class<?>> none, ServletContext context) {
            started = context.getServerInfo();
        }
    }

    /** One that does not want the application to run. */
    public static final class Refusing implements ServletContainerInitializer {

        @Override
        public void onStartup(Set<Class<?>> none, ServletContext context) throws ServletException {
            throw new ServletException("not like this");
        }
    }

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @AfterEach
    void leave_the_class_path_as_it_was() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void library_of_the_class_path_is_started_with_the_application() throws IOException {
        onClassPath(Library.class);
        start().close();
        assertEquals("Apache Tomcat", Library.started.replaceFirst("/.*", ""));
    }

    @Test
    void application_that_a_library_refuses_is_no_running_server() throws IOException {
        onClassPath(Refusing.class);
        IOException refused = assertThrows(IOException.class, LoopbackTomcatTest::start);
        assertEquals("The application does not start; why is in the log", refused.getMessage());
    }

    private static LoopbackTomcat start() throws IOException {
        return LoopbackTomcat.start(0, "test", "", ErrorReportValve.class, (tomcat, context) -> {});
    }

    private void onClassPath(Class<?> library) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(ServletContainerInitializer.class.getName()), library.getName());
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(new URL[] {folder.toUri().toURL()}, before));
    }
}
