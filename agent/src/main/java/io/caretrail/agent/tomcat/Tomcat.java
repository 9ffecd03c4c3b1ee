package io.caretrail.agent.tomcat;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;

/**
 * Where Tomcat 9, 10.1 and 11 begin and end a request: at the adapter between the connector and the engine, where the
 * access log is written too, so that what the connector or the engine refuses is seen, and HTTP/2 and AJP with it.
 */
public final class Tomcat {

    private static final String ADAPTER = "org.apache.catalina.connector.CoyoteAdapter";
    private static final String REQUEST = "org.apache.coyote.Request";
    private static final String RESPONSE = "org.apache.coyote.Response";
    private static final String EVENT = "org.apache.tomcat.util.net.SocketEvent";

    /** The hook points of Tomcat; {@link TomcatHooks#behind} says what each is for. */
    public static final Container CONTAINER = new Container(
            "Tomcat",
            ADAPTER,
            // GlassFish has an adapter and a request of these names, between Grizzly and a Catalina of its own.
            REQUEST,
            false,
            false,
            List.of(
                    new HookPoint("tomcatService", ADAPTER, "service", List.of(REQUEST, RESPONSE), Shape.ENTER_OR_SKIP)
                            .asBeginning(),
                    new HookPoint("tomcatServed", ADAPTER, "service", List.of(REQUEST, RESPONSE), Shape.EXIT_THROWN),
                    new HookPoint(
                            "tomcatDispatched",
                            ADAPTER,
                            "asyncDispatch",
                            List.of(REQUEST, RESPONSE, EVENT),
                            Shape.EXIT_RETURNED),
                    new HookPoint(
                            "tomcatEvent",
                            ADAPTER,
                            "asyncDispatch",
                            List.of(REQUEST, RESPONSE, EVENT),
                            Shape.ENTER_FIRST_THIRD),
                    new HookPoint(
                                    "tomcatLog",
                                    ADAPTER,
                                    "log",
                                    List.of(REQUEST, RESPONSE, "long"),
                                    Shape.ENTER_ARGUMENTS)
                            .asBeginning(),
                    new HookPoint(
                            "tomcatKnows",
                            "org.apache.catalina.connector.Request",
                            "setUserPrincipal",
                            List.of("java.security.Principal"),
                            Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint(
                            "tomcatForgets",
                            "org.apache.catalina.connector.Request",
                            "recycle",
                            List.of(),
                            Shape.ENTER_THIS),
                    answers("tomcatHttp11Answers", "org.apache.coyote.http11.Http11Processor"),
                    answers("tomcatHttp2Answers", "org.apache.coyote.http2.StreamProcessor"),
                    answers("tomcatAjpAnswers", "org.apache.coyote.ajp.AjpProcessor"),
                    new HookPoint(
                            "tomcatCommits", RESPONSE, "setCommitted", List.of("boolean"), Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint("tomcatRecycles", REQUEST, "recycle", List.of(), Shape.ENTER_THIS)),
            "io.caretrail.agent.tomcat.TomcatHooks",
            List.of("io.caretrail.agent.tomcat.Tomcat"));

    private Tomcat() {}

    private static HookPoint answers(String name, String processor) {
        return new HookPoint(name, processor, "prepareResponse", List.of(), Shape.ENTER_THIS);
    }
}
