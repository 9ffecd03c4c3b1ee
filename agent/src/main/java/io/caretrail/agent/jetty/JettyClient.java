package io.caretrail.agent.jetty;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpChannelState;
import org.jspecify.annotations.Nullable;

/** What is known of a client of HTTP/2 that has left, or has taken a stream back. Thread-safe. */
final class JettyClient {

    private static final Departures<HttpStream> LEFT = new Departures<>();

    private JettyClient() {}

    /** HTTP2Stream.onReset or onFailure begins; a stream that is not yet put away fails with its connection all the same. */
    static void leaves(Object http2Stream, @Nullable Object closeState) {
        boolean whole = Http2Stream.failsWhole(http2Stream, closeState);
        if (Http2Stream.owner(http2Stream) instanceof HttpStream stream) {
            LEFT.note(stream, whole, stream.isCommitted());
        }
    }

    /** Whether it may well have its answer. */
    static boolean isAnswered(Request request) {
        return request.getComponents() instanceof HttpChannelState channel
                && LEFT.isAnswered(innermost(channel.getHttpStream()));
    }

    /** Whether nothing can have been sent to it, whatever Jetty has committed since. Asked at each end: HTTP/1 is spared the map. */
    static boolean isUnanswered(Request request, HttpStream stream) {
        return isHttp2(request) && LEFT.isUnanswered(innermost(stream));
    }

    private static @Nullable HttpStream innermost(@Nullable HttpStream stream) {
        HttpStream inner = stream;
        while (inner instanceof HttpStream.Wrapper wrapper) {
            inner = wrapper.getWrapped();
        }
        return inner;
    }

    /** Whether it sends no more, so that it cannot ask for the rest of an answer either (RFC 9113 section 5.2). */
    static boolean isSilent(Request request) {
        return isHttp2(request)
                && request.getConnectionMetaData().getConnection().getEndPoint().isInputShutdown();
    }

    static boolean isHttp2(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    }
}
