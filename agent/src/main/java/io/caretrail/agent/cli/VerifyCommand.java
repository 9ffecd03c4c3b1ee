package io.caretrail.agent.cli;

import io.caretrail.core.seal.Finding;
import io.caretrail.core.seal.Verdict;
import io.caretrail.core.seal.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify PATH…}: checks the seals of a trail. */
@Command(
        name = "verify",
        description = {
            "Checks the seals of a trail and names the first record that was altered, is missing or was cut off.",
            "A server may be writing to the trail meanwhile. Nothing is changed.",
            ""
        },
        exitCodeList = {"0:the trail is intact", "1:it is not", "2:wrong usage"})
final class VerifyCommand extends ToolCommand {

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "folders with trails, or files of trails, plain or .gz, in any order")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<Path> paths;

    @Option(
            names = "--key",
            paramLabel = "PUBLIC",
            description = {
                "the public key of the seals, kept elsewhere (PEM or DER); several when the key was changed.",
                "Without it the seals are checked with the keys that they state themselves."
            })
    private List<Path> keys = List.of();

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = {
                "records that a collector received, Caretrail.Checkpoint records among them (NDJSON, plain or .gz);",
                "shows a trail whose end was cut off together with its seals"
            })
    private List<Path> against = List.of();

    @Override
    public Integer call() {
        PrintWriter out = out();
        PrintWriter err = err();
        for (List<Path> named : List.of(paths, keys, against)) {
            for (Path path : named) {
                if (!Files.exists(path)) {
                    throw usage(path + ": does not exist");
                }
            }
        }
        try {
            Verification.checkKeys(keys);
        } catch (IOException e) {
            throw usage("--key: " + e.getMessage());
        }
        Verdict verdict;
        try {
            verdict = Verification.of(paths, keys, against);
        } catch (IOException e) {
            err.println("cannot be checked: " + e.getMessage());
            return 1;
        }
        verdict.trails().forEach(trail -> print(trail, out));
        verdict.findings().forEach(err::println);
        if (verdict.isIntact()) {
            out.println("intact");
            sayWhatIsNotProven(verdict, out);
            return 0;
        }
        Finding first = verdict.findings().get(0);
        out.println("NOT INTACT: " + verdict.findings().size()
                + (verdict.findings().size() == 1 ? " finding" : " findings") + ", the first: " + first);
        return 1;
    }

    private static void print(Verdict.Trail trail, PrintWriter out) {
        out.println("trail " + trail.name() + " (" + trail.id() + ")");
        out.println("  sealed     " + trail.records() + " records in " + trail.files() + " files, "
                + trail.checkpoints() + " checkpoints");
        out.println("  from       " + trail.from());
        out.println("  to         " + trail.to());
        if (trail.unsealed() > 0) {
            out.println("  unsealed   " + trail.unsealed() + " records behind the last checkpoint");
        }
        if (trail.prunedTo() > 0) {
            out.println("  retention  removed everything up to checkpoint " + trail.prunedTo());
        }
        trail.keys().forEach(key -> out.println("  key        " + key));
        trail.statements().forEach(statement -> out.println("  stated     " + statement));
    }

    private void sayWhatIsNotProven(Verdict verdict, PrintWriter out) {
        if (keys.isEmpty()) {
            out.println("note: checked with the keys that the seals state themselves, which proves only that the trail"
                    + " agrees with its seals; give --key with the public key, kept elsewhere");
        }
        if (verdict.trails().stream().anyMatch(Verdict.Trail::keyMade)) {
            out.println(
                    "note: sealed with a key that Caretrail made for itself on that machine: who can read it can seal"
                            + " anew; name one of your own in seal.keyFile");
        }
        if (against.isEmpty()) {
            out.println(
                    "note: an end that was cut off together with its seals since the server last ran cannot be seen on"
                            + " this disk alone; give --against with the checkpoints that a collector received");
        }
    }
}
