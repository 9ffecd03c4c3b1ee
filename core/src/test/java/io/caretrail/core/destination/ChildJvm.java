package io.caretrail.core.destination;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests in a JVM of its own: for standard output, signals, mounts and limits. */
public record ChildJvm(Process process, Path output, Path errors) {

    /** @param around a command and its arguments to start it with, such as a shell that sets a limit; may be empty */
    public static ChildJvm start(Path folder, List<String> around, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(around);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Its file of counters would count against a limit on file sizes.
        command.add("-XX:-UsePerfData");
        command.add("-Xmx128m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new ChildJvm(process, output, errors);
    }

    /** Waits for its end; returns the exit status. */
    public int await() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still runs: " + said());
        }
        return process.exitValue();
    }

    public String said() {
        try {
            return Files.readString(output) + Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
