package io.caretrail.agent.jetty9;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;

/**
 * Where Jetty 9.4, 10 and 11 begin and end a request: in the channel, which HTTP/1 and HTTP/2 lead to, and which writes the
 * request log. The classes behind are compiled against Jetty 9.4, apart from those for Jetty 12, which has the same names
 * for other things.
 */
public final class Jetty9 {

    private static final String SERVER = "org.eclipse.jetty.server.";
    private static final String CHANNEL = SERVER + "HttpChannel";
    private static final String HTTP2 = "org.eclipse.jetty.http2.";
    private static final String CALLBACK = "org.eclipse.jetty.util.Callback";
    private static final String THROWABLE = "java.lang.Throwable";

    /** The hook points of Jetty 9.4 to 11; {@code Jetty9Hooks.behind} says what each is for. */
    public static final Container CONTAINER = new Container(
            "Jetty 9 to 11",
            SERVER + "HttpChannelState",
            false,
            false,
            List.of(
                    new HookPoint(
                                    "jetty9Handles",
                                    SERVER + "Server",
                                    "handle",
                                    List.of(CHANNEL),
                                    Shape.ENTER_FIRST_OR_SKIP)
                            .asBeginning(),
                    new HookPoint("jetty9Handled", SERVER + "Server", "handle", List.of(CHANNEL), Shape.EXIT_THROWN),
                    new HookPoint(
                            "jetty9GoesOn",
                            SERVER + "Server",
                            "handleAsync",
                            List.of(CHANNEL),
                            Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint(
                            "jetty9WentOn", SERVER + "Server", "handleAsync", List.of(CHANNEL), Shape.EXIT_THROWN),
                    new HookPoint("jetty9Completes", CHANNEL, "onCompleted", List.of(), Shape.ENTER_THIS),
                    new HookPoint(
                            "jetty9Throws", CHANNEL, "handleException", List.of(THROWABLE), Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint("jetty9Aborts", CHANNEL, "abort", List.of(THROWABLE), Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint(
                            "jetty9StreamSends",
                            HTTP2 + "HTTP2Session",
                            "newEntry",
                            List.of(HTTP2 + "frames.Frame", HTTP2 + "IStream", CALLBACK),
                            Shape.EXIT_SECOND_RETURNED),
                    failing("onReset", "ResetFrame"),
                    failing("onFailure", "FailureFrame"),
                    new HookPoint(
                            "jetty9Expires", SERVER + "HttpChannelState", "onTimeout", List.of(), Shape.ENTER_THIS),
                    new HookPoint(
                            "jetty9Knows",
                            SERVER + "Request",
                            "setAuthentication",
                            List.of(SERVER + "Authentication"),
                            Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint(
                            "jetty9LogsIn",
                            SERVER + "Request",
                            "login",
                            List.of("java.lang.String", "java.lang.String"),
                            Shape.EXIT_THIS)),
            "io.caretrail.agent.jetty9.Jetty9Hooks",
            List.of("io.caretrail.agent.jetty9.Jetty9"));

    private Jetty9() {}

    private static HookPoint failing(String method, String frame) {
        return new HookPoint(
                "jetty9StreamFails",
                HTTP2 + "HTTP2Stream",
                method,
                List.of(HTTP2 + "frames." + frame, CALLBACK),
                Shape.ENTER_THIS_CLOSE_STATE);
    }
}
