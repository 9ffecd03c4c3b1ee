package io.caretrail.agent.liberty;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.agent.hook.Shape;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Behind the hook points of Open Liberty's HTTP channel. A connection, and in HTTP/2 a stream, has one service context, which
 * has one request at a time and is cleared before the next: an exchange is found by it. Thread-safe.
 */
public final class LibertyHooks implements ContainerHooks {

    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String HTTP_VALUES = "com.ibm.wsspi.http.channel.values.StatusCodes";
    private static final String HTTP_ERROR = "com.ibm.wsspi.http.channel.error.HttpError";

    private static final PublicMethod CONTEXT = new PublicMethod("getHTTPContext");
    private static final PublicMethod IS_READ = new PublicMethod("headersParsed");
    private static final PublicMethod RESPONSE = new PublicMethod("getResponse");
    private static final PublicMethod SET_HEADER = new PublicMethod("setHeader", String.class, String.class);
    private static final PublicMethod ERROR = new PublicMethod("getHttpError");
    private static final PublicMethod LINK = new PublicMethod("getHttpInboundLink2");

    private final Exchanges exchanges;

    /** By its service context, until that is cleared: also one that is over, so that nothing begins twice. */
    private final Map<Object, Exchange> current = new ConcurrentHashMap<>();

    /** Hooks for one Liberty. */
    public LibertyHooks(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return switch (name) {
            case "libertyBegins" -> (link, nothing) -> begins(link);
            case "libertyLogs" -> on((context, nothing) -> logs(context));
            case "libertyAborts" -> on((context, nothing) -> aborts(context));
            case "libertyCloses" -> on(this::closes);
            case "libertyClears" -> on((context, nothing) -> clears(context));
            case "libertyFinishes" -> on(this::finishes);
            case "libertyServes" -> on((request, nothing) -> serves(request));
            case "libertyLogsIn", "libertyAuthenticates" -> on((request, nothing) -> LibertyServlets.knows(request));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * HttpInboundLink.handleDiscrimination begins: the head makes sense, and nobody has been chosen to serve it yet. It is
     * left out for a request that must not be served.
     */
    private @Nullable Object begins(@Nullable Object link) {
        if (link == null) {
            return null;
        }
        Object context = contextOf(link);
        if (Boolean.FALSE.equals(IS_READ.of(context))) {
            // HTTP/2's preface: what is asked comes in streams, each with a link of its own.
            return null;
        }
        Exchange exchange = exchanges.begin(new LibertyRequest(context));
        current.put(context, exchange);
        if (exchange.isRefused()) {
            refuse(context);
            return Shape.SKIP;
        }
        Exchange.ResponseHeader header = exchange.responseHeader();
        Object response = RESPONSE.of(context);
        if (header != null && response != null) {
            // Now, since nobody says when the head is made; the application's own setHeader replaces it.
            SET_HEADER.of(response, header.name(), header.value());
        }
        return null;
    }

    private static Object contextOf(Object link) {
        Object context = CONTEXT.of(link);
        if (context == null) {
            throw new IllegalStateException(link.getClass().getName() + " has no service context");
        }
        return context;
    }

    /** As the channel itself answers what it cannot read: with an error, and the end of the connection. */
    private static void refuse(Object context) {
        Object response = RESPONSE.of(context);
        if (response != null) {
            SET_HEADER.of(response, "Retry-After", RETRY_AFTER_SECONDS);
        }
        try {
            ClassLoader server = context.getClass().getClassLoader();
            Object error = ERROR.of(Class.forName(HTTP_VALUES, true, server)
                    .getField("UNAVAILABLE")
                    .get(null));
            if (error != null) {
                new PublicMethod("sendError", Class.forName(HTTP_ERROR, false, server)).of(context, error);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Open Liberty cannot be told to answer 503", e);
        }
    }

    /** HttpInboundServiceContextImpl.logFinalResponse begins: all has been written, also of what nobody was to serve. */
    private void logs(Object context) {
        currentOrNew(context).complete(new LibertyResponse(context));
    }

    /** HttpInboundServiceContextImpl.logLegacyMessage begins: something could not be written, which is told to nobody else. */
    private void aborts(Object context) {
        Exchange exchange = current.get(context);
        if (exchange != null) {
            exchange.failed(Outcome.CLIENT_ABORT);
        }
    }

    /** HttpInboundLink.close begins; with an exception, the connection ends too. */
    private void closes(Object link, @Nullable Object thrown) {
        Object context = CONTEXT.of(link);
        if (context != null) {
            LibertyFailure.note(current.get(context), thrown);
        }
    }

    /** HttpInboundServiceContextImpl.clear begins, for the next request or for ever: what is still open ends here. */
    private void clears(Object context) {
        Exchange exchange = current.remove(context);
        if (exchange != null && !exchange.isComplete()) {
            exchange.failed(Outcome.CLIENT_ABORT);
            exchange.complete(new LibertyResponse(context));
        }
    }

    /** HttpDispatcherLink.finish begins: the web container is done. */
    private void finishes(Object dispatcher, @Nullable Object thrown) {
        if (thrown != null) {
            LibertyFailure.note(exchangeBehind(dispatcher), thrown);
        }
    }

    private @Nullable Exchange exchangeBehind(Object dispatcher) {
        Object context = contextBehind(dispatcher);
        return context == null ? null : current.get(context);
    }

    private static @Nullable Object contextBehind(Object dispatcher) {
        Object link = LINK.of(dispatcher);
        return link == null ? null : CONTEXT.of(link);
    }

    /** SRTServletRequest.initRequestThreadData ends: it has its next request, which no listener or filter has seen yet. */
    private void serves(Object request) {
        Object dispatcher = LibertyServlets.dispatcher(request);
        Object context = dispatcher == null ? null : contextBehind(dispatcher);
        if (context != null) {
            // Where the channel has not begun it, nobody but us may, or it would be recorded twice.
            LibertyServlets.put(request, currentOrNew(context));
        }
    }

    private Exchange currentOrNew(Object context) {
        Exchange known = current.get(context);
        if (known != null) {
            return known;
        }
        Exchange begun = exchanges.begin(new LibertyRequest(context));
        current.put(context, begun);
        return begun;
    }

    /** A hook on a first argument; nothing is returned to the server's method. */
    private static BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> on(Step step) {
        return (first, second) -> {
            if (first != null) {
                step.take(first, second);
            }
            return null;
        };
    }

    private interface Step {
        void take(Object first, @Nullable Object second);
    }
}
