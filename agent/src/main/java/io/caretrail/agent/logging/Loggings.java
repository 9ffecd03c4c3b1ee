package io.caretrail.agent.logging;

import io.caretrail.agent.hook.Container;
import io.caretrail.agent.hook.HookPoint;
import io.caretrail.agent.hook.Shape;
import java.util.List;
import java.util.stream.Stream;

/**
 * The loggings whose lines go into DiagnosticLogs, hooked where a line has passed the logger's level and no appender has it
 * yet; and where a request goes on to another thread that no dispatch of its server leads to. None of it is in any class
 * before a configuration asks for DiagnosticLogs.
 */
public final class Loggings {

    private static final String HOOKS = "io.caretrail.agent.logging.";
    private static final String LOGBACK = "ch.qos.logback.classic.Logger";
    private static final String LOG4J = "org.apache.logging.log4j.";
    private static final String JUL = "java.util.logging.Logger";
    private static final String JBOSS = "org.jboss.logmanager.Logger";

    private static final List<String> LOG4J_MESSAGE = List.of(
            "java.lang.String", LOG4J + "Level", LOG4J + "Marker", LOG4J + "message.Message", "java.lang.Throwable");

    private static final List<String> LOG4J_LOCATED = List.of(
            LOG4J + "Level",
            LOG4J + "Marker",
            "java.lang.String",
            "java.lang.StackTraceElement",
            LOG4J + "message.Message",
            "java.lang.Throwable");

    private static final List<Container> LOGGINGS = List.of(
            logging(
                    "Logback",
                    LOGBACK,
                    "LogbackHooks",
                    List.of("io.caretrail.filter.logback."),
                    new HookPoint(
                            "logbackLogs",
                            LOGBACK,
                            "callAppenders",
                            List.of("ch.qos.logback.classic.spi.ILoggingEvent"),
                            Shape.ENTER_THIS_ARGUMENT)),
            logging(
                    "Log4j 2",
                    LOG4J + "core.Logger",
                    "Log4jHooks",
                    List.of(),
                    log4j("log4jLogs", "core.Logger", "logMessage", LOG4J_MESSAGE),
                    log4j("log4jLogsLocated", "core.Logger", "log", LOG4J_LOCATED),
                    log4j("log4jLogsAsync", "core.async.AsyncLogger", "logMessage", LOG4J_MESSAGE),
                    log4j("log4jLogsAsyncLocated", "core.async.AsyncLogger", "log", LOG4J_LOCATED)),
            logging(
                    "java.util.logging",
                    JUL,
                    "JulHooks",
                    List.of(),
                    jul("jul", JUL, "log", "java.util.logging.LogRecord")),
            logging(
                    "JBoss LogManager",
                    JBOSS,
                    "JulHooks",
                    List.of(),
                    jul("jboss", JBOSS, "logRaw", "org.jboss.logmanager.ExtLogRecord")));

    /** Where {@code AsyncContext.start} is. */
    private static final List<Container> TASKS = List.of(
            tasks("Tomcat", "tomcat", "org.apache.catalina.core.AsyncContextImpl"),
            tasks("Jetty", "jetty", "org.eclipse.jetty.server.AsyncContextState"),
            tasks("Jetty ee8", "jettyEe8", "org.eclipse.jetty.ee8.nested.AsyncContextState"),
            tasks("Jetty ee9", "jettyEe9", "org.eclipse.jetty.ee9.nested.AsyncContextState"),
            tasks("Jetty ee10", "jettyEe10", "org.eclipse.jetty.ee10.servlet.AsyncContextState"),
            tasks("Jetty ee11", "jettyEe11", "org.eclipse.jetty.ee11.servlet.AsyncContextState"),
            tasks("Undertow", "undertow", "io.undertow.servlet.spec.AsyncContextImpl"),
            tasks("Open Liberty", "liberty", "com.ibm.ws.webcontainer.async.AsyncContextImpl"));

    /** All of them. */
    public static final List<Container> ALL =
            Stream.concat(LOGGINGS.stream(), TASKS.stream()).toList();

    private Loggings() {}

    private static Container tasks(String server, String name, String context) {
        return logging(
                "AsyncContext.start of " + server,
                context,
                "TaskHooks",
                List.of(),
                new HookPoint(
                        name + "StartsTask",
                        context,
                        "start",
                        List.of("java.lang.Runnable"),
                        Shape.ENTER_REPLACE_TASK));
    }

    private static Container logging(String name, String anchor, String hooks, List<String> more, HookPoint... points) {
        return logging(name, anchor, hooks, more, List.of(points));
    }

    private static Container logging(
            String name, String anchor, String hooks, List<String> more, List<HookPoint> points) {
        List<String> packages =
                Stream.concat(Stream.of(HOOKS + hooks), more.stream()).toList();
        return new Container(name, anchor, false, false, points, HOOKS + hooks, packages);
    }

    private static HookPoint log4j(String name, String className, String method, List<String> parameters) {
        return new HookPoint(name, LOG4J + className, method, parameters, Shape.ENTER_THIS_ARGUMENTS);
    }

    /** Around, since its handlers may give the line to another logging. */
    private static List<HookPoint> jul(String name, String className, String method, String parameter) {
        return List.of(
                new HookPoint(name + "Logs", className, method, List.of(parameter), Shape.ENTER_THIS_ARGUMENT),
                new HookPoint(name + "Logged", className, method, List.of(parameter), Shape.EXIT_THIS_THROWN));
    }
}
