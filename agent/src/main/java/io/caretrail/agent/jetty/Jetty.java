package io.caretrail.agent.jetty;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Jetty 12.0 and 12.1 begin and end a request: in the core server, which all connections (HTTP/1, 2, 3, FastCGI) lead
 * to and all servlet environments (ee8 to ee11) are handlers of, so that what Jetty refuses itself is seen too. What goes
 * wrong is learnt from the environments, since they answer for it before the core hears of it.
 */
public final class Jetty {

    private static final String CHANNEL = "org.eclipse.jetty.server.internal.HttpChannelState";
    private static final String REQUEST = "org.eclipse.jetty.server.Request";
    private static final String STREAM = "org.eclipse.jetty.server.HttpStream";
    private static final String HTTP2 = "org.eclipse.jetty.http2.";
    private static final String CALLBACK = "org.eclipse.jetty.util.Callback";
    private static final String THROWABLE = "java.lang.Throwable";

    /** The hook points of Jetty 12; {@link JettyHooks#behind} says what each is for. */
    public static final Container CONTAINER = new Container(
            "Jetty",
            CHANNEL,
            false,
            false,
            points(),
            "io.caretrail.agent.jetty.JettyHooks",
            List.of("io.caretrail.agent.jetty.Jetty"));

    private Jetty() {}

    private static List<HookPoint> points() {
        List<HookPoint> points = new ArrayList<>(List.of(
                new HookPoint(
                                "jettyHandles",
                                "org.eclipse.jetty.server.Server",
                                "handle",
                                List.of(REQUEST, "org.eclipse.jetty.server.Response", CALLBACK),
                                Shape.ENTER_OR_ANSWER)
                        .asBeginning(),
                new HookPoint(
                        "jettyHandled",
                        "org.eclipse.jetty.server.Server",
                        "handle",
                        List.of(REQUEST, "org.eclipse.jetty.server.Response", CALLBACK),
                        Shape.EXIT_THROWN),
                // Newer ones have it in the channel, older ones in the task that invokes the handlers.
                new HookPoint(
                        "jettyCompletes",
                        CHANNEL,
                        "completeStream",
                        List.of(STREAM, THROWABLE),
                        Shape.ENTER_THIS_SECOND),
                new HookPoint(
                        "jettyCompletes",
                        CHANNEL + "$HandlerInvoker",
                        "completeStream",
                        List.of(STREAM, THROWABLE),
                        Shape.ENTER_OUTER_SECOND),
                new HookPoint(
                        "jettyBreaks",
                        CHANNEL + "$ChannelResponse",
                        "failed",
                        List.of(THROWABLE),
                        Shape.ENTER_THIS_ARGUMENT),
                new HookPoint(
                        "jettyGivesUp",
                        CHANNEL + "$ChannelResponse",
                        "lockedFailWrite",
                        List.of(THROWABLE),
                        Shape.ENTER_THIS_ARGUMENT),
                new HookPoint(
                        "jettyStreamSends",
                        HTTP2 + "HTTP2Session",
                        "newEntry",
                        List.of(HTTP2 + "frames.Frame", HTTP2 + "HTTP2Stream", CALLBACK),
                        Shape.EXIT_SECOND_RETURNED),
                failing("onReset", "ResetFrame"),
                failing("onFailure", "FailureFrame"),
                new HookPoint(
                        "jettyKnows",
                        REQUEST,
                        "setAuthenticationState",
                        List.of(REQUEST, REQUEST + "$AuthenticationState"),
                        Shape.ENTER_ARGUMENTS)));
        // Whoever lacks the role is refused before the request is told who he is.
        for (String authenticator : List.of("Basic", "Digest", "Form", "SslClientCert", "SPNEGO")) {
            points.add(new HookPoint(
                    "jettyValidates_" + authenticator,
                    "org.eclipse.jetty.security.authentication." + authenticator + "Authenticator",
                    "validateRequest",
                    List.of(REQUEST, "org.eclipse.jetty.server.Response", CALLBACK),
                    Shape.EXIT_RETURNED));
        }
        for (String environment : List.of("ee10", "ee11")) {
            String servlet = "org.eclipse.jetty." + environment + ".servlet.Servlet";
            points.add(throwing(environment, servlet + "Channel"));
            points.addAll(goingOn(environment, servlet + "Channel"));
            points.add(expiring(environment, servlet + "ChannelState"));
        }
        for (String environment : List.of("ee8", "ee9")) {
            String nested = "org.eclipse.jetty." + environment + ".nested.";
            points.add(throwing(environment, nested + "HttpChannel"));
            points.addAll(goingOn(environment, nested + "HttpChannel"));
            points.add(expiring(environment, nested + "HttpChannelState"));
            points.add(new HookPoint(
                    "jettyNestedKnows_" + environment,
                    nested + "Request",
                    "setAuthentication",
                    List.of(nested + "Authentication"),
                    Shape.ENTER_THIS_ARGUMENT));
            points.add(new HookPoint(
                    "jettyNestedLogsIn_" + environment,
                    nested + "Request",
                    "login",
                    List.of("java.lang.String", "java.lang.String"),
                    Shape.EXIT_THIS));
        }
        return List.copyOf(points);
    }

    private static HookPoint failing(String method, String frame) {
        return new HookPoint(
                "jettyStreamFails",
                HTTP2 + "HTTP2Stream",
                method,
                List.of(HTTP2 + "frames." + frame, CALLBACK),
                Shape.ENTER_THIS_CLOSE_STATE);
    }

    /** Each dispatch, asynchronous ones too. */
    private static List<HookPoint> goingOn(String environment, String channel) {
        return List.of(
                new HookPoint("jettyGoesOn_" + environment, channel, "handle", List.of(), Shape.ENTER_THIS),
                new HookPoint("jettyWentOn_" + environment, channel, "handle", List.of(), Shape.EXIT_THIS_THROWN));
    }

    private static HookPoint throwing(String environment, String channel) {
        return new HookPoint(
                "jettyThrows_" + environment,
                channel,
                "handleException",
                List.of(THROWABLE),
                Shape.ENTER_THIS_ARGUMENT);
    }

    private static HookPoint expiring(String environment, String state) {
        return new HookPoint("jettyExpires_" + environment, state, "onTimeout", List.of(), Shape.ENTER_THIS);
    }
}
