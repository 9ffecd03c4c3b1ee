package io.caretrail.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach PID [CONFIG]}: loads the agent into a running JVM. */
@Command(
        name = "attach",
        description = {
            "Loads the agent into a JVM that is running; from then on its requests are",
            "audited. A wrong configuration is refused, and the server stays as it was.",
            "",
            "To be run with a JDK, as the user of that JVM, on its machine (jps shows the",
            "PIDs). Overrides, and relative paths in CONFIG, count as in that JVM: its system",
            "properties, its environment, its working folder. Java 21 and later warn on the",
            "server's standard error, unless started with -XX:+EnableDynamicAgentLoading.",
            "It lasts until the JVM ends: give it -javaagent for its next start.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the agent is in; what it audits is said",
            "1:it is not, and the server is as it was",
            "2:wrong usage"
        })
final class AttachCommand implements Callable<Integer> {

    private static final String YES = "yes: ";
    private static final String NO = "no: ";

    @Parameters(index = "0", paramLabel = "PID", description = "the id of the server's process")
    private long process;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CONFIG",
            description =
                    "the configuration file; without it the JVM's own caretrail.config, or ./caretrail.yaml there")
    private @Nullable Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        String result;
        try {
            result = RunningJvm.attach(
                    process,
                    agentJar().toString(),
                    file == null ? "" : file.toAbsolutePath().toString());
        } catch (NoClassDefFoundError e) {
            err.println("this Java runtime cannot attach to others (" + e.getMessage()
                    + " is missing): run the command with a JDK, or a runtime with the module jdk.attach");
            return 1;
        } catch (IOException e) {
            err.println(e.getMessage());
            return 1;
        }
        if (result.startsWith(YES)) {
            spec.commandLine().getOut().println("process " + process + ": " + result.substring(YES.length()));
            return 0;
        }
        err.println("process " + process + ": "
                + (result.startsWith(NO) ? result.substring(NO.length()) : "the agent has left no answer"));
        return 1;
    }

    private static Path agentJar() {
        try {
            return Path.of(AttachCommand.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the agent jar has no place", e);
        }
    }
}
