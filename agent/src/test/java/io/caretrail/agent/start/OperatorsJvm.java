package io.caretrail.agent.start;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command as an operator gives it, in a folder that is its working folder; nothing of the test's own surroundings. */
final class OperatorsJvm {

    static final Path AGENT = Path.of("target", "caretrail-agent.jar").toAbsolutePath();

    private static final Path APPLICATION = Path.of("target", "test-classes").toAbsolutePath();
    private static final Path SERVER_JARS = Path.of("target", "it-lib").toAbsolutePath();

    private final Path folder;
    private final Path jdk;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Path libraries;

    private OperatorsJvm(Path folder, Path jdk) {
        this.folder = folder;
        this.jdk = jdk;
    }

    static OperatorsJvm in(Path folder) {
        return new OperatorsJvm(folder, Jdks.running());
    }

    static OperatorsJvm in(Path folder, Path jdk) {
        return new OperatorsJvm(folder, jdk);
    }

    OperatorsJvm agent() {
        return option("-javaagent:" + AGENT);
    }

    OperatorsJvm agent(String argument) {
        return option("-javaagent:" + AGENT + "=" + argument);
    }

    /** Jars that the application brings along, by the name of their folder; see pom.xml. */
    OperatorsJvm libraries(String name) {
        libraries = Path.of("target", "it", name).toAbsolutePath();
        return this;
    }

    OperatorsJvm option(String option) {
        options.add(option);
        return this;
    }

    OperatorsJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Starts a main class of the tests, with Tomcat on its class path and nothing else. */
    RunningJvm start(Class<?> main, String... arguments) throws IOException {
        List<String> command = java();
        command.add("-cp");
        command.add(APPLICATION
                + File.pathSeparator
                + SERVER_JARS.resolve("*")
                + (libraries == null ? "" : File.pathSeparator + libraries.resolve("*")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return launch(command);
    }

    /** Runs a main class of the tests to its end. */
    Ended run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return start(main, arguments).await();
    }

    /** {@code java -jar caretrail-agent.jar …} */
    Ended commandLine(String... arguments) throws IOException, InterruptedException {
        List<String> command = java();
        command.add("-jar");
        command.add(AGENT.toString());
        command.addAll(List.of(arguments));
        return launch(command).await();
    }

    /** A tool of the JDK, such as {@code javac}. */
    Ended tool(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin").resolve(name).toString());
        command.addAll(List.of(arguments));
        return launch(command).await();
    }

    private List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin").resolve("java").toString());
        command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        return command;
    }

    private RunningJvm launch(List<String> command) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CARETRAIL_") || name.endsWith("_OPTIONS"));
        builder.environment().putAll(environment);
        return new RunningJvm(builder.start(), output, errors);
    }

    /** One that runs. To close it kills it, if need be. */
    record RunningJvm(Process process, Path output, Path errors) implements AutoCloseable {

        String said() throws IOException {
            return Files.readString(errors, StandardCharsets.UTF_8);
        }

        Ended await() throws IOException, InterruptedException {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still runs: " + said());
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8), said());
        }

        /** SIGTERM, as a service manager sends it. */
        Ended terminate() throws IOException, InterruptedException {
            process.destroy();
            return await();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** What came of it. */
    record Ended(int status, String output, String errors) {}
}
