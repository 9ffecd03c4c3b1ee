package io.caretrail.agent.jetty;

import io.caretrail.agent.hook.PublicMethod;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a stream of HTTP/2 of any Jetty has given to its connection: a client that leaves with its answer is often faster than
 * Jetty is with putting the stream away, and then Jetty fails it. Thread-safe.
 */
public final class Http2Stream {

    /** How far a stream is closed when the frame that ends it, or the first piece of that, has been given away. */
    private static final Set<String> ENDED = Set.of("LOCALLY_CLOSING", "LOCALLY_CLOSED", "CLOSING", "CLOSED");

    /** An attribute of the stream: it has failed once, and was closed by that. */
    private static final String FAILED = "io.caretrail.failed";

    /** An attribute of the stream: the entry in the queue for the connection that holds its latest data. */
    private static final String LATEST = "io.caretrail.latest";

    private static final PublicMethod REMAINING = new PublicMethod("getDataBytesRemaining");
    private static final PublicMethod ATTACHMENT = new PublicMethod("getAttachment");
    private static final PublicMethod GET_ATTRIBUTE = new PublicMethod("getAttribute", String.class);
    private static final PublicMethod SET_ATTRIBUTE = new PublicMethod("setAttribute", String.class, Object.class);

    private Http2Stream() {}

    /** HTTP2Session.newEntry ends: a frame will be sent, data in as many pieces as the client's window has room for. */
    public static void sends(@Nullable Object stream, @Nullable Object entry) {
        if (stream != null && entry != null && remaining(entry) > 0) {
            SET_ATTRIBUTE.of(stream, LATEST, entry);
        }
    }

    /**
     * HTTP2Stream.onReset or onFailure begins: the client takes no more of it, or the connection is at its end.
     *
     * @return whether all of the answer had been given away by then
     */
    public static boolean failsWhole(Object stream, @Nullable Object closeState) {
        boolean first = GET_ATTRIBUTE.of(stream, FAILED) == null;
        SET_ATTRIBUTE.of(stream, FAILED, true);
        if (!first
                || !(closeState instanceof AtomicReference<?> state)
                || !ENDED.contains(String.valueOf(state.get()))) {
            return false;
        }
        Object latest = GET_ATTRIBUTE.of(stream, LATEST);
        return latest == null || remaining(latest) == 0;
    }

    /** The channel or the HttpStream that it belongs to; null when that is done with it. */
    public static @Nullable Object owner(Object stream) {
        return ATTACHMENT.of(stream);
    }

    private static int remaining(Object entry) {
        return REMAINING.of(entry) instanceof Integer bytes ? bytes : 0;
    }
}
