package io.caretrail.agent.undertow;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.agent.hook.Shape;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import io.undertow.security.api.SecurityNotification;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.DefaultResponseListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Behind Undertow's hook points. The exchange is an attachment of Undertow's own. Thread-safe. */
public final class UndertowHooks implements ContainerHooks {

    /** The request attribute that lets the servlet-level hooks and the filter stand down. */
    private static final String ATTRIBUTE = "io.caretrail.exchange";

    private static final AttachmentKey<Exchange> EXCHANGE = AttachmentKey.create(Exchange.class);

    /** On a connection: the request that could be read, but not understood. */
    private static final AttachmentKey<HttpServerExchange> UNREADABLE = AttachmentKey.create(HttpServerExchange.class);

    private static final String RETRY_AFTER_SECONDS = "1";

    /** The handlers of WildFly's management port. */
    private static final String MANAGEMENT = "org.jboss.as.domain.";

    private static final PublicMethod ORIGINAL_REQUEST = new PublicMethod("getOriginalRequest");
    private static final PublicMethod GET_ATTRIBUTE = new PublicMethod("getAttribute", String.class);
    private static final PublicMethod SET_ATTRIBUTE = new PublicMethod("setAttribute", String.class, Object.class);

    /** From the upgrade to HTTP/2 to its first stream, which is begun before that call returns. */
    private static final ThreadLocal<@Nullable Exchange> UPGRADED = new ThreadLocal<>();

    private final Exchanges exchanges;
    private final UndertowStreams streams = new UndertowStreams();

