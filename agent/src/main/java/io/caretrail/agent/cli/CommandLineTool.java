package io.caretrail.agent.cli;

import io.caretrail.core.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command-line tool: {@code java -jar caretrail-agent.jar COMMAND} (contract, "Command-line tool"). Results go to
 * standard output, errors to standard error.
 */
@Command(
        name = "java -jar caretrail-agent.jar",
        description = {
            "The audit trail of FHIR and DICOMweb servers.",
            "",
            "To audit a server, give its JVM this jar as an agent:",
            "  -javaagent:caretrail-agent.jar[=CONFIG]",
            "Without CONFIG it looks for ./caretrail.yaml, else it writes the records to standard output.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineTool.Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            RecoverCommand.class,
            VerifyCommand.class,
            QueryCommand.class,
            AttachCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:good", "1:not", "2:wrong usage"})
public final class CommandLineTool implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /**
     * Runs a command.
     *
     * @return the exit code: 0 good, 1 not, 2 wrong usage
     */
    public static int run(String... arguments) {
        return run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new CommandLineTool())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("Caretrail: " + failure);
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing COMMAND; --help lists them");
    }

    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Caretrail " + Version.current()};
        }
    }
}
