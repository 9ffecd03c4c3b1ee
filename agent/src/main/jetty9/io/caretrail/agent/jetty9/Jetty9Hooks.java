package io.caretrail.agent.jetty9;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.Shape;
import io.caretrail.agent.jetty.Http2Stream;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.Authentication;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpChannelState;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Behind the hook points of Jetty 9.4, 10 and 11. The exchange is an attribute of the request, so that the servlet-level
 * hooks and the filter stand down. Thread-safe.
 */
public final class Jetty9Hooks implements ContainerHooks {

    /** The request attribute. */
    private static final String EXCHANGE = "io.caretrail.exchange";

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int INTERNAL_SERVER_ERROR = 500;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Exchanges exchanges;

    /** Hooks for one Jetty. */
    public Jetty9Hooks(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return switch (name) {
            case "jetty9Handles" -> (channel, nothing) -> handles((HttpChannel) channel);
            case "jetty9Handled", "jetty9WentOn" -> on(HttpChannel.class, (channel, thrown) -> leaves(channel));
            case "jetty9GoesOn" -> on(Server.class, (server, channel) -> goesOn((HttpChannel) channel));
            case "jetty9Completes" -> on(HttpChannel.class, (channel, nothing) -> completes(channel));
            case "jetty9Throws" -> on(HttpChannel.class, Jetty9Hooks::throwsIt);
            case "jetty9Aborts" -> on(HttpChannel.class, this::aborts);
            case "jetty9StreamSends" ->
                (stream, entry) -> {
                    Http2Stream.sends(stream, entry);
                    return null;
                };
            case "jetty9StreamFails" -> on(Object.class, this::streamFails);
            case "jetty9Expires" -> on(HttpChannelState.class, (state, nothing) -> expires(state));
            case "jetty9Knows" -> on(Request.class, Jetty9Hooks::knows);
            case "jetty9LogsIn" -> on(Request.class, (request, nothing) -> knows(request, request.getAuthentication()));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Server.handle begins, once for each request; it is left out for a request that must not be served. */
    private @Nullable Object handles(@Nullable HttpChannel channel) {
        if (channel == null) {
            return null;
        }
        Exchange exchange = exchange(channel.getRequest());
        if (exchange == null) {
            exchange = begin(channel, true);
        }
        Response response = channel.getResponse();
        if (exchange.isRefused()) {
            response.setStatus(SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            channel.getRequest().setHandled(true);
            return Shape.SKIP;
        }
        Exchange.ResponseHeader header = exchange.responseHeader();
        if (header != null && !response.containsHeader(header.name())) {
            // Now, since the head is made of what cannot be added to; the application's own setHeader replaces it.
            response.setHeader(header.name(), header.value());
        }
        boolean unused = CurrentExchange.enter(exchange);
        return null;
    }

    /** Server.handleAsync begins, on whatever thread goes on with the request. */
    private static void goesOn(@Nullable HttpChannel channel) {
        Exchange exchange = channel == null ? null : exchange(channel.getRequest());
        boolean unused = exchange != null && CurrentExchange.enter(exchange);
    }

    /** Server.handle or handleAsync ends: the thread is done with the request. */
    private static void leaves(HttpChannel channel) {
        Exchange exchange = exchange(channel.getRequest());
        if (exchange != null) {
            CurrentExchange.leave(exchange);
        }
    }

    private Exchange begin(HttpChannel channel, boolean lineIsRead) {
        Exchange exchange = exchanges.begin(new Jetty9Request(channel, lineIsRead));
        channel.getRequest().setAttribute(EXCHANGE, exchange);
        return exchange;
    }

    /** HttpChannel.onCompleted begins: the response is over, also that of a request which was never handled. */
    private void completes(HttpChannel channel) {
        MetaData.Response committed = channel.getCommittedMetaData();
        Exchange exchange = exchange(channel.getRequest());
        if (exchange == null) {
            if (committed == null || committed.getStatus() == SWITCHING_PROTOCOLS) {
                // Nothing was asked, or what was asked comes again as the first stream of HTTP/2.
                return;
            }
            exchange = begin(channel, Jetty9Line.isRead(channel));
        }
        if (committed != null && !Jetty9Client.isUnanswered(exchange, channel)) {
            exchange.committed(committed.getStatus());
        }
        exchange.complete(new Jetty9Response(channel));
    }

    /** HttpChannel.abort begins: nothing more is sent. An asynchronous request may never be told, and has no other end. */
    private void aborts(HttpChannel channel, @Nullable Object failure) {
        throwsIt(channel, failure);
        Exchange exchange = exchange(channel.getRequest());
        if (exchange == null) {
            return;
        }
        if (failure instanceof BadMessageException unsendable && unsendable.getCode() == INTERNAL_SERVER_ERROR) {
            // A head that is too large to be sent was committed, and Jetty has sent this instead.
            exchange.committed(INTERNAL_SERVER_ERROR);
            exchange.complete(new Jetty9Response(channel));
        } else {
            completes(channel);
        }
    }

    /**
     * HTTP2Stream.onReset or onFailure begins. A request whose body was to come has not been handled by then, and never is:
     * Jetty waits for the first of it.
     */
    private void streamFails(Object stream, @Nullable Object closeState) {
        boolean whole = Http2Stream.failsWhole(stream, closeState);
        if (!(Http2Stream.owner(stream) instanceof HttpChannel channel)) {
            return;
        }
        Exchange begun = exchange(channel.getRequest());
        Exchange exchange = begun == null ? begin(channel, true) : begun;
        Jetty9Client.leaves(exchange, channel, whole);
        if (begun == null) {
            exchange.failed(Outcome.CLIENT_ABORT);
            completes(channel);
        }
    }

    /** The channel is about to answer for what was thrown. */
    private static void throwsIt(HttpChannel channel, @Nullable Object thrown) {
        Exchange exchange = exchange(channel.getRequest());
        if (exchange != null && thrown instanceof Throwable throwable) {
            Jetty9Failure.note(exchange, channel, throwable);
        }
    }

    /** An asynchronous request has taken too long; its listeners are told next and may still answer. */
    private static void expires(HttpChannelState state) {
        Exchange exchange = exchange(state.getHttpChannel().getRequest());
        if (exchange != null) {
            exchange.failed(Outcome.TIMEOUT);
        }
    }

    /** A request is told who the user is, or that there is none: a logout before the end is no reason to forget. */
    private static void knows(Request request, @Nullable Object authentication) {
        Exchange exchange = exchange(request);
        if (exchange != null && authentication instanceof Authentication.User user) {
            exchange.authenticated(user.getUserIdentity().getUserPrincipal().getName(), user.getAuthMethod());
        }
    }

    private static @Nullable Exchange exchange(Request request) {
        return (Exchange) request.getAttribute(EXCHANGE);
    }

    /** A hook on a first argument of this type; nothing is returned to the server's method. */
    private static <T> BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> on(
            Class<T> type, Step<T> step) {
        return (first, second) -> {
            step.take(type.cast(first), second);
            return null;
        };
    }

    private interface Step<T> {
        void take(T first, @Nullable Object second);
    }
}
