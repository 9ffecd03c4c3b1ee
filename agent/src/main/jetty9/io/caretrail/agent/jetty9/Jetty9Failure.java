package io.caretrail.agent.jetty9;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.Exchange;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EofException;

/** Tells a client that has left, or keeps the server waiting, from the application's own trouble. */
final class Jetty9Failure {

    private Jetty9Failure() {}

    static void note(Exchange exchange, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException && comesFromConnection(cause)) {
                exchange.failed(Outcome.TIMEOUT);
                return;
            }
            if (cause instanceof EofException || (cause instanceof IOException && comesFromConnection(cause))) {
                exchange.failed(Outcome.CLIENT_ABORT);
                return;
            }
        }
        exchange.failed(thrown);
    }

    /**
     * Whether an exception was made by Jetty's network code. Its type does not tell, and Jetty puts the application's own in
     * the same places; it is a failed request, so the price of a stack trace does not matter.
     */
    private static boolean comesFromConnection(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("sun.") && !name.startsWith("jdk.")) {
                return name.startsWith("org.eclipse.jetty.io.") || name.startsWith("org.eclipse.jetty.http2.");
            }
        }
        return false;
    }
}
