package io.caretrail.agent.liberty;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;

/**
 * Where Open Liberty begins and ends a request: in the HTTP channel, which HTTP/1 and HTTP/2 lead to, and which writes the
 * access log. What goes wrong in a servlet, and who has logged in, is learnt from the web container, a bundle of its own.
 */
public final class Liberty {

    private static final String CHANNEL = "com.ibm.ws.http.channel.internal.inbound.";
    private static final String LINK = CHANNEL + "HttpInboundLink";
    private static final String CONTEXT = CHANNEL + "HttpInboundServiceContextImpl";
    /** The one class of the channel's that the web container sees, too. */
    private static final String DISPATCHER = "com.ibm.ws.http.dispatcher.internal.channel.HttpDispatcherLink";

    private static final String CONNECTION = "com.ibm.wsspi.channelfw.VirtualConnection";
    private static final String REQUEST = "com.ibm.ws.webcontainer.srt.SRTServletRequest";
    private static final String ASYNC = "com.ibm.ws.webcontainer.async.";
    private static final String STRING = "java.lang.String";
    private static final String EXCEPTION = "java.lang.Exception";
    private static final String THROWABLE = "java.lang.Throwable";

    /** The hook points of Open Liberty; {@link LibertyHooks#behind} says what each is for. */
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
                    new HookPoint("libertyServes", REQUEST, "initRequestThreadData", List.of(), Shape.EXIT_THIS),
                    new HookPoint("libertyLogsIn", REQUEST, "login", List.of(STRING, STRING), Shape.EXIT_THIS),
                    new HookPoint(
                            "libertyKnows",
                            "com.ibm.wsspi.webcontainer.collaborator.CollaboratorHelper",
                            "preInvokeCollaborators",
                            List.of(
                                    "com.ibm.wsspi.webcontainer.collaborator.ICollaboratorMetaData",
                                    "java.util.EnumSet"),
                            Shape.EXIT_THROWN),
                    throwing("jakarta"),
                    throwing("javax"),
                    asynchronous("libertyErrs", Shape.ENTER_FIRST_THIRD),
                    asynchronous("libertyExpires", Shape.ENTER_FIRST_FOURTH)),
            "io.caretrail.agent.liberty.LibertyHooks",
            List.of());

    private Liberty() {}

    private static HookPoint throwing(String namespace) {
        return new HookPoint(
                "libertyThrows",
                "com.ibm.ws.webcontainer.webapp.WebApp",
                "handleException",
                List.of(
                        THROWABLE,
                        namespace + ".servlet.ServletRequest",
                        namespace + ".servlet.ServletResponse",
                        "com.ibm.wsspi.webcontainer.RequestProcessor"),
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
