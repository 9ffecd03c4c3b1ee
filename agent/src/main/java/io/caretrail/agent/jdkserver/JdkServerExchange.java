package io.caretrail.agent.jdkserver;

import io.caretrail.core.door.Outcome;
import io.caretrail.core.door.Response;
import io.caretrail.core.exchange.Exchange;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The exchange that is going on on a connection, or was the last. Thread-safe. */
final class JdkServerExchange {

    /** Of the response nothing is known but the status that was noted, and the header the application has set. */
    private record Answer(@Nullable String location) implements Response {
        @Override
        public int status() {
            return 0;
        }

        @Override
        public long requestBytes() {
            return -1;
        }

        @Override
        public long responseBytes() {
            return -1;
        }
    }

    private final @Nullable Object implementation;
    private final Exchange exchange;

    /** How many filters are being run; a filter may answer for what those behind it have thrown. */
    private final AtomicInteger depth = new AtomicInteger();

    /** What came out of the outermost of them. */
    private volatile @Nullable Throwable escaped;

    private volatile boolean headSent;
    private volatile boolean broken;
    private volatile boolean written;

    /** @param implementation the server's own exchange; null where it refuses before it has made one */
    JdkServerExchange(@Nullable Object implementation, Exchange exchange) {
        this.implementation = implementation;
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    boolean isOf(@Nullable Object other) {
        return implementation == other;
    }

    @Nullable
    Object implementation() {
        return implementation;
    }

    /** The application sends a status; a second attempt fails and changes nothing. */
    void sends(int status) {
        if (!headSent) {
            exchange.committed(status);
        }
    }

    /** Whether it could: an attempt that failed may be followed by another. */
    void sent(@Nullable Throwable thrown) {
        if (thrown == null) {
            headSent = true;
        } else if (!headSent) {
            exchange.committed(0);
        }
    }

    /** A filter, or the handler, is called. */
    void serves() {
        depth.incrementAndGet();
    }

    /** A filter, or the handler, has returned, or thrown. */
    void served(@Nullable Throwable thrown) {
        if (depth.decrementAndGet() == 0) {
            escaped = thrown;
        }
    }

    /** Whether a filter or the handler is at it. */
    boolean isServing() {
        return depth.get() > 0;
    }

    /** Something has gone to the client. */
    void written() {
        written = true;
    }

    /** The connection closes; a head that was still in a buffer is lost with it. */
    void unplugged() {
        if (!written) {
            exchange.committed(0);
        }
    }

    /** Something could not be written: nobody is there to read an answer. */
    void broken() {
        broken = true;
        exchange.failed(Outcome.CLIENT_ABORT);
    }

    /** Whether there is neither anybody to answer nor anybody who does; the server itself may have forgotten it. */
    boolean isForsaken() {
        return broken && depth.get() == 0;
    }

    @Nullable
    Throwable escaped() {
        return escaped;
    }

    void complete(@Nullable String location) {
        exchange.complete(new Answer(location));
    }
}