    /** Hooks for one Undertow. */
    public UndertowHooks(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return switch (name) {
            case "undertowExecutes" -> (exchange, handler) -> executes((HttpServerExchange) exchange);
            case "undertowExecuted" -> on(HttpServerExchange.class, (served, thrown) -> executed(served));
            case "undertowCloses" -> on(HttpServerExchange.class, (served, nothing) -> closes(served));
            case "undertowCompletes" -> on(HttpServerExchange.class, (served, nothing) -> completes(served));
            case "undertowReads" -> on(HttpServerExchange.class, UndertowHooks::reads);
            case "undertowRefuses" ->
                on(ServerConnection.class, (connection, partial) -> refuses(connection, (HttpServerExchange) partial));
            case "undertowUpgrades" -> on(HttpServerExchange.class, (initial, channel) -> upgrades(initial));
            case "undertowAnswers" -> on(HttpServerExchange.class, this::answers);
            case "undertowBreaks" -> on(Object.class, this::breaks);
            case "undertowKnows" ->
                on(Object.class, (context, notification) -> knows((SecurityNotification) notification));
            case "undertowServes" -> on(HttpServerExchange.class, UndertowHooks::serves);
            case "undertowThrows" -> on(HttpServerExchange.class, UndertowHooks::throwsIt);
            case "undertowExpires" -> on(HttpServerExchange.class, (served, nothing) -> expires(served));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * Connectors.executeRootHandler begins, for each request at first, and again when it is dispatched to another thread; it
     * is left out for a request that must not be served.
     */
    private @Nullable Object executes(@Nullable HttpServerExchange served) {
        Exchange open = served == null ? null : served.getAttachment(EXCHANGE);
        if (served == null || open != null || isManagement(served.getConnection())) {
            boolean unused = open != null && CurrentExchange.enter(open);
            return null;
        }
        Exchange exchange = UPGRADED.get();
        if (exchange == null) {
            exchange = exchanges.begin(new UndertowRequest(served.getConnection(), served));
        } else {
            UPGRADED.remove();
        }
        served.putAttachment(EXCHANGE, exchange);
        if (exchange.isRefused()) {
            served.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
            served.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_AFTER_SECONDS);
            served.endExchange();
            return Shape.SKIP;
        }
        addHeader(served, exchange.responseHeader());
        boolean unused = CurrentExchange.enter(exchange);
        return null;
    }

    /** Connectors.executeRootHandler ends: another thread may go on with the request. */
    private static void executed(HttpServerExchange served) {
        Exchange exchange = served.getAttachment(EXCHANGE);
        if (exchange != null) {
            CurrentExchange.leave(exchange);
        }
    }

    private static boolean isManagement(ServerConnection connection) {
        return connection instanceof AbstractServerConnection server
                && server.getRootHandler() != null
                && server.getRootHandler().getClass().getName().startsWith(MANAGEMENT);
    }

    /** When the head of the response is made: what the application wanted to set, it has set. */
    private static void addHeader(HttpServerExchange served, Exchange.@Nullable ResponseHeader header) {
        if (header != null) {
            HttpString name = new HttpString(header.name());
            served.addResponseCommitListener(answered -> {
                if (!answered.getResponseHeaders().contains(name)) {
                    answered.getResponseHeaders().put(name, header.value());
                }
            });
        }
    }

    /** HttpServerExchange.closeAndFlushResponse begins: it ends a response that has not come to its end. */
    private static void closes(HttpServerExchange served) {
        Exchange exchange = served.getAttachment(EXCHANGE);
        if (exchange != null && isHttp1(served) && !served.getConnection().isOpen()) {
            noteThrown(exchange, served);
            exchange.failed(Outcome.CLIENT_ABORT);
        }
    }

    /** In HTTP/2 the connection may well be closed when a stream has come to its end. */
    private static boolean isHttp1(HttpServerExchange served) {
        return served.isHttp11() || served.isHttp10() || served.isHttp09();
    }

    /** Http2ServerConnection.getSinkConduit begins: a stream is about to be answered. */
    private void answers(HttpServerExchange served, @Nullable Object channel) {
        if (streams.answers(served, channel)) {
            breaksOff(served);
        }
    }

    /** AbstractFramedStreamSinkChannel.close or markBroken begins. */
    private void breaks(Object channel, @Nullable Object fullyFlushed) {
        HttpServerExchange served = streams.breaks(channel, fullyFlushed);
        if (served != null) {
            breaksOff(served);
        }
    }

    /** Nothing more of the answer is sent; that it has come to its end Undertow says later, or not at all. */
    private static void breaksOff(HttpServerExchange served) {
        Exchange exchange = served.getAttachment(EXCHANGE);
        if (exchange != null) {
            noteThrown(exchange, served);
            exchange.failed(Outcome.CLIENT_ABORT);
            exchange.complete(new UndertowResponse(served));
        }
    }

    /** HttpServerExchange.invokeExchangeCompleteListeners begins; it may do so more than once. */
    private static void completes(HttpServerExchange served) {
        Exchange exchange = served.getAttachment(EXCHANGE);
        if (exchange == null || isUpgradeToHttp2(served)) {
            return;
        }
        noteThrown(exchange, served);
        if (isHttp1(served)
                && !(served.isResponseComplete() && served.getConnection().isOpen())) {
            // Whole answers end before their connection does; one that breaks takes its exchange along.
            exchange.failed(Outcome.CLIENT_ABORT);
        }
        exchange.complete(new UndertowResponse(served));
    }

    /** Then the request is answered as the first stream. */
    private static boolean isUpgradeToHttp2(HttpServerExchange served) {
        return served.getStatusCode() == StatusCodes.SWITCHING_PROTOCOLS
                && "h2c".equals(served.getResponseHeaders().getFirst(Headers.UPGRADE));
    }

    private static void noteThrown(Exchange exchange, HttpServerExchange served) {
        Throwable thrown = served.getAttachment(DefaultResponseListener.EXCEPTION);
        if (thrown != null) {
            UndertowFailure.note(exchange, thrown);
        }
    }

    /** HttpTransferEncoding.setupRequest ends: all of the head has been read, but it may make no sense. */
    private static void reads(HttpServerExchange served, @Nullable Object thrown) {
        served.getConnection().putAttachment(UNREADABLE, served);
    }

    /** HttpReadListener.sendBadRequestAndClose begins: 400 is written without an exchange. */
    private void refuses(ServerConnection connection, @Nullable HttpServerExchange partial) {
        HttpServerExchange asked = partial == null ? connection.getAttachment(UNREADABLE) : partial;
        if (asked != null && asked.getAttachment(EXCHANGE) != null) {
            // The one before on this connection; of this one not even the head could be read.
            asked = null;
        }
        if (!isManagement(connection)) {
            exchanges.begin(new UndertowRequest(connection, asked)).complete(UndertowResponse.BAD_REQUEST);
        }
    }

    /** Http2ReceiveListener.handleInitialRequest begins: what came as HTTP/1 goes on as the first stream of HTTP/2. */
    private static void upgrades(HttpServerExchange initial) {
        UPGRADED.set(initial.getAttachment(EXCHANGE));
    }

    /** The security context tells its listeners of a login; a logout before the end is no reason to forget. */
    private static void knows(@Nullable SecurityNotification notification) {
        if (notification != null && notification.getAccount() != null) {
            Exchange exchange = notification.getExchange().getAttachment(EXCHANGE);
            if (exchange != null) {
                exchange.authenticated(notification.getAccount().getPrincipal().getName(), notification.getMechanism());
            }
        }
    }

    /** ServletInitialHandler.handleFirstRequest begins: its request exists, and no listener or filter has seen it yet. */
    private static void serves(HttpServerExchange served, @Nullable Object context) {
        Exchange exchange = served.getAttachment(EXCHANGE);
        Object request = exchange == null || context == null ? null : ORIGINAL_REQUEST.of(context);
        if (request != null && GET_ATTRIBUTE.of(request, ATTRIBUTE) == null) {
            SET_ATTRIBUTE.of(request, ATTRIBUTE, exchange);
        }
    }

    /** The servlet container is about to answer for what a servlet has thrown. */
    private static void throwsIt(HttpServerExchange served, @Nullable Object thrown) {
        Exchange exchange = served.getAttachment(EXCHANGE);
        if (exchange != null && thrown instanceof Throwable throwable) {
            UndertowFailure.note(exchange, throwable);
        }
    }

    /** An asynchronous request has taken too long; its listeners are told next and may still answer. */
    private static void expires(HttpServerExchange served) {
        Exchange exchange = served.getAttachment(EXCHANGE);
        if (exchange != null) {
            exchange.failed(Outcome.TIMEOUT);
        }
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
