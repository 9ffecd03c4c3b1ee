package io.caretrail.agent.grizzly;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.agent.hook.Shape;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import java.io.EOFException;
import java.security.Principal;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.glassfish.grizzly.CloseReason;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Behind Grizzly's hook points. The exchange is an attribute of the request packet, which outlives what Grizzly and
 * Catalina make of it, and is cleared when it is used again. Thread-safe.
 */
public final class GrizzlyHooks implements ContainerHooks {

    /** The request attribute; Catalina looks there too, so that the servlet-level hooks and the filter stand down. */
    private static final String EXCHANGE = "io.caretrail.exchange";

    private static final String RETRY_AFTER_SECONDS = "1";

    /** The threads of the listener that GlassFish and Payara are administered by. */
    private static final String ADMINISTRATION = "admin-listener";

    // Catalina lies above Grizzly, out of sight of its class loader; Payara has kept the older name.
    private static final PublicMethod GRIZZLY_REQUEST = new PublicMethod("getGrizzlyRequest");
    private static final PublicMethod COYOTE_REQUEST = new PublicMethod("getCoyoteRequest");
    private static final PublicMethod AUTH_TYPE = new PublicMethod("getAuthType");
    private static final PublicMethod ATTRIBUTE = new PublicMethod("getAttribute", String.class);

    private final Exchanges exchanges;

