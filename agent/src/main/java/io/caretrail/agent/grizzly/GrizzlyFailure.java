package io.caretrail.agent.grizzly;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.Exchange;
import java.io.IOException;

/** Tells a client that has left from the application's own trouble. */
final class GrizzlyFailure {

    private GrizzlyFailure() {}

    static void note(Exchange exchange, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && comesFromConnection(cause)) {
                exchange.failed(Outcome.CLIENT_ABORT);
                return;
            }
        }
        exchange.failed(thrown);
    }

    /**
     * Whether an exception was made by the server's side of a connection; Grizzly's client shares the network code. It is a
     * failed request, so the price of a stack trace does not matter.
     */
    private static boolean comesFromConnection(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (name.startsWith("org.glassfish.grizzly.http.server.")
                    || name.startsWith("org.apache.catalina.connector.")) {
                return true;
            }
            if (!name.startsWith("java.")
                    && !name.startsWith("sun.")
                    && !name.startsWith("jdk.")
                    && !name.startsWith("org.glassfish.grizzly.")) {
                return false;
            }
        }
        return false;
    }
}
