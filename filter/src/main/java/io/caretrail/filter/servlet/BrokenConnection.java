package io.caretrail.filter.servlet;

import jakarta.servlet.ServletRequest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the end of a client's connection from the application's own trouble with a disk or another server. */
final class BrokenConnection {

    /** What servers throw for nothing else. */
    private static final Set<String> ABORTS =
            Set.of("org.apache.catalina.connector.ClientAbortException", "org.eclipse.jetty.io.EofException");

    /** Where a server's network code is; some of it is in clients of the same make, too. */
    private static final List<String> NETWORK = List.of(
            "org.apache.tomcat.util.net.",
            "org.apache.coyote.",
            "org.apache.catalina.connector.",
            "org.eclipse.jetty.",
            "org.glassfish.grizzly.",
            "org.xnio.",
            "io.undertow.",
            "com.ibm.",
            "io.openliberty.");

    /** What only the server side of a connection has. */
    private static final List<String> SERVER = List.of(
            "org.apache.coyote.",
            "org.eclipse.jetty.server.",
            "org.eclipse.jetty.ee",
            "org.glassfish.grizzly.http.server.",
            "io.undertow.server.",
            "io.undertow.servlet.",
            "com.ibm.ws.http.",
            "com.ibm.ws.webcontainer.");

    private BrokenConnection() {}

    /** Whether an exception, or one that caused it, was made by the server while it read from or wrote to the client. */
    static boolean isBehind(Throwable thrown, ServletRequest request) {
        ClassLoader server = request.getClass().getClassLoader();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Class<?> type = cause.getClass();
            if ((ABORTS.contains(type.getName()) && isServers(type, server))
                    || (cause instanceof IOException
                            && !(cause instanceof FileNotFoundException)
                            && comesFromConnection(cause))) {
                return true;
            }
        }
        return false;
    }

    /** An application may bring along a Jetty for its own connections to others. */
    private static boolean isServers(Class<?> type, @Nullable ClassLoader server) {
        try {
            return type.equals(Class.forName(type.getName(), false, server));
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Open Liberty's default servlet throws this for a file that is not there, and the client is answered 404. */
    static boolean isMissingFile(Throwable cause) {
        return cause instanceof FileNotFoundException && comesFromConnection(cause);
    }

    /** The type does not tell; it is a failed request, so the price of a stack trace does not matter. */
    private static boolean comesFromConnection(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (startsWith(name, SERVER)) {
                return true;
            }
            if (!startsWith(name, NETWORK)
                    && !name.startsWith("java.")
                    && !name.startsWith("sun.")
                    && !name.startsWith("jdk.")) {
                return false;
            }
        }
        return false;
    }

    private static boolean startsWith(String name, List<String> packages) {
        for (String each : packages) {
            if (name.startsWith(each)) {
                return true;
            }
        }
        return false;
    }
}
