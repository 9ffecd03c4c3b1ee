package io.caretrail.agent.jetty;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.Shape;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import java.security.Principal;
import java.util.function.BiFunction;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.internal.HttpChannelState;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Behind Jetty 12's hook points. The exchange is an attribute of the innermost request, which every environment's request
 * shows, so that the servlet-level hooks and the filter stand down. Thread-safe.
 */
public final class JettyHooks implements ContainerHooks {

    /** The request attribute. */
    static final String EXCHANGE = "io.caretrail.exchange";

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Exchanges exchanges;

    /** Hooks for one Jetty. */
    public JettyHooks(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return switch (name.substring(0, name.indexOf('_') < 0 ? name.length() : name.indexOf('_'))) {
            case "jettyHandles" -> (request, callback) -> handles((Request) request, (Callback) callback);
            case "jettyHandled" -> on(Request.class, (request, thrown) -> leaves(exchange(Request.unWrap(request))));
            case "jettyGoesOn" -> on(Object.class, (channel, nothing) -> goesOn(exchangeOf(channel)));
            case "jettyWentOn" -> on(Object.class, (channel, thrown) -> leaves(exchangeOf(channel)));
            case "jettyCompletes" ->
                on(HttpChannelState.class, (channel, failure) -> completes(channel, (Throwable) failure));
            case "jettyBreaks" -> on(Response.class, (response, failure) -> breaks(response, (Throwable) failure));
            case "jettyGivesUp" -> on(Response.class, (response, failure) -> givesUp(response, (Throwable) failure));
            case "jettyStreamSends" ->
                (stream, entry) -> {
                    Http2Stream.sends(stream, entry);
                    return null;
                };
            case "jettyStreamFails" -> on(Object.class, JettyClient::leaves);
            case "jettyKnows" ->
                on(Request.class, (request, state) -> knows(request, (Request.AuthenticationState) state));
            case "jettyValidates" ->
                on(Request.class, (request, state) -> {
                    if (state instanceof Request.AuthenticationState validated) {
                        knows(request, validated);
                    }
                });
            case "jettyNestedKnows" -> on(Object.class, JettyHooks::nestedKnows);
            case "jettyNestedLogsIn" ->
                on(Object.class, (request, nothing) -> nestedKnows(request, JettyEnvironment.authentication(request)));
            case "jettyThrows" -> on(Object.class, (channel, thrown) -> throwsIt(channel, (Throwable) thrown));
            case "jettyExpires" -> on(Object.class, (state, nothing) -> expires(state));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Server.handle begins, once for each request; it is left out for a request that must not be served. */
    private @Nullable Object handles(@Nullable Request handled, @Nullable Callback callback) {
        if (handled == null || callback == null) {
            return null;
        }
        Request request = Request.unWrap(handled);
        Exchange exchange = exchange(request);
        if (exchange == null) {
            exchange = begin(request);
        }
        if (!exchange.isRefused()) {
            addHeader(request, exchange.responseHeader());
            goesOn(exchange);
            return null;
        }
        Response response = ((HttpChannelState) request.getComponents()).getResponse();
        response.setStatus(SERVICE_UNAVAILABLE);
        response.getHeaders().put("Retry-After", RETRY_AFTER_SECONDS);
        response.write(true, null, callback);
        return Shape.SKIP;
    }

    /** The calling thread works for it from here on: in Server.handle, and in each dispatch of an environment. */
    private static void goesOn(@Nullable Exchange exchange) {
        boolean unused = exchange != null && CurrentExchange.enter(exchange);
    }

    /** That is over; a dispatch within Server.handle leaves nothing more to the handlers around it. */
    private static void leaves(@Nullable Exchange exchange) {
        if (exchange == null) {
            CurrentExchange.leave();
        } else {
            CurrentExchange.leave(exchange);
        }
    }

    private Exchange begin(Request request) {
        Exchange exchange = exchanges.begin(new JettyRequest(request));
        request.setAttribute(EXCHANGE, exchange);
        return exchange;
    }

    private static void addHeader(Request request, Exchange.@Nullable ResponseHeader header) {
        if (header != null) {
            request.addHttpStreamWrapper(stream -> new JettyStream(stream, header));
        }
    }

    /** HttpChannelState.completeStream begins: the response is over, also that of a request which no handler was given. */
    private void completes(HttpChannelState channel, @Nullable Throwable failure) {
        Request request = channel.getRequest();
        if (request == null) {
            return;
        }
        Exchange exchange = exchange(request);
        if (exchange == null) {
            if (request.getHeaders().size() == 0 && JettyFailure.isOfConnection(failure)) {
                // The client has left within the head of a request: it has made none.
                return;
            }
            exchange = begin(request);
        }
        if (failure != null) {
            JettyFailure.noteEnd(exchange, request, failure);
        }
        exchange.complete(new JettyResponse(channel.getResponse(), channel.getHttpStream()));
    }

    /**
     * ChannelResponse.failed begins: a write has failed, whatever the application makes of it. With the connection the
     * answer is over, and ee8 and ee9 never end an asynchronous one whose client has left.
     */
    private static void breaks(Response response, @Nullable Throwable failure) {
        Request request = Request.unWrap(response.getRequest());
        Exchange exchange = exchange(request);
        if (exchange != null && failure != null && JettyFailure.isOfConnection(failure)) {
            JettyFailure.note(exchange, request, failure);
            HttpChannelState channel = (HttpChannelState) request.getComponents();
            exchange.complete(new JettyResponse(response, channel.getHttpStream()));
        }
    }

    /**
     * ChannelResponse.lockedFailWrite begins: the stream has failed, and what waits for a write is told. Where that was in the
     * middle of an answer nothing more is sent, and again ee8 and ee9 may never end it.
     */
    private static void givesUp(Response response, @Nullable Throwable failure) {
        if (response.isCommitted() && JettyClient.isHttp2(response.getRequest())) {
            breaks(response, failure);
        }
    }

    /** A request is told who the user is, or that there is none: a logout before the end is no reason to forget. */
    private static void knows(Request request, Request.@Nullable AuthenticationState state) {
        Exchange exchange = exchange(Request.unWrap(request));
        Principal principal = exchange == null || state == null ? null : state.getUserPrincipal();
        if (exchange != null && principal != null) {
            exchange.authenticated(principal.getName(), JettyEnvironment.authMethod(state));
        }
    }

    /** The same in the environments that bring along their own security, ee8 and ee9. */
    private static void nestedKnows(Object nestedRequest, @Nullable Object authentication) {
        Principal principal = authentication == null ? null : JettyEnvironment.principal(authentication);
        Exchange exchange = principal == null ? null : exchangeOf(JettyEnvironment.channelOf(nestedRequest));
        if (exchange != null && principal != null) {
            exchange.authenticated(principal.getName(), JettyEnvironment.authMethod(authentication));
        }
    }

    /** An environment's channel is about to answer for what was thrown, by an error page if it still can. */
    private static void throwsIt(Object channel, @Nullable Throwable thrown) {
        Request request = JettyEnvironment.coreRequest(channel);
        Exchange exchange = request == null ? null : exchange(Request.unWrap(request));
        if (request != null && exchange != null && thrown != null) {
            JettyFailure.note(exchange, Request.unWrap(request), thrown);
        }
    }

    /** An asynchronous request has taken too long; its listeners are told next and may still answer. */
    private static void expires(Object channelState) {
        Exchange exchange = exchangeOf(JettyEnvironment.channelOf(channelState));
        if (exchange != null) {
            exchange.failed(Outcome.TIMEOUT);
        }
    }

    private static @Nullable Exchange exchangeOf(Object environmentsChannel) {
        Request request = JettyEnvironment.coreRequest(environmentsChannel);
        return request == null ? null : exchange(Request.unWrap(request));
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
