package io.caretrail.agent.liberty;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;

/**
 * Where Open Liberty begins and ends a request: in the HTTP channel, which HTTP/1 and HTTP/2 lead to, and which writes the
 * access log. What goes wrong in a servlet, and who has logged in, is learnt from the web container and from the security,
 * bundles of their own.
 */
public final class Liberty {

    private static final String CHANNEL = "com.ibm.ws.http.channel.internal.inbound.";
    private static final String LINK = CHANNEL + "HttpInboundLink";
    private static final String CONTEXT = CHANNEL + "HttpInboundServiceContextImpl";
    /** The one class of the channel's internals that the web container sees, too. */
    private static final String DISPATCHER = "com.ibm.ws.http.dispatcher.internal.channel.HttpDispatcherLink";
    /** A class of the channel's that all the others see. */
    private static final String STATUS_CODES = "com.ibm.wsspi.http.channel.values.StatusCodes";

    private static final String CONNECTION = "com.ibm.wsspi.channelfw.VirtualConnection";
    private static final String WEB_CONTAINER = "com.ibm.ws.webcontainer.";
    private static final String REQUEST = WEB_CONTAINER + "srt.SRTServletRequest";
    private static final String APPLICATION = WEB_CONTAINER + "webapp.WebApp";
    private static final String SECURITY = WEB_CONTAINER + "security.";
    private static final String ASYNC = WEB_CONTAINER + "async.";
    private static final String COLLABORATOR = "com.ibm.wsspi.webcontainer.collaborator.";
    private static final String INBOUND = "com.ibm.wsspi.http.HttpInboundConnection";
    private static final String STRING = "java.lang.String";
    private static final String PROCESSOR = "com.ibm.wsspi.webcontainer.RequestProcessor";
    private static final String THROWABLE = "java.lang.Throwable";
    private static final String EXCEPTION = "java.lang.Exception";

    /** The hook points of its channel, and of the requests that it hands on; {@link LibertyHooks#behind} says more. */
    public static final Container CONTAINER = new Container(
            "Open Liberty",
            DISPATCHER,
            false,
            false,
            List.of(
                    new HookPoint("libertyBegins", LINK, "handleDiscrimination", List.of(), Shape.ENTER_THIS_OR_SKIP)
                            .asBeginning(),
                    new HookPoint("libertyLogs", CONTEXT, "logFinalResponse", List.of("long"), Shape.ENTER_THIS)
                            .asBeginning(),
                    new HookPoint("libertyAborts", CONTEXT, "logLegacyMessage", List.of(), Shape.ENTER_THIS),
                    new HookPoint(
                            "libertyCloses", LINK, "close", List.of(CONNECTION, EXCEPTION), Shape.ENTER_THIS_SECOND),
                    new HookPoint("libertyClears", CONTEXT, "clear", List.of(), Shape.ENTER_THIS),
                    new HookPoint(
                            "libertyFinishes", DISPATCHER, "finish", List.of(EXCEPTION), Shape.ENTER_THIS_ARGUMENT),
                    // Later generations override initForNextRequest, and call this as it does.
                    new HookPoint("libertyServes", REQUEST, "initRequestThreadData", List.of(), Shape.EXIT_THIS)
                            .asBeginning(),
                    new HookPoint("libertyLogsIn", REQUEST, "login", List.of(STRING, STRING), Shape.EXIT_THIS),
                    authenticating("jakarta"),
                    authenticating("javax")),
            "io.caretrail.agent.liberty.LibertyHooks",
            List.of());

    /** Those of its web container and its security; {@link LibertyWebHooks#behind} says more. Nothing begins there. */
    public static final Container WEB = new Container(
            "Open Liberty",
            STATUS_CODES,
            false,
            false,
            List.of(
                    handling("jakarta"),
                    handling("javax"),
                    filtering("jakarta"),
                    filtering("javax"),
                    throwing("jakarta"),
                    throwing("javax"),
                    reporting("jakarta"),
                    reporting("javax"),
                    new HookPoint(
                            "libertyKnows",
                            COLLABORATOR + "CollaboratorHelper",
                            "preInvokeCollaborators",
                            List.of(COLLABORATOR + "ICollaboratorMetaData", "java.util.EnumSet"),
                            Shape.EXIT_THROWN),
                    new HookPoint(
                            "libertyIdentifies",
                            SECURITY + "WebAppSecurityCollaboratorImpl",
                            "authenticateRequest",
                            List.of(SECURITY + "WebRequest"),
                            Shape.EXIT_RETURNED),
                    asynchronous("libertyErrs", Shape.ENTER_FIRST_THIRD),
                    asynchronous("libertyExpires", Shape.ENTER_FIRST_FOURTH)),
            "io.caretrail.agent.liberty.LibertyWebHooks",
            List.of("io.caretrail.agent.liberty.Liberty"));

    private Liberty() {}

    private static HookPoint authenticating(String namespace) {
        return new HookPoint(
                "libertyAuthenticates",
                REQUEST,
                "authenticate",
                List.of(namespace + ".servlet.http.HttpServletResponse"),
                Shape.EXIT_THIS);
    }

    private static HookPoint handling(String namespace) {
        return new HookPoint(
                "libertyHandles",
                APPLICATION,
                "handleRequest",
                List.of(namespace + ".servlet.ServletRequest", namespace + ".servlet.ServletResponse", INBOUND),
                Shape.AROUND_THIS);
    }

    private static HookPoint filtering(String namespace) {
        return new HookPoint(
                "libertyFilters",
                WEB_CONTAINER + "filter.WebAppFilterManager",
                "invokeFilters",
                List.of(
                        namespace + ".servlet.ServletRequest",
                        namespace + ".servlet.ServletResponse",
                        "com.ibm.wsspi.webcontainer.servlet.IServletContext",
                        PROCESSOR,
                        "java.util.EnumSet",
                        INBOUND),
                Shape.AROUND_THIS);
    }

    private static HookPoint throwing(String namespace) {
        return new HookPoint(
                "libertyThrows",
                APPLICATION,
                "handleException",
                List.of(
                        THROWABLE,
                        namespace + ".servlet.ServletRequest",
                        namespace + ".servlet.ServletResponse",
                        PROCESSOR),
                Shape.ENTER_THIS_ARGUMENTS);
    }

    private static HookPoint reporting(String namespace) {
        return new HookPoint(
                "libertyReports",
                APPLICATION,
                "sendError",
                List.of(
                        namespace + ".servlet.http.HttpServletRequest",
                        namespace + ".servlet.http.HttpServletResponse",
                        "com.ibm.websphere.servlet.error.ServletErrorReport"),
                Shape.ENTER_THIS_ARGUMENTS);
    }

    private static HookPoint asynchronous(String name, Shape shape) {
        return new HookPoint(
                name,
                ASYNC + "ListenerHelper",
                "_invokeAsyncErrorHandling",
                List.of(
                        "com.ibm.wsspi.webcontainer.servlet.AsyncContext",
                        "com.ibm.wsspi.webcontainer.WebContainerRequestState",
                        THROWABLE,
                        ASYNC + "AsyncListenerEnum",
                        ASYNC + "ListenerHelper$ExecuteNextRunnable"),
                shape);
    }
}
