package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Tomcat in a process of its own, with a CATALINA_BASE of its own; gone, at the latest, when the tests' JVM is. */
final class RunningTomcat implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern STARTED = Pattern.compile("Server startup in");

    private final Path base;
    private final Process process;
    private final Thread atExit;

    private RunningTomcat(Path base, Process process, Thread atExit) throws IOException {
        this.base = base;
        this.process = process;
        this.atExit = atExit;
        awaitStart();
    }

    /**
     * Starts a server with the probe application in it and waits until it listens.
     *
     * @param base a folder that does not exist yet
     * @param options CATALINA_OPTS, the only door an operator has
     */
    static RunningTomcat start(TomcatVersion tomcat, Jdk jdk, Path base, String options) throws IOException {
        return start(tomcat, jdk, base, options, "");
    }

    /** The same with more connectors, as they stand in server.xml. */
    static RunningTomcat start(TomcatVersion tomcat, Jdk jdk, Path base, String options, String connectors)
            throws IOException {
        prepare(tomcat, base, connectors);
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", tomcat.home().resolve("bin/catalina.sh").toString(), "run")
                .directory(base.toFile())
                .redirectOutput(base.resolve("stdout.txt").toFile())
                .redirectError(base.resolve("stderr.txt").toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("CATALINA_PID", "CLASSPATH", "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JRE_HOME"));
        builder.environment().put("JAVA_HOME", jdk.home().toString());
        builder.environment().put("CATALINA_HOME", tomcat.home().toString());
        builder.environment().put("CATALINA_BASE", base.toString());
        builder.environment().put("CATALINA_OPTS", options);
        Process process = builder.start();
        Thread atExit = new Thread(process::destroyForcibly, "stop-tomcat");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            return new RunningTomcat(base, process, atExit);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The distribution's own configuration, with a free port and the probe's users. */
    private static void prepare(TomcatVersion tomcat, Path base, String connectors) throws IOException {
        for (String folder : List.of("conf", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(base.resolve(folder));
        }
        Path conf = tomcat.home().resolve("conf");
        try (Stream<Path> files = Files.list(conf)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()));
            }
        }
        String server = Files.readString(conf.resolve("server.xml"));
        Files.writeString(
                base.resolve("conf/server.xml"),
                server.replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                        .replace("<Connector port=\"8080\"", "<Connector port=\"0\"")
                        .replace("<Service name=\"Catalina\">", "<Service name=\"Catalina\">" + connectors));
        Files.write(base.resolve("conf/tomcat-users.xml"), ProbeWar.resource("tomcat-users.xml"));
        ProbeWar.write(base.resolve("webapps/probe.war"), "web-with-error-pages.xml", tomcat.jakarta());
        ProbeWar.write(base.resolve("webapps/plain.war"), "web-plain.xml", tomcat.jakarta());
    }

    private void awaitStart() throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            String log = output();
            if (STARTED.matcher(log).find()) {
                return;
            }
            if (!process.isAlive()) {
                throw new IOException("Tomcat ended with " + process.exitValue() + " before it listened:\n" + log);
            }
            pause();
        }
        throw new IOException("Tomcat did not listen within " + PATIENCE + ":\n" + output());
    }

    /** The port of the distribution's own connector. */
    int port() throws IOException {
        return ports("http-nio").get(0);
    }

    /** The ports of the connectors whose names begin so, in the order they were started. */
    List<Integer> ports(String name) throws IOException {
        return Pattern.compile("Starting ProtocolHandler \\[\"" + name + "-auto-\\d+-(\\d+)\"]")
                .matcher(output())
                .results()
                .map(started -> Integer.valueOf(started.group(1)))
                .toList();
    }

    /** What the process has written so far, standard output and error. */
    String output() throws IOException {
        return new String(Files.readAllBytes(base.resolve("stdout.txt")), UTF_8)
                + new String(Files.readAllBytes(base.resolve("stderr.txt")), UTF_8);
    }

    /** Stops it as an operator's service manager would, by SIGTERM, and waits until it is gone. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("Tomcat did not stop within " + PATIENCE + " of SIGTERM:\n" + output());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Tomcat stopped", e);
        } finally {
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    /** Ends it as kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Tomcat started", e);
        }
    }
}
