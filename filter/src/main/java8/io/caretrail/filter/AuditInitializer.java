package io.caretrail.filter;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;

/**
 * The entry of the filter's jar, which the container finds by itself (Servlet 5.0 section 8.2.4). Compiled for Java 8, so
 * that an older Java gets a sentence and not a stack trace.
 */
public final class AuditInitializer implements ServletContainerInitializer {

    /** The context attribute that says that the container has called it. */
    static final String CALLED = "io.caretrail.filter.initialized";

    /** The oldest Java the filter runs on. */
    private static final int OLDEST_JAVA = 17;

    /** Called by the container. */
    public AuditInitializer() {}

    @Override
    public void onStartup(Set<Class<?>> none, ServletContext context) throws ServletException {
        context.setAttribute(CALLED, true);
        try {
            start("register", context);
        } catch (ServletException refused) {
            RefusingFilter.putBefore(context);
            throw refused;
        }
    }

    static void start(String method, ServletContext context) throws ServletException {
        String version = System.getProperty("java.specification.version", "?");
        if (feature(version) < OLDEST_JAVA) {
            refuse(
                    context,
                    "Caretrail needs Java " + OLDEST_JAVA + " or later and this is Java " + version + " ("
                            + System.getProperty("java.home")
                            + "); start the server with a newer Java, or take the jar out of "
                            + "the application");
            return;
        }
        call(method, context);
    }

    /** By name: what is behind it is compiled for a newer Java. */
    static void call(String method, ServletContext context) throws ServletException {
        try {
            Class.forName("io.caretrail.filter.Registration")
                    .getMethod(method, ServletContext.class)
                    .invoke(null, context);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ServletException) {
                throw (ServletException) e.getCause();
            }
            throw new ServletException("Caretrail: the start failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new ServletException("Caretrail: its jar is damaged (" + e + "); take a fresh copy", e);
        }
    }

    private static int feature(String version) {
        try {
            return version.startsWith("1.") ? 8 : Integer.parseInt(version);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void refuse(ServletContext context, String problem) throws ServletException {
        String wanted = System.getProperty("caretrail.onStartFailure", System.getenv("CARETRAIL_ONSTARTFAILURE"));
        if (!"continue".equals(wanted)) {
            throw new ServletException(
                    problem + ", or start it WITHOUT an audit trail by " + "-Dcaretrail.onStartFailure=continue");
        }
        context.log(
                problem + "; the application starts WITHOUT an audit trail, because caretrail.onStartFailure=continue");
    }
}
