package io.caretrail.agent.liberty;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.Exchange;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a client that has left, or keeps the server waiting, from the application's own trouble. */
final class LibertyFailure {

    private LibertyFailure() {}

    /** Notes what was thrown, where there is an exchange and it was. */
    static void note(@Nullable Exchange exchange, @Nullable Object noted) {
        if (exchange == null || !(noted instanceof Throwable thrown)) {
            return;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && comesFromConnection(cause)) {
                exchange.failed(cause instanceof SocketTimeoutException ? Outcome.TIMEOUT : Outcome.CLIENT_ABORT);
                return;
            }
        }
        exchange.failed(opened(thrown));
    }

    /** Liberty wraps what an application throws, in an exception of its own or of the servlet API. */
    private static Throwable opened(Throwable thrown) {
        Throwable reason = thrown;
        while (reason.getCause() != null && isWrapper(reason.getClass().getName())) {
            reason = reason.getCause();
        }
        return reason;
    }

    private static boolean isWrapper(String name) {
        return name.startsWith("com.ibm.") || name.startsWith("io.openliberty.") || name.endsWith(".ServletException");
    }

    /**
     * Whether an exception was made by Liberty's channels. Its type does not tell; it is a failed request, so the price of a
     * stack trace does not matter.
     */
    private static boolean comesFromConnection(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("sun.") && !name.startsWith("jdk.")) {
                return name.startsWith("com.ibm.ws.tcpchannel.")
                        || name.startsWith("com.ibm.io.async.")
                        || name.startsWith("com.ibm.ws.channel.ssl.")
                        || name.startsWith("com.ibm.ws.http.channel.");
            }
        }
        return false;
    }
}
