package io.caretrail.agent.jdkserver;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.caretrail.agent.hook.ContainerHooks;
import io.caretrail.agent.hook.Shape;
import io.caretrail.core.door.Outcome;
import io.caretrail.core.exchange.CurrentExchange;
import io.caretrail.core.exchange.Exchange;
import io.caretrail.core.exchange.Exchanges;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Behind the hook points of the JDK's HttpServer. A connection has one exchange at a time, so an exchange is found by its
 * channel; attributes of an HttpExchange are no place for it, since all exchanges of a context share them. Thread-safe.
 */
public final class JdkServerHooks implements ContainerHooks {

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final long NO_BODY = -1;
    private static final String RETRY_AFTER_SECONDS = "1";

    /** What of the server reads from and writes to the client; its other exceptions blame the application. */
    private static final Set<String> CONNECTION = Set.of(
            JdkServer.INTERNALS + ".Request$ReadStream",
            JdkServer.INTERNALS + ".Request$WriteStream",
            JdkServer.INTERNALS + ".FixedLengthInputStream",
            JdkServer.INTERNALS + ".SSLStreams");

    private final Exchanges exchanges;
    private final Internals internals = new Internals();

    /** By its channel, until that closes: also one that is over, so that nothing begins twice. */
    private final Map<SocketChannel, JdkServerExchange> current = new ConcurrentHashMap<>();

    /** Heads that were read and of which no exchange has come yet, by the stream they were read from. */
    private final Map<Object, Head> heads = new ConcurrentHashMap<>();

    /** @param refusal why the server gives it up without an answer; null when it does not */
    private record Head(Object request, @Nullable Throwable refusal) {}