    /** Hooks for one Grizzly. */
    public GrizzlyHooks(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return switch (name) {
            case "grizzlyReceives" -> second(Request.class, request -> receives(request.getRequest()));
            case "grizzlyHandles" -> (request, nothing) -> handles((Request) request);
            case "grizzlyFinishes" -> second(Request.class, request -> finishes(request.getRequest()));
            case "grizzlyCompletes" ->
                second(
                        Response.class,
                        response -> completes(response.getRequest().getRequest()));
            case "grizzlyCancels" -> second(Request.class, request -> cancels(request.getRequest()));
            case "grizzlyExpires" -> second(Request.class, request -> expires(request.getRequest()));
            case "grizzlyRefuses" -> first(HttpResponsePacket.class, response -> refuses(response.getRequest()));
            case "grizzlyAnswers" -> second(HttpResponsePacket.class, GrizzlyHooks::answers);
            case "grizzlyHttp2Answers" -> first(HttpResponsePacket.class, GrizzlyHooks::answers);
            case "grizzlyCommits" -> (header, commit) -> commits(header, commit);
            case "catalinaServes" -> first(Request.class, request -> serves(request.getRequest()));
            case "catalinaServed" -> first(Request.class, request -> served(request.getRequest()));
            case "catalinaKnows" -> (request, user) -> knows(request, user);
            case "catalinaExpires" -> first(Object.class, GrizzlyHooks::catalinaExpires);
            case "catalinaForgets" -> first(Object.class, GrizzlyHooks::noteThrown);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Grizzly has a new request; no handler has seen it yet. What it has refused below this is over. */
    private void receives(HttpRequestPacket request) {
        if (request.getAttribute(EXCHANGE) == null && !isAdministration()) {
            request.setAttribute(EXCHANGE, exchanges.begin(new GrizzlyRequest(request)));
        }
    }

    /** Each listener has threads of its own, and no other sign that can be seen from here. */
    private static boolean isAdministration() {
        return Thread.currentThread().getName().startsWith(ADMINISTRATION);
    }

    /** HttpHandler.doHandle begins; it is left out for a request that must not be served. */
    private static @Nullable Object handles(@Nullable Request request) {
        Exchange exchange = request == null ? null : exchange(request.getRequest());
        if (request == null || exchange == null || !exchange.isRefused()) {
            return null;
        }
        Response response = request.getResponse();
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.setContentLength(0);
        response.finish();
        return Shape.SKIP;
    }

    /** HttpServerFilter.afterService begins: what is left of the response is about to be sent. */
    private static void finishes(HttpRequestPacket request) {
        Exchange exchange = exchange(request);
        if (exchange != null && isLeft(request.getConnection())) {
            exchange.failed(Outcome.CLIENT_ABORT);
        }
    }

    private static boolean isLeft(Connection<?> connection) {
        CloseReason reason = connection.isOpen() ? null : connection.getCloseReason();
        return reason != null && reason.getType() == CloseType.REMOTELY;
    }

    /** The response is finished, and the request about to be recycled. */
    private static void completes(HttpRequestPacket request) {
        Exchange exchange = exchange(request);
        if (exchange == null) {
            return;
        }
        // A client that has got all may have closed by now; what could not be written has another reason.
        Connection<?> connection = request.getConnection();
        if (isLeft(connection) && !(connection.getCloseReason().getCause() instanceof EOFException)) {
            exchange.failed(Outcome.CLIENT_ABORT);
        }
        exchange.complete(new GrizzlyResponse(request.getResponse()));
    }

    /** A request that waits for its answer is given up: the client has left, or it has taken too long. */
    private static void cancels(HttpRequestPacket request) {
        Exchange exchange = exchange(request);
        if (exchange != null) {
            finishes(request);
            exchange.complete(new GrizzlyResponse(request.getResponse()));
        }
    }

    /** A request has waited too long for its answer. */
    private static void expires(@Nullable HttpRequestPacket request) {
        Exchange exchange = exchange(request);
        if (exchange != null) {
            exchange.failed(Outcome.TIMEOUT);
        }
    }

    /** The same to Catalina: listeners are told next and may still answer. A servlet that has thrown is why nobody did. */
    private static void catalinaExpires(Object request) {
        noteThrown(request);
        expires(below(request));
    }

    /** The codec has answered what it could not read; of a body that makes no sense its application is told, too. */
    private void refuses(HttpRequestPacket request) {
        if (exchange(request) == null && !isAdministration()) {
            Exchange exchange = exchanges.begin(new GrizzlyRequest(request));
            request.setAttribute(EXCHANGE, exchange);
            exchange.complete(new GrizzlyResponse(request.getResponse()));
        }
    }

    /** A codec is about to write the head of the response: what the application wanted to set, it has set. */
    private static void answers(HttpResponsePacket response) {
        Exchange exchange = response.isAcknowledgement() ? null : exchange(response.getRequest());
        Exchange.ResponseHeader header = exchange == null ? null : exchange.responseHeader();
        if (header != null && !response.containsHeader(header.name())) {
            response.addHeader(header.name(), header.value());
        }
    }

    /** The head is written: from here on its status is the one on the wire. */
    private static @Nullable Object commits(@Nullable Object header, @Nullable Object commit) {
        if (header instanceof HttpResponsePacket response && Boolean.TRUE.equals(commit)) {
            Exchange exchange = exchange(response.getRequest());
            if (exchange != null) {
                exchange.committed(response.getStatus());
            }
        }
        return null;
    }

    /** CoyoteAdapter.service begins: the calling thread works for the request to the end of that method. */
    private static void serves(HttpRequestPacket request) {
        Exchange exchange = exchange(request);
        boolean unused = exchange != null && CurrentExchange.enter(exchange);
    }

    private static void served(HttpRequestPacket request) {
        Exchange exchange = exchange(request);
        if (exchange != null) {
            CurrentExchange.leave(exchange);
        }
    }

    /** Catalina's request is told who the user is, or that there is none: a logout before the end is no reason to forget. */
    private static @Nullable Object knows(@Nullable Object request, @Nullable Object user) {
        Exchange exchange = request == null ? null : exchange(below(request));
        if (request != null && exchange != null && user instanceof Principal principal) {
            exchange.authenticated(principal.getName(), (String) AUTH_TYPE.of(request));
        }
        return null;
    }

    /** To be asked before Catalina's request is recycled: later it does not know. */
    private static void noteThrown(Object request) {
        Exchange exchange = exchange(below(request));
        if (exchange != null
                && !exchange.isComplete()
                && ATTRIBUTE.of(request, "jakarta.servlet.error.exception") instanceof Throwable thrown) {
            GrizzlyFailure.note(exchange, thrown);
        }
    }

    /** What a request of Catalina's has come from; null while it is nobody's. */
    private static @Nullable HttpRequestPacket below(Object catalinaRequest) {
        Object request = GRIZZLY_REQUEST.of(catalinaRequest);
        if (request == null) {
            request = COYOTE_REQUEST.of(catalinaRequest);
        }
        return request instanceof Request grizzlyRequest ? grizzlyRequest.getRequest() : null;
    }

    private static @Nullable Exchange exchange(@Nullable HttpRequestPacket request) {
        return request == null ? null : (Exchange) request.getAttribute(EXCHANGE);
    }

    /** A hook on a first argument of this type; nothing is returned to the server's method. */
    private static <T> BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> first(
            Class<T> type, Consumer<T> step) {
        return (first, second) -> {
            step.accept(type.cast(first));
            return null;
        };
    }

    /** The same on a second argument. */
    private static <T> BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> second(
            Class<T> type, Consumer<T> step) {
        return (first, second) -> {
            step.accept(type.cast(second));
            return null;
        };
    }
}
