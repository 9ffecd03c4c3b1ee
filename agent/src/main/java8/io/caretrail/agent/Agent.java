package io.caretrail.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.security.CodeSource;

/**
 * The entry of the agent jar: {@code -javaagent:} calls {@link #premain}, the command {@code attach} {@link
 * #agentmain}, {@code java -jar} {@link #main}. Compiled for Java 8, so that an older Java gets a sentence and not a stack trace; this class and {@link AgentLoader} are all of
 * Caretrail that an application's class loader can see.
 */
public final class Agent {

    /** The oldest Java the agent runs on. */
    private static final int OLDEST_JAVA = 17;

    /** Where {@link #agentmain} leaves what came of it, for the command {@code attach} to read. */
    private static final String ATTACHED = "io.caretrail.attached";

    private static final String ON_START_FAILURE = "caretrail.onStartFailure";
    private static final String ON_START_FAILURE_VARIABLE = "CARETRAIL_ONSTARTFAILURE";

    private Agent() {}

    /**
     * Starts auditing before the application's main method.
     *
     * @param configuration path of the configuration file; null when the agent was given no argument
     * @param instrumentation what the JVM gives an agent
     */
    public static void premain(String configuration, Instrumentation instrumentation) {
        if (isTool() || isOwnTool()) {
            return;
        }
        if (isSecond()) {
            refuse(
                    "Caretrail: this JVM has a Caretrail agent already; give -javaagent once",
                    "with the first agent only");
            return;
        }
        String problem = olderJava();
        if (problem == null) {
            problem = start("start", configuration, instrumentation);
        }
        if (problem != null) {
            refuse(problem, "WITHOUT an audit trail");
        }
    }

    /**
     * Starts auditing in a JVM that is running, which is never stopped for it: what came of it is left in a system
     * property, {@code yes: } or {@code no: } and a sentence.
     *
     * @param configuration path of the configuration file; null or empty when none was named
     * @param instrumentation what the JVM gives an agent
     */
    public static void agentmain(String configuration, Instrumentation instrumentation) {
        String result = isSecond() ? "no: this JVM has a Caretrail agent already" : null;
        if (result == null) {
            String problem = olderJava();
            String named = configuration == null || configuration.isEmpty() ? null : configuration;
            result = problem == null ? start("attach", named, instrumentation) : "no: " + problem;
        }
        System.setProperty(ATTACHED, result);
    }

    /**
     * Runs the command-line tool.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        String problem = olderJava();
        if (problem != null) {
            System.err.println(problem);
            System.exit(1);
        }
        try {
            Object status = new AgentLoader()
                    .loadClass("io.caretrail.agent.cli.CommandLineTool")
                    .getMethod("run", String[].class)
                    .invoke(null, (Object) arguments);
            System.exit((Integer) status);
        } catch (InvocationTargetException e) {
            System.err.println("Caretrail: " + e.getCause());
            System.exit(1);
        } catch (IllegalStateException e) {
            System.err.println("Caretrail: " + e.getMessage());
            System.exit(1);
        } catch (ReflectiveOperationException e) {
            System.err.println("Caretrail: the agent jar is damaged (" + e + "); take a fresh copy");
            System.exit(1);
        }
    }

    /** JAVA_TOOL_OPTIONS reaches javac, keytool and the like too: a JDK tool is no server, and is left alone. */
    private static boolean isTool() {
        String module = System.getProperty("jdk.module.main", "");
        return module.startsWith("jdk.") || module.startsWith("java.");
    }

    /** So is {@code java -jar caretrail-agent.jar}: a {@code check} must not write into the trail it checks. */
    private static boolean isOwnTool() {
        CodeSource source = Agent.class.getProtectionDomain().getCodeSource();
        try {
            return source != null
                    && new File(System.getProperty("java.class.path", ""))
                            .getCanonicalFile()
                            .equals(new File(source.getLocation().toURI()).getCanonicalFile());
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            // No path of one file, then: a server's class path.
            return false;
        }
    }

    /** Whether an agent of ours has left its mark: with two of them every request would be recorded twice. */
    private static boolean isSecond() {
        try {
            Class.forName("java.lang.CaretrailHooks", false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String olderJava() {
        String version = System.getProperty("java.specification.version", "?");
        String feature = version.startsWith("1.") ? version.substring(2) : version;
        try {
            if (Integer.parseInt(feature) >= OLDEST_JAVA) {
                return null;
            }
        } catch (NumberFormatException e) {
            return "Caretrail: cannot tell the version of this Java (java.specification.version is \"" + version
                    + "\"); start the server with Java " + OLDEST_JAVA + " or later";
        }
        return "Caretrail needs Java " + OLDEST_JAVA + " or later and this is Java " + feature + " ("
                + System.getProperty("java.home") + "); start the server with a newer Java, or remove -javaagent";
    }

    /** The sentence that says why auditing cannot start, or what the method says. */
    private static String start(String method, String configuration, Instrumentation instrumentation) {
        try {
            return (String) new AgentLoader()
                    .loadClass("io.caretrail.agent.start.AgentStart")
                    .getMethod(method, String.class, Instrumentation.class)
                    .invoke(null, configuration, instrumentation);
        } catch (InvocationTargetException e) {
            return "Caretrail: the start failed: " + e.getCause();
        } catch (IllegalStateException e) {
            return "Caretrail: " + e.getMessage();
        } catch (ReflectiveOperationException e) {
            return "Caretrail: the agent jar is damaged (" + e + "); take a fresh copy";
        }
    }

    /** Nothing runs unaudited by accident: the server's start stops, unless the operator has said otherwise. */
    private static void refuse(String problem, String how) {
        System.err.println(problem);
        if ("continue".equals(System.getProperty(ON_START_FAILURE, System.getenv(ON_START_FAILURE_VARIABLE)))) {
            System.err.println("Caretrail: the server starts " + how + ", because " + ON_START_FAILURE + "=continue");
            return;
        }
        System.err.println("Caretrail: the server does not start; mend the above, or start it " + how + " by -D"
                + ON_START_FAILURE + "=continue");
        System.exit(1);
    }
}
