package io.caretrail.agent.jdkserver;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;

/**
 * Where the JDK's HttpServer (JDK 17 to 25) begins and ends an exchange: at the chain of filters before the handler, at
 * the one place where it refuses what it cannot serve, and at the connection.
 */
public final class JdkServer {

    /** Not exported: has to be opened to the module of the agent's classes before the first request. */
    public static final String INTERNALS = "sun.net.httpserver";

    /** The module of the server; runtimes can be without it. */
    public static final String MODULE = "jdk.httpserver";

    private static final String TASK = INTERNALS + ".ServerImpl$Exchange";
    private static final String EXCHANGE = INTERNALS + ".ExchangeImpl";
    private static final String HTTP_EXCHANGE = "com.sun.net.httpserver.HttpExchange";
    private static final String CHAIN = "com.sun.net.httpserver.Filter$Chain";

    /** The hook points; {@link JdkServerHooks#behind} says what each is for. */
    public static final Container CONTAINER = new Container(
            "JDK HttpServer",
            TASK,
            false,
            false,
            List.of(
                    new HookPoint("jdkServes", CHAIN, "doFilter", List.of(HTTP_EXCHANGE), Shape.ENTER_FIRST_OR_SKIP)
                            .asBeginning(),
                    new HookPoint("jdkServed", CHAIN, "doFilter", List.of(HTTP_EXCHANGE), Shape.EXIT_THROWN),
                    new HookPoint(
                                    "jdkRefuses",
                                    TASK,
                                    "reject",
                                    List.of("int", "java.lang.String", "java.lang.String"),
                                    Shape.ENTER_THIS_ARGUMENTS)
                            .asBeginning(),
                    new HookPoint("jdkEnds", TASK, "run", List.of(), Shape.EXIT_THIS_THROWN),
                    new HookPoint("jdkReadsHead", INTERNALS + ".Request", "headers", List.of(), Shape.EXIT_THIS_THROWN),
                    new HookPoint(
                            "jdkAnswers",
                            EXCHANGE,
                            "sendResponseHeaders",
                            List.of("int", "long"),
                            Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint(
                            "jdkAnswered",
                            EXCHANGE,
                            "sendResponseHeaders",
                            List.of("int", "long"),
                            Shape.EXIT_THIS_THROWN),
                    new HookPoint(
                            "jdkWrites",
                            INTERNALS + ".Request$WriteStream",
                            "write",
                            List.of("byte[]", "int", "int"),
                            Shape.EXIT_THIS_THROWN),
                    new HookPoint(
                            "jdkFinishes",
                            INTERNALS + ".ServerImpl",
                            "addEvent",
                            List.of(INTERNALS + ".Event"),
                            Shape.ENTER_THIS_ARGUMENT),
                    new HookPoint("jdkCloses", INTERNALS + ".HttpConnection", "close", List.of(), Shape.ENTER_THIS)),
            "io.caretrail.agent.jdkserver.JdkServerHooks",
            List.of());

    private JdkServer() {}
}
