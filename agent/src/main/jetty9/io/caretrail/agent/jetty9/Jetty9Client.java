package io.caretrail.agent.jetty9;

import io.caretrail.agent.jetty.Departures;
import io.caretrail.core.exchange.Exchange;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpChannel;

/** What is known of a client of HTTP/2 that has left, or has taken a stream back. Thread-safe. */
final class Jetty9Client {

    private static final Departures<Exchange> LEFT = new Departures<>();

    private Jetty9Client() {}

    /** A stream fails, which it does with its connection also when it has ended and is not yet put away. */
    static void leaves(Exchange exchange, HttpChannel channel, boolean whole) {
        LEFT.note(exchange, whole, channel.isCommitted());
    }

    /** Whether it may well have its answer. */
    static boolean isAnswered(Exchange exchange) {
        return LEFT.isAnswered(exchange);
    }

    /** Whether nothing can have been sent to it, whatever Jetty has committed since. Asked at each end: HTTP/1 is spared the map. */
    static boolean isUnanswered(Exchange exchange, HttpChannel channel) {
        return isHttp2(channel) && LEFT.isUnanswered(exchange);
    }

    /** Whether it sends no more, so that it cannot ask for the rest of an answer either (RFC 9113 section 5.2). */
    static boolean isSilent(HttpChannel channel) {
        return isHttp2(channel) && channel.getEndPoint().isInputShutdown();
    }

    private static boolean isHttp2(HttpChannel channel) {
        return channel.getRequest().getHttpVersion() == HttpVersion.HTTP_2;
    }
}
