package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Tomcat in a process of its own with the wars that a test has put there; the filter's door is inside the wars. */
final class WarTomcat implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("Starting ProtocolHandler \\[\"http-nio-auto-\\d+-(\\d+)\"]");

    private final Path base;
    private final TomcatVersion tomcat;
    private final Process process;
    private final Thread atExit;

    private WarTomcat(TomcatVersion tomcat, Path base, Process process, Thread atExit) {
        this.tomcat = tomcat;
        this.base = base;
        this.process = process;
        this.atExit = atExit;
    }

    /** Makes a CATALINA_BASE of the distribution's own configuration with a free port; its working folder is the base. */
    static Path prepare(TomcatVersion tomcat, Path base) throws IOException {
        for (String folder : List.of("conf", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(base.resolve(folder));
        }
        Path conf = tomcat.home().resolve("conf");
        try (Stream<Path> files = Files.list(conf)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()));
            }
        }
        Files.writeString(
                base.resolve("conf/server.xml"),
                Files.readString(conf.resolve("server.xml"))
                        .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                        .replace("<Connector port=\"8080\"", "<Connector port=\"0\""));
        Files.write(base.resolve("conf/tomcat-users.xml"), ProbeWar.resource("tomcat-users.xml"));
        return base;
    }

    /** Puts a jar into a war's WEB-INF/lib. */
    static void addLibrary(Path war, Path jar) throws IOException {
        add(war, "WEB-INF/lib/" + jar.getFileName(), Files.readAllBytes(jar));
    }

    /** Puts a file into a war, or another one in its place. */
    static void add(Path war, String name, byte[] content) throws IOException {
        try (FileSystem in = FileSystems.newFileSystem(war)) {
            Path target = in.getPath(name);
            Files.createDirectories(target.getParent());
            Files.write(target, content);
        }
    }

    static WarTomcat start(TomcatVersion tomcat, Jdk jdk, Path base, String options) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", tomcat.home().resolve("bin/catalina.sh").toString(), "run")
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("output.txt").toFile());
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
        WarTomcat started = new WarTomcat(tomcat, base, process, atExit);
        try {
            started.await("Server startup in");
            return started;
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Waits until the server has printed a text; gives all it has printed by then. */
    String await(String text) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline) && process.isAlive()) {
            String output = output();
            if (output.contains(text)) {
                return output;
            }
            pause();
        }
        throw new IOException(tomcat + " did not print \"" + text + "\":\n" + output());
    }

    int port() throws IOException {
        Matcher matcher = PORT.matcher(output());
        if (!matcher.find()) {
            throw new IOException("no port in:\n" + output());
        }
        return Integer.parseInt(matcher.group(1));
    }

    long pid() {
        return process.pid();
    }

    /** What it has printed so far, standard output and error. */
    String output() {
        try {
            return Files.readString(base.resolve("output.txt"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One GET on a connection of its own. */
    Answer get(String target) throws IOException {
        Ask ask = Ask.of("get", "GET", target);
        try (Conversation conversation = new Conversation(port())) {
            return conversation.ask(ask);
        }
    }

    /** Stops it by SIGTERM and waits until it is gone. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(tomcat + " did not stop within " + PATIENCE + " of SIGTERM:\n" + output());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Tomcat stopped", e);
        } finally {
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Tomcat", e);
        }
    }
}
