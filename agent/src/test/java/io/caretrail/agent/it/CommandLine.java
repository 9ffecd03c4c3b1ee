package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code java -jar caretrail-agent.jar}, as an operator calls it. */
final class CommandLine {

    private static final int PATIENCE_SECONDS = 120;

    private CommandLine() {}

    /** What came of a command. */
    record Ended(int status, String output, String errors) {}

    static Path agentJar() {
        Path jar = Path.of(Unpacked.property("caretrail.agent.jar")).toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("no agent in " + jar + ": build it first; run mvn verify");
        }
        return jar;
    }

    /** Runs a command to its end, in a folder. */
    static Ended run(Jdk jdk, Path folder, String... arguments) throws IOException {
        return run(jdk, folder, List.of(), arguments);
    }

    /** The same with options for its JVM. */
    static Ended run(Jdk jdk, Path folder, List<String> options, String... arguments) throws IOException {
        Path output = Files.createTempFile(folder, "command", ".out");
        Path errors = Files.createTempFile(folder, "command", ".err");
        List<String> command = new ArrayList<>();
        command.add(jdk.home().resolve("bin/java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", agentJar().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " still runs:\n" + Files.readString(errors, UTF_8));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " ran", e);
        }
        return new Ended(process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
    }
}
