package io.caretrail.agent.jetty9;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.Exchange;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpChannel;

/** Tells a client that has left, or keeps the server waiting, from the application's own trouble. */
final class Jetty9Failure {

    private Jetty9Failure() {}

    /** Notes what was thrown; what happens to the connection of a client that has its answer is no failure. */
    static void note(Exchange exchange, HttpChannel channel, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isOfConnection(cause)) {
                if (!Jetty9Client.isAnswered(exchange)) {
                    boolean waited = cause instanceof TimeoutException && !Jetty9Client.isSilent(channel);
                    exchange.failed(waited ? Outcome.TIMEOUT : Outcome.CLIENT_ABORT);
                }
                return;
            }
        }
        exchange.failed(thrown);
    }

    private static boolean isOfConnection(Throwable thrown) {
        return thrown instanceof EofException
                || ((thrown instanceof IOException || thrown instanceof TimeoutException)
                        && comesFromConnection(thrown));
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