    /** Hooks for the one server of the JVM. */
    public JdkServerHooks(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    public BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> behind(String name) {
        return switch (name) {
            case "jdkServes" -> (exchange, nothing) -> serves((HttpExchange) exchange);
            case "jdkServed" -> on(this::served);
            case "jdkRefuses" -> on((task, arguments) -> refuses(task, (Object[]) arguments));
            case "jdkEnds" -> on(this::ends);
            case "jdkReadsHead" -> on(this::readsHead);
            case "jdkAnswers" -> on(this::answers);
            case "jdkAnswered" -> on(this::answered);
            case "jdkWrites" -> on(this::writes);
            case "jdkFinishes" -> on((server, event) -> finishes(event));
            case "jdkCloses" -> on((connection, nothing) -> closes(connection));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private interface Behind {
        void happens(Object first, @Nullable Object second);
    }

    private static BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> on(Behind behind) {
        return (first, second) -> {
            if (first != null) {
                behind.happens(first, second);
            }
            return null;
        };
    }

    /** Filter.Chain.doFilter begins, the first time before any filter; left out for a request that must not be served. */
    private @Nullable Object serves(@Nullable HttpExchange http) {
        Object implementation = http == null ? null : internals.implementation(http);
        if (http == null || implementation == null) {
            return null;
        }
        Object connection = internals.connectionOf(implementation);
        Object request = internals.requestOf(implementation);
        SocketChannel channel = connection == null ? null : internals.channelOf(connection);
        if (connection == null || request == null || channel == null) {
            return null;
        }
        JdkServerExchange open = current.get(channel);
        if (open == null || !open.isOf(implementation)) {
            forgetHead(internals.inputOfRequest(request));
            open = new JdkServerExchange(implementation, begin(request, null, connection));
            current.put(channel, open);
        }
        open.serves();
        boolean unused = CurrentExchange.enter(open.exchange());
        return open.exchange().isRefused() ? refuse(http) : null;
    }

    private static Object refuse(HttpExchange http) {
        try {
            http.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
            http.sendResponseHeaders(SERVICE_UNAVAILABLE, NO_BODY);
        } catch (IOException clientHasGone) {
            // Then nobody waits for an answer; the application must not see the request all the same.
            return Shape.SKIP;
        }
        return Shape.SKIP;
    }

    private Exchange begin(@Nullable Object request, @Nullable String line, Object connection) {
        return exchanges.begin(new JdkServerRequest(
                request == null ? line : internals.lineOf(request),
                request == null ? null : internals.headersOf(request),
                internals.channelOf(connection),
                internals.isTls(connection)));
    }

    /** Filter.Chain.doFilter ends. */
    private void served(Object http, @Nullable Object thrown) {
        JdkServerExchange open = of(internals.implementation(http));
        if (open == null) {
            CurrentExchange.leave();
            return;
        }
        open.served((Throwable) thrown);
        if (!open.isServing()) {
            CurrentExchange.leave(open.exchange());
        }
        completeIfForsaken(open);
    }

    /**
     * The server refuses: what it cannot read, what has no context; up to JDK 17 also some exceptions of a handler.
     *
     * @param arguments the status, the request line, a reason
     */
    private void refuses(Object task, Object @Nullable [] arguments) {
        Object connection = internals.connectionOfTask(task);
        if (connection == null || arguments == null) {
            return;
        }
        JdkServerExchange open = of(internals.exchangeOfTask(task));
        if (open == null) {
            Head head = forgetHead(internals.inputOfTask(task));
            open = new JdkServerExchange(
                    null, begin(head == null ? null : head.request(), (String) arguments[1], connection));
        }
        open.sends((Integer) arguments[0]);
        complete(open);
    }

    /** The server's task for an exchange ends; by an error, nobody answers or closes any more. */
    private void ends(Object task, @Nullable Object thrown) {
        JdkServerExchange open = thrown == null ? null : of(internals.exchangeOfTask(task));
        if (open != null) {
            complete(open);
        }
    }

    /** The head has been read; or the client left; or the server gave it up, as one that is too large. */
    private void readsHead(Object request, @Nullable Object thrown) {
        Object input = internals.inputOfRequest(request);
        if (input != null && (thrown == null || isMadeBy((Throwable) thrown, JdkServer.INTERNALS + ".Request"))) {
            heads.put(input, new Head(request, (Throwable) thrown));
        }
    }

    private @Nullable Head forgetHead(@Nullable Object input) {
        return input == null ? null : heads.remove(input);
    }

    /** ExchangeImpl.sendResponseHeaders begins: what the application wanted to set, it has set. */
    private void answers(Object implementation, @Nullable Object status) {
        JdkServerExchange open = of(implementation);
        if (open == null || !(status instanceof Integer code)) {
            return;
        }
        open.sends(code);
        Exchange.ResponseHeader header = open.exchange().responseHeader();
        Headers headers = header == null ? null : internals.responseHeadersOf(implementation);
        if (header != null && headers != null && !headers.containsKey(header.name())) {
            headers.set(header.name(), header.value());
        }
    }

    private void answered(Object implementation, @Nullable Object thrown) {
        JdkServerExchange open = of(implementation);
        if (open != null) {
            open.sent((Throwable) thrown);
        }
    }

    /** Something was written to the client, or not; the server itself keeps some of what goes wrong there to itself. */
    private void writes(Object stream, @Nullable Object thrown) {
        SocketChannel channel = internals.channelOfWriting(stream);
        JdkServerExchange open = channel == null ? null : current.get(channel);
        if (open == null) {
            return;
        }
        if (thrown == null) {
            open.written();
        } else {
            open.broken();
            completeIfForsaken(open);
        }
    }

    /** Up to JDK 17 the server forgets a connection whose last bytes could not be written, and never closes it. */
    private void completeIfForsaken(JdkServerExchange open) {
        if (open.isForsaken()) {
            complete(open);
        }
    }

    /** The stream of the response has been closed, and all of it written. */
    private void finishes(@Nullable Object event) {
        JdkServerExchange open = event == null ? null : of(internals.exchangeOfEvent(event));
        if (open != null) {
            complete(open);
        }
    }

    /** The connection closes: whatever was going on on it is over. */
    private void closes(Object connection) {
        Head head = forgetHead(internals.inputOf(connection));
        if (head != null && head.refusal() != null) {
            Exchange refused = begin(head.request(), null, connection);
            refused.failed(head.refusal());
            new JdkServerExchange(null, refused).complete(null);
        }
        SocketChannel channel = internals.channelOf(connection);
        JdkServerExchange open = channel == null ? null : current.remove(channel);
        if (open == null) {
            return;
        }
        // TLS writes past the stream that is hooked.
        if (!internals.isTls(connection)) {
            open.unplugged();
        }
        complete(open);
    }

    private @Nullable JdkServerExchange of(@Nullable Object implementation) {
        Object connection = implementation == null ? null : internals.connectionOf(implementation);
        SocketChannel channel = connection == null ? null : internals.channelOf(connection);
        JdkServerExchange open = channel == null ? null : current.get(channel);
        return open != null && open.isOf(implementation) ? open : null;
    }

    private void complete(JdkServerExchange open) {
        Exchange exchange = open.exchange();
        if (exchange.isComplete()) {
            return;
        }
        Throwable escaped = open.escaped();
        if (escaped instanceof IOException && comesFromConnection(escaped)) {
            exchange.failed(Outcome.CLIENT_ABORT);
        } else if (escaped != null) {
            exchange.failed(escaped);
        }
        Object implementation = open.implementation();
        if (implementation == null) {
            open.complete(null);
            return;
        }
        HttpPrincipal principal = internals.principalOf(implementation);
        if (principal != null) {
            exchange.authenticated(principal.getUsername(), authMethod(internals.connectionOf(implementation)));
        }
        Headers headers = internals.responseHeadersOf(implementation);
        open.complete(headers == null ? null : headers.getFirst("Location"));
    }

    private @Nullable String authMethod(@Nullable Object connection) {
        HttpContext context = connection == null ? null : internals.contextOf(connection);
        return context != null && context.getAuthenticator() instanceof BasicAuthenticator ? "BASIC" : null;
    }

    private static boolean isMadeBy(Throwable thrown, String className) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length > 0 && frames[0].getClassName().equals(className);
    }

    private static boolean comesFromConnection(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("sun.nio.") && !name.startsWith("jdk.")) {
                return CONNECTION.contains(name);
            }
        }
        return false;
    }
}
