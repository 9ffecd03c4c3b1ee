package io.caretrail.agent.tomcat;

import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.Shape;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Behind Tomcat's hook points. The exchange lives on the coyote request: that outlives the connector's request, which is
 * recycled before {@code service} returns, and is cleared when the connection goes on to its next request. Thread-safe.
 */
public final class TomcatHooks implements ContainerHooks {

    /** The request attribute; seen by the servlet-level hooks too, which then stand down. */
    static final String EXCHANGE = "io.caretrail.exchange";

    /** Index of the note on the coyote request that holds the connector's request (CoyoteAdapter.ADAPTER_NOTES). */
    private static final int ADAPTER_NOTES = 1;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Exchanges exchanges;

    /** Hooks for one Tomcat. */
    public TomcatHooks(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return switch (name) {
            case "tomcatService" -> (request, response) -> service((Request) request, (Response) response);
            case "tomcatServed" -> on(Request.class, (request, thrown) -> served(request, (Throwable) thrown));
            case "tomcatEvent" -> on(Request.class, this::event);
            case "tomcatDispatched" -> on(Request.class, (request, kept) -> dispatched(request, kept));
            case "tomcatLog" -> on(Request.class, (request, response) -> logged(request));
            case "tomcatKnows" ->
                on(org.apache.catalina.connector.Request.class, (request, user) -> knows(request, user));
            case "tomcatForgets" ->
                on(org.apache.catalina.connector.Request.class, (request, nothing) -> forgets(request));
            case "tomcatHttp11Answers", "tomcatHttp2Answers", "tomcatAjpAnswers" ->
                on(AbstractProcessor.class, (processor, nothing) -> answers(processor));
            case "tomcatCommits" -> on(Response.class, (response, commit) -> commits(response, commit));
            case "tomcatRecycles" -> on(Request.class, (request, nothing) -> recycles(request));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** CoyoteAdapter.service begins; it is left out for a request that must not be served. */
    private @Nullable Object service(@Nullable Request request, @Nullable Response response) {
        if (request == null || response == null) {
            return null;
        }
        begin(request);
        Exchange exchange = exchange(request);
        if (exchange == null || !exchange.isRefused()) {
            enter(exchange);
            return null;
        }
        response.setStatus(SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.setContentLength(0);
        response.action(ActionCode.COMMIT, null);
        response.action(ActionCode.CLOSE, null);
        return Shape.SKIP;
    }

    /** CoyoteAdapter.service begins: once for each request, refused ones that can still be answered included. */
    private void begin(Request request) {
        if (request.getAttribute(EXCHANGE) == null) {
            request.setAttribute(EXCHANGE, exchanges.begin(new TomcatRequest(request)));
        }
    }

    /** CoyoteAdapter.service ends: so does the request, unless it is asynchronous or the processor has yet to answer. */
    private void served(Request request, @Nullable Throwable thrown) {
        Exchange exchange = exchange(request);
        leave(exchange);
        if (exchange == null || isAsync(request)) {
            return;
        }
        if (thrown != null) {
            noteThrown(exchange, request, thrown);
        }
        if (exchange.committedStatus() != 0) {
            complete(exchange, request);
        }
    }

    /** The calling thread works for it from here on, to the end of the hooked method. */
    private static void enter(@Nullable Exchange exchange) {
        if (exchange != null) {
            boolean unused = CurrentExchange.enter(exchange);
        }
    }

    private static void leave(@Nullable Exchange exchange) {
        if (exchange != null) {
            CurrentExchange.leave(exchange);
        }
    }

    /** CoyoteAdapter.asyncDispatch begins, on whatever thread goes on with the request. */
    private void event(Request request, @Nullable Object event) {
        Exchange exchange = exchange(request);
        enter(exchange);
        if (exchange != null) {
            if (event == SocketEvent.TIMEOUT) {
                exchange.failed(Outcome.TIMEOUT);
            } else if (event == SocketEvent.ERROR || event == SocketEvent.DISCONNECT) {
                exchange.failed(Outcome.CLIENT_ABORT);
            }
        }
    }

    /** CoyoteAdapter.asyncDispatch ends; false says that the connection is given up, null that it threw. */
    private void dispatched(Request request, @Nullable Object kept) {
        Exchange exchange = exchange(request);
        leave(exchange);
        if (exchange != null && (!Boolean.TRUE.equals(kept) || !isAsync(request))) {
            complete(exchange, request);
        }
    }

    /** CoyoteAdapter.log begins: the processor refuses what it never gave to {@code service}, or gives up an async one. */
    @SuppressWarnings("deprecation") // as in TomcatRequest.method
    private void logged(Request request) {
        // The 101 of an h2c upgrade: the request itself comes again as the first HTTP/2 stream.
        if (request.getResponse().getStatus() == SWITCHING_PROTOCOLS
                || request.method().isNull()) {
            return;
        }
        begin(request);
    }

    /** The connector's request is told who the user is, or that there is none: a logout before the end is no reason to forget. */
    private void knows(org.apache.catalina.connector.Request connectorRequest, @Nullable Object user) {
        Exchange exchange = exchange(connectorRequest.getCoyoteRequest());
        if (exchange != null && user instanceof Principal principal) {
            exchange.authenticated(principal.getName(), connectorRequest.getAuthType());
        }
    }

    /** The connector's request is recycled: the last moment at which it knows the user and the exception. */
    private void forgets(org.apache.catalina.connector.Request connectorRequest) {
        Request request = connectorRequest.getCoyoteRequest();
        Exchange exchange = request == null ? null : exchange(request);
        if (exchange == null || exchange.isComplete()) {
            return;
        }
        Principal principal = connectorRequest.getPrincipal();
        if (principal != null) {
            exchange.authenticated(principal.getName(), connectorRequest.getAuthType());
        }
        Object thrown = connectorRequest.getAttribute("jakarta.servlet.error.exception");
        if (thrown == null) {
            thrown = connectorRequest.getAttribute("javax.servlet.error.exception");
        }
        if (thrown instanceof Throwable throwable
                && !(comesFromConnection(throwable) && isAnswered(connectorRequest))) {
            noteThrown(exchange, request, throwable);
        }
    }

    /**
     * Whether the answer has gone out whole. When an HTTP/2 connection closes, every stream that is still there is told that
     * it was reset, also one whose client has got all and leaves.
     */
    private static boolean isAnswered(org.apache.catalina.connector.Request connectorRequest) {
        AtomicBoolean error = new AtomicBoolean();
        connectorRequest.getCoyoteRequest().action(ActionCode.IS_ERROR, error);
        return connectorRequest.getResponse().isClosed() && !error.get();
    }

    /** The processor is about to write the head of the response: what the application wanted to set, it has set. */
    private void answers(AbstractProcessor processor) {
        Exchange exchange = exchange(processor.getRequest());
        Exchange.ResponseHeader header = exchange == null ? null : exchange.responseHeader();
        if (header != null) {
            Response response = processor.getRequest().getResponse();
            if (!response.containsHeader(header.name())) {
                response.addHeader(header.name(), header.value());
            }
        }
    }

    /** The response is committed: from here on its status is the one on the wire, whatever Tomcat sets afterwards. */
    private void commits(Response response, @Nullable Object commit) {
        if (Boolean.TRUE.equals(commit) && !response.isCommitted()) {
            Exchange exchange = exchange(response.getRequest());
            if (exchange != null) {
                exchange.committed(response.getStatus());
            }
        }
    }

    /** The coyote request is recycled: whatever began and has not been ended by now ends here. */
    private void recycles(Request request) {
        Exchange exchange = exchange(request);
        if (exchange != null && !exchange.isComplete()) {
            complete(exchange, request);
        }
    }

    private static void complete(Exchange exchange, Request request) {
        Response response = request.getResponse();
        noteBrokenConnection(exchange, request);
        exchange.complete(new TomcatResponse(request, response));
    }

    private static @Nullable Exchange exchange(@Nullable Request request) {
        return request == null ? null : (Exchange) request.getAttribute(EXCHANGE);
    }

    private static boolean isAsync(Request request) {
        return request.getNote(ADAPTER_NOTES) instanceof org.apache.catalina.connector.Request connectorRequest
                && connectorRequest.isAsync();
    }

    /** What was thrown; but where the connection broke first, that is the reason, whatever the application made of it. */
    private static void noteThrown(Exchange exchange, Request request, Throwable thrown) {
        noteBrokenConnection(exchange, request);
        if (thrown instanceof ClientAbortException || (thrown instanceof IOException && comesFromConnection(thrown))) {
            exchange.failed(Outcome.CLIENT_ABORT);
        } else {
            exchange.failed(thrown);
        }
    }

    /**
     * Whether an exception was made by Tomcat's network code. Its type does not tell, and Tomcat puts the application's own
     * in the same places; it is a failed request, so the price of a stack trace does not matter.
     */
    private static boolean comesFromConnection(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("sun.") && !name.startsWith("jdk.")) {
                return name.startsWith("org.apache.tomcat.util.net.") || name.startsWith("org.apache.coyote.");
            }
        }
        return false;
    }

    /** An I/O error on the connection: Tomcat keeps it even where the application has swallowed it. */
    private static void noteBrokenConnection(Exchange exchange, Request request) {
        Exception broken = request.getResponse().getErrorException();
        if (broken == null) {
            broken = request.getErrorException();
        }
        if (broken instanceof SocketTimeoutException) {
            exchange.failed(Outcome.TIMEOUT);
        } else if (broken instanceof IOException) {
            exchange.failed(Outcome.CLIENT_ABORT);
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
