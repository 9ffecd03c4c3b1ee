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
import io.caretrail.core.handoff.StateProbe;
import io.caretrail.core.seal.Signer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code check CONFIG}: reads a configuration, prints what it means, tries each destination. */
@Command(
        name = "check",
        description = {
            "Reads a configuration, prints what it means and tries each destination, the key of the seals and `state`.",
            "Overrides count as at a start: -Dcaretrail.KEY=VALUE before -jar, CARETRAIL_KEY in the environment.",
            ""
        },
        exitCodeList = {"0:the configuration is good", "1:it is not", "2:wrong usage"})
final class CheckCommand extends ToolCommand {

    @Parameters(paramLabel = "CONFIG", description = "the configuration file")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String file;

    @Override
    public Integer call() {
        PrintWriter out = out();
        PrintWriter err = err();
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
        boolean good = tries(loaded.configuration(), out, err);
        for (Configuration.Setting setting : loaded.configuration().settings()) {
            for (DestinationSettings destination : setting.destinations()) {
                good &= tries(kinds, destination, out, err);
            }
        }
        return good ? 0 : 1;
    }

    /** What is beside the destinations. */
    private static boolean tries(Configuration configuration, PrintWriter out, PrintWriter err) {
        boolean good = true;
        Path keyFile = configuration.sealKeyFile();
        if (keyFile != null) {
            good = reports(
                    "seal.keyFile",
                    () -> "ready, seals with the key " + Signer.read(keyFile).keyId(),
                    out,
                    err);
        }
        Path state = configuration.state();
        if (state != null) {
            good &= reports(
                    "state",
                    () -> StateProbe.check(state, configuration.handOff().size()),
                    out,
                    err);
        }
        return good;
    }

    /** Something that is tried; throws what is wrong. */
    private interface Try {
        String result() throws IOException;
    }

    private static boolean reports(String key, Try attempt, PrintWriter out, PrintWriter err) {
        try {
            out.println(key + ": " + attempt.result());
            return true;
        } catch (IOException e) {
            err.println(e.getMessage());
            return false;
        }
    }

    private static boolean tries(
            List<DestinationKind> kinds, DestinationSettings settings, PrintWriter out, PrintWriter err) {
        boolean good = true;
        for (DestinationKind kind : kinds) {
            if (kind.name().equals(settings.kind())) {
                good &= reports(settings.key(), () -> kind.tryOut(settings), out, err);
            }
        }
        return good;
    }
}
