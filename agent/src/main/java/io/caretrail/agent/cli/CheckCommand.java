package io.caretrail.agent.cli;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.config.LoadedConfiguration;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKind;
import io.caretrail.core.destination.DestinationKinds;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check CONFIG}: reads a configuration, prints what it means, tries each destination. */
@Command(
        name = "check",
        description = {
            "Reads a configuration, prints what it means and tries each destination.",
            "Overrides count as at a start: -Dcaretrail.KEY=VALUE before -jar, CARETRAIL_KEY in the environment.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the configuration is good", "1:it is not", "2:wrong usage"})
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CONFIG", description = "the configuration file")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<DestinationKind> kinds = DestinationKinds.available();
        LoadedConfiguration loaded;
        try {
            loaded = new ConfigurationLoader(kinds)
                    .loadFile(Surroundings.ofThisProcess(), new NamedFile(file, "the argument CONFIG"));
        } catch (ConfigurationException e) {
            err.println(e.getMessage());
            return 1;
        }
        out.print(loaded.describe());
        out.flush();
        boolean good = true;
        for (Configuration.Setting setting : loaded.configuration().settings()) {
            for (DestinationSettings destination : setting.destinations()) {
                good &= tries(kinds, destination, out, err);
            }
        }
        return good ? 0 : 1;
    }

    private static boolean tries(
            List<DestinationKind> kinds, DestinationSettings settings, PrintWriter out, PrintWriter err) {
        try {
            for (DestinationKind kind : kinds) {
                if (kind.name().equals(settings.kind())) {
                    out.println(settings.key() + ": " + kind.tryOut(settings));
                }
            }
            return true;
        } catch (IOException e) {
            err.println(e.getMessage());
            return false;
        }
    }
}
