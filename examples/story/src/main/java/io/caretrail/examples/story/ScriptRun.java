package io.caretrail.examples.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A run of an example's run.sh that has ended, for the tests. Immutable.
 *
 * @param exit its exit code
 * @param output what it printed, errors included
 */
public record ScriptRun(int exit, String output) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /**
     * Runs {@code run.sh} of this folder on the Java that runs this.
     *
     * @throws IOException when it cannot be run or does not end; what it printed then
     */
    public static ScriptRun of(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", folder.resolve("run.sh").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("run-", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                throw new IOException(command + " has not ended within " + PATIENCE + ":\n" + Files.readString(output));
            }
            return new ScriptRun(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
