package io.caretrail.agent.undertow;

import io.undertow.protocols.http2.Http2DataStreamSinkChannel;
import io.undertow.server.HttpServerExchange;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Which exchange each stream of HTTP/2 answers: the stream does not say, and breaks by itself. Thread-safe. */
final class UndertowStreams {

    private final Map<Http2DataStreamSinkChannel, WeakReference<HttpServerExchange>> answering =
            Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * The response of an exchange is about to be committed.
     *
     * @return whether the stream is over by then, so that nothing of it can be sent
     */
    boolean answers(HttpServerExchange served, @Nullable Object channel) {
        if (!(channel instanceof Http2DataStreamSinkChannel stream)) {
            return false;
        }
        answering.put(stream, new WeakReference<>(served));
        return !stream.isOpen() || stream.isBroken();
    }

    /**
     * A channel is closed or marked as broken; which it may be once more when all is done.
     *
     * @return whose answer is broken off thereby; null for any other channel, and where the last frame is on the connection
     */
    @Nullable
    HttpServerExchange breaks(Object channel, @Nullable Object fullyFlushed) {
        if (!(channel instanceof Http2DataStreamSinkChannel stream) || !Boolean.FALSE.equals(fullyFlushed)) {
            return null;
        }
        WeakReference<HttpServerExchange> served = answering.get(stream);
        return served == null ? null : served.get();
    }
}
