package io.caretrail.agent.grizzly;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;

/**
 * Where Grizzly 4, the HTTP server of GlassFish 7 and Payara 6, begins and ends a request: where it tells its own probes,
 * and in the filter below that answers what it cannot read. Who logged in and what a servlet has thrown is learnt from the
 * Catalina above it.
 */
public final class Grizzly {

    private static final String SERVER = "org.glassfish.grizzly.http.server.";
    private static final String ANCHOR = SERVER + "HttpServerFilter";
    private static final String PROBES = SERVER + "HttpServerProbeNotifier";
    private static final String REQUEST = SERVER + "Request";
    private static final String RESPONSE = SERVER + "Response";
    private static final String CODEC = "org.glassfish.grizzly.http.HttpServerFilter";
    private static final String CONNECTION = "org.glassfish.grizzly.Connection";
    private static final String CONTEXT = "org.glassfish.grizzly.filterchain.FilterChainContext";
    private static final String RESPONSE_PACKET = "org.glassfish.grizzly.http.HttpResponsePacket";
    private static final String ADAPTER = "org.apache.catalina.connector.CoyoteAdapter";
    private static final String CATALINA_REQUEST = "org.apache.catalina.connector.Request";

    /** The hook points of Grizzly; {@link GrizzlyHooks#behind} says what each is for. */
    public static final Container CONTAINER = new Container(
            "Grizzly",
            ANCHOR,
            false,
            false,
            List.of(
                    probe("grizzlyReceives", "notifyRequestReceive", REQUEST).asBeginning(),
                    new HookPoint(
                            "grizzlyHandles",
                            SERVER + "HttpHandler",
                            "doHandle",
                            List.of(REQUEST, RESPONSE),
                            Shape.ENTER_FIRST_OR_ANSWER),
                    new HookPoint(
                            "grizzlyFinishes",
                            ANCHOR,
                            "afterService",
                            List.of(CONTEXT, CONNECTION, REQUEST, RESPONSE),
                            Shape.ENTER_FIRST_THIRD),
                    probe("grizzlyCompletes", "notifyRequestComplete", RESPONSE),
                    probe("grizzlyCancels", "notifyRequestCancel", REQUEST),
                    probe("grizzlyExpires", "notifyRequestTimeout", REQUEST),
                    new HookPoint(
                                    "grizzlyRefuses",
                                    CODEC,
                                    "commitAndCloseAsError",
                                    List.of(CONTEXT, RESPONSE_PACKET),
                                    Shape.EXIT_SECOND_THROWN)
                            .asBeginning(),
                    new HookPoint(
                            "grizzlyAnswers",
                            CODEC,
                            "prepareResponse",
                            List.of(
                                    CONTEXT,
                                    "org.glassfish.grizzly.http.HttpRequestPacket",
                                    RESPONSE_PACKET,
                                    "org.glassfish.grizzly.http.HttpContent"),
                            Shape.ENTER_FIRST_THIRD),
                    new HookPoint(
                            "grizzlyHttp2Answers",
                            "org.glassfish.grizzly.http2.Http2ServerFilter",
                            "prepareOutgoingResponse",
                            List.of(RESPONSE_PACKET),
                            Shape.ENTER_FIRST_OR_SKIP),
                    new HookPoint(
                            "grizzlyCommits",
                            "org.glassfish.grizzly.http.HttpHeader",
                            "setCommitted",
                            List.of("boolean"),
                            Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint(
                            "catalinaServes",
                            ADAPTER,
                            "service",
                            List.of(REQUEST, RESPONSE),
                            Shape.ENTER_FIRST_OR_SKIP),
                    new HookPoint("catalinaServed", ADAPTER, "service", List.of(REQUEST, RESPONSE), Shape.EXIT_THROWN),
                    new HookPoint(
                            "catalinaKnows",
                            CATALINA_REQUEST,
                            "setUserPrincipal",
                            List.of("java.security.Principal"),
                            Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint("catalinaExpires", CATALINA_REQUEST, "asyncTimeout", List.of(), Shape.ENTER_THIS),
                    new HookPoint("catalinaForgets", CATALINA_REQUEST, "recycle", List.of(), Shape.ENTER_THIS)),
            "io.caretrail.agent.grizzly.GrizzlyHooks",
            List.of("io.caretrail.agent.grizzly.Grizzly"));

    private Grizzly() {}

    /** What Grizzly tells its probes at this point of a request's life. */
    private static HookPoint probe(String name, String method, String told) {
        return new HookPoint(name, PROBES, method, List.of(ANCHOR, CONNECTION, told), Shape.ENTER_FIRST_THIRD);
    }
}
