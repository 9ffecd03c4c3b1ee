package io.caretrail.agent.undertow;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;

/**
 * Where Undertow 2.0 to 2.3 begin and end a request: in the core server, which HTTP/1, HTTP/2 and AJP lead to, with or
 * without servlets. What goes wrong in a servlet is learnt from the servlet container, which answers for it before the core
 * hears of it.
 */
public final class Undertow {

    private static final String EXCHANGE = "io.undertow.server.HttpServerExchange";
    private static final String THROWABLE = "java.lang.Throwable";
    private static final String SERVLETS = "io.undertow.servlet.";

    /** The hook points of Undertow; {@link UndertowHooks#behind} says what each is for. */
    public static final Container CONTAINER = new Container(
            "Undertow",
            "io.undertow.server.Connectors",
            false,
            false,
            List.of(
                    new HookPoint(
                                    "undertowExecutes",
                                    "io.undertow.server.Connectors",
                                    "executeRootHandler",
                                    List.of("io.undertow.server.HttpHandler", EXCHANGE),
                                    Shape.ENTER_SECOND_OR_SKIP)
                            .asBeginning(),
                    new HookPoint(
                            "undertowExecuted",
                            "io.undertow.server.Connectors",
                            "executeRootHandler",
                            List.of("io.undertow.server.HttpHandler", EXCHANGE),
                            Shape.EXIT_SECOND_THROWN),
                    new HookPoint("undertowCloses", EXCHANGE, "closeAndFlushResponse", List.of(), Shape.ENTER_THIS),
                    new HookPoint(
                            "undertowCompletes",
                            EXCHANGE,
                            "invokeExchangeCompleteListeners",
                            List.of(),
                            Shape.ENTER_THIS),
                    new HookPoint(
                            "undertowReads",
                            "io.undertow.server.protocol.http.HttpTransferEncoding",
                            "setupRequest",
                            List.of(EXCHANGE),
                            Shape.EXIT_THROWN),
                    new HookPoint(
                                    "undertowRefuses",
                                    "io.undertow.server.protocol.http.HttpReadListener",
                                    "sendBadRequestAndClose",
                                    List.of("org.xnio.StreamConnection", THROWABLE),
                                    Shape.ENTER_CONNECTION_EXCHANGE)
                            .asBeginning(),
                    new HookPoint(
                            "undertowUpgrades",
                            "io.undertow.server.protocol.http2.Http2ReceiveListener",
                            "handleInitialRequest",
                            List.of(EXCHANGE, "io.undertow.protocols.http2.Http2Channel", "byte[]"),
                            Shape.ENTER_ARGUMENTS),
                    new HookPoint(
                            "undertowAnswers",
                            "io.undertow.server.protocol.http2.Http2ServerConnection",
                            "getSinkConduit",
                            List.of(EXCHANGE, "org.xnio.conduits.StreamSinkConduit"),
                            Shape.ENTER_FIRST_RESPONSE_CHANNEL),
                    breaking("close"),
                    breaking("markBroken"),
                    new HookPoint(
                            "undertowKnows",
                            "io.undertow.security.impl.AbstractSecurityContext",
                            "sendNoticiation",
                            List.of("io.undertow.security.api.SecurityNotification"),
                            Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint(
                            "undertowServes",
                            SERVLETS + "handlers.ServletInitialHandler",
                            "handleFirstRequest",
                            List.of(EXCHANGE, SERVLETS + "handlers.ServletRequestContext"),
                            Shape.ENTER_ARGUMENTS),
                    throwing("jakarta"),
                    throwing("javax"),
                    new HookPoint(
                            "undertowExpires",
                            SERVLETS + "spec.AsyncContextImpl",
                            "onAsyncTimeout",
                            List.of(),
                            Shape.ENTER_EXCHANGE)),
            "io.caretrail.agent.undertow.UndertowHooks",
            List.of("io.caretrail.agent.undertow.Undertow"));

    private Undertow() {}

    private static HookPoint breaking(String method) {
        return new HookPoint(
                "undertowBreaks",
                "io.undertow.server.protocol.framed.AbstractFramedStreamSinkChannel",
                method,
                List.of(),
                Shape.ENTER_THIS_FULLY_FLUSHED);
    }

    private static HookPoint throwing(String namespace) {
        return new HookPoint(
                "undertowThrows",
                SERVLETS + "api.LoggingExceptionHandler",
                "handleThrowable",
                List.of(
                        EXCHANGE,
                        namespace + ".servlet.ServletRequest",
                        namespace + ".servlet.ServletResponse",
                        THROWABLE),
                Shape.ENTER_FIRST_FOURTH);
    }
}
