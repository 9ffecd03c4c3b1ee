package io.caretrail.agent.cli;

import io.caretrail.core.Caretrail;
import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.NamedFile;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.trail.Recovered;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code recover CONFIG}: after a crash, brings what it left in the hand-off into the destinations. */
@Command(
        name = "recover",
        description = {
            "After a crash, brings what it left in the hand-off and the spools into the destinations.",
            "The next start of the server does the same; this is for a server that will not start again soon.",
            "Overrides count as at a start: -Dcaretrail.KEY=VALUE before -jar, CARETRAIL_KEY in the environment.",
            ""
        },
        exitCodeList = {
            "0:every destination has what it was to have",
            "1:a live process holds the state folder, or something could not be delivered",
            "2:wrong usage"
        })
final class RecoverCommand extends ToolCommand {

    @Parameters(paramLabel = "CONFIG", description = "the configuration file of the server that died")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String file;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "how long the destinations have; ${DEFAULT-VALUE} when not given")
    private int seconds;

    @Override
    public Integer call() {
        PrintWriter out = out();
        PrintWriter err = err();
        try {
            Configuration configuration = new ConfigurationLoader(DestinationKinds.available())
                    .loadFile(Surroundings.ofThisProcess(), new NamedFile(file, "the argument CONFIG"))
                    .configuration();
            Recovered recovered =
                    Caretrail.recover(configuration, "recover", err::println, Duration.ofSeconds(seconds));
            describe(recovered, out, err);
            return recovered.isComplete() ? 0 : 1;
        } catch (ConfigurationException | IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static void describe(Recovered recovered, PrintWriter out, PrintWriter err) {
        out.println(recovered.state() + ": " + recovered.closed() + " open exchanges closed as \"process ended\", "
                + recovered.damaged() + " damaged places passed over");
        for (Recovered.Destination destination : recovered.destinations()) {
            out.println(destination.key() + ": " + destination.delivered() + " records delivered, "
                    + destination.missing() + " missing, " + destination.waiting() + " waiting");
            if (destination.waiting() > 0) {
                err.println(destination.key() + ": could not take " + destination.waiting() + " records; they stay in "
                        + recovered.state() + "; make it available and run this again, or start the server");
            }
        }
    }
}
