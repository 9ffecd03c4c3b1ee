package io.caretrail.agent.jdkserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.lang.reflect.Field;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the server's own classes, which nobody else can name: they are not public. Reads only. Thread-safe as far
 * as the server is.
 */
final class Internals {

    private static final String PACKAGE = JdkServer.INTERNALS + ".";

    private final Field httpImpl = field("HttpExchangeImpl", "impl");
    private final Field httpsImpl = field("HttpsExchangeImpl", "impl");
    private final Field request = field("ExchangeImpl", "req");
    private final Field connection = field("ExchangeImpl", "connection");
    private final Field responseHeaders = field("ExchangeImpl", "rspHdrs");
    private final Field principal = field("ExchangeImpl", "principal");
    private final Field channel = field("HttpConnection", "chan");
    private final Field raw = field("HttpConnection", "raw");
    private final Field tls = field("HttpConnection", "sslStreams");
    private final Field context = field("HttpConnection", "context");
    private final Field line = field("Request", "startLine");
    private final Field headers = field("Request", "hdrs");
    private final Field input = field("Request", "is");
    private final Field taskConnection = field("ServerImpl$Exchange", "connection");
    private final Field taskInput = field("ServerImpl$Exchange", "rawin");
    private final Field taskExchange = field("ServerImpl$Exchange", "tx");
    private final Field eventExchange = field("Event", "exchange");
    private final Field written = field("Request$WriteStream", "channel");

    private static Field field(String type, String name) {
        try {
            Field field = Class.forName(PACKAGE + type, false, HttpExchange.class.getClassLoader())
                    .getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(PACKAGE + type + "." + name + " is not there", e);
        }
    }

    private static @Nullable Object read(Field field, Object holder) {
        try {
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.toString(), e);
        }
    }

    /** The exchange behind one that the server gives to handlers; null for what an application has wrapped around it. */
    @Nullable
    Object implementation(Object exchange) {
        if (httpImpl.getDeclaringClass().isInstance(exchange)) {
            return read(httpImpl, exchange);
        }
        return httpsImpl.getDeclaringClass().isInstance(exchange) ? read(httpsImpl, exchange) : null;
    }

    @Nullable
    Object requestOf(Object implementation) {
        return read(request, implementation);
    }

    @Nullable
    Object connectionOf(Object implementation) {
        return read(connection, implementation);
    }

    @Nullable
    Headers responseHeadersOf(Object implementation) {
        return (Headers) read(responseHeaders, implementation);
    }

    @Nullable
    HttpPrincipal principalOf(Object implementation) {
        return (HttpPrincipal) read(principal, implementation);
    }

    @Nullable
    SocketChannel channelOf(Object connection) {
        return (SocketChannel) read(channel, connection);
    }

    /** The stream of a connection from which heads are read. */
    @Nullable
    Object inputOf(Object connection) {
        return read(raw, connection);
    }

    boolean isTls(Object connection) {
        return read(tls, connection) != null;
    }

    @Nullable
    HttpContext contextOf(Object connection) {
        return (HttpContext) read(context, connection);
    }

    /** The request line as it was sent. */
    @Nullable
    String lineOf(Object request) {
        return (String) read(line, request);
    }

    /** The headers that have been read so far. */
    @Nullable
    Headers headersOf(Object request) {
        return (Headers) read(headers, request);
    }

    @Nullable
    Object inputOfRequest(Object request) {
        return read(input, request);
    }

    @Nullable
    Object connectionOfTask(Object task) {
        return read(taskConnection, task);
    }

    @Nullable
    Object inputOfTask(Object task) {
        return read(taskInput, task);
    }

    /** Null before there is one. */
    @Nullable
    Object exchangeOfTask(Object task) {
        return read(taskExchange, task);
    }

    /** Null for the event that stops the server. */
    @Nullable
    Object exchangeOfEvent(Object event) {
        return read(eventExchange, event);
    }

    @Nullable
    SocketChannel channelOfWriting(Object stream) {
        return (SocketChannel) read(written, stream);
    }
}
