package io.caretrail.agent.jetty;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.Exchange;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Tells a client that has left, or keeps the server waiting, from the application's own trouble. */
final class JettyFailure {

    /** Not named directly: its type is another one in newer versions. */
    private static final Object CONTENT_NOT_CONSUMED = contentNotConsumed();

    private JettyFailure() {}

    private static Object contentNotConsumed() {
        try {
            return HttpStream.class.getField("CONTENT_NOT_CONSUMED").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Notes what the core ends a request with. A refusal is told by its status, and a body that nobody read is no failure. */
    static void noteEnd(Exchange exchange, Request request, Throwable failure) {
        if (failure == CONTENT_NOT_CONSUMED) {
            return;
        }
        if (!(failure instanceof HttpException) || isOfConnection(failure)) {
            note(exchange, request, failure);
        }
    }

    /** Notes what was thrown; what happens to the connection of a client that has its answer is no failure. */
    static void note(Exchange exchange, Request request, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isOfConnection(cause)) {
                if (!JettyClient.isAnswered(request)) {
                    boolean waited = cause instanceof TimeoutException && !JettyClient.isSilent(request);
                    exchange.failed(waited ? Outcome.TIMEOUT : Outcome.CLIENT_ABORT);
                }
                return;
            }
        }
        exchange.failed(thrown);
    }

    static boolean isOfConnection(@Nullable Throwable thrown) {
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
                return name.startsWith("org.eclipse.jetty.io.")
                        || name.startsWith("org.eclipse.jetty.http2.")
                        || name.startsWith("org.eclipse.jetty.http3.")
                        || name.startsWith("org.eclipse.jetty.quic.");
            }
        }
        return false;
    }
}
