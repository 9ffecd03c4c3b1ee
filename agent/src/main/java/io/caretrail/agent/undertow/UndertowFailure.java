package io.caretrail.agent.undertow;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.Exchange;
import java.io.IOException;
import org.xnio.channels.ReadTimeoutException;
import org.xnio.channels.WriteTimeoutException;

/** Tells a client that has left, or keeps the server waiting, from the application's own trouble. */
final class UndertowFailure {

    private UndertowFailure() {}

    static void note(Exchange exchange, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ReadTimeoutException || cause instanceof WriteTimeoutException) {
                exchange.failed(Outcome.TIMEOUT);
                return;
            }
            if (cause instanceof IOException && comesFromConnection(cause)) {
                exchange.failed(Outcome.CLIENT_ABORT);
                return;
            }
        }
        exchange.failed(thrown);
    }

    /**
     * Whether an exception was made by the server's side of a connection; Undertow's client shares the network code. It is a
     * failed request, so the price of a stack trace does not matter.
     */
    private static boolean comesFromConnection(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (name.startsWith("io.undertow.server.") || name.startsWith("io.undertow.servlet.")) {
                return true;
            }
            if (!name.startsWith("java.")
                    && !name.startsWith("sun.")
                    && !name.startsWith("jdk.")
                    && !name.startsWith("org.xnio.")
                    && !name.startsWith("io.undertow.")) {
                return false;
            }
        }
        return false;
    }
}
