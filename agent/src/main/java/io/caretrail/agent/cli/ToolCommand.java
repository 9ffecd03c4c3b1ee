package io.caretrail.agent.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common: help, where they speak, and an exit code as the result. */
@Command(mixinStandardHelpOptions = true, exitCodeListHeading = "%nExit codes:%n")
abstract class ToolCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Where results go. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where errors go. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** In characters, when results go to a terminal; 0 when they go elsewhere. */
    final int terminalWidth() {
        return isTerminal() ? spec.usageMessage().autoWidth(true).width() : 0;
    }

    /** From Java 22 on there can be a console that is none. */
    @SuppressWarnings("SystemConsoleNull") // on Java 17 it is
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }

    /** Ends the command with exit code 2. */
    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
