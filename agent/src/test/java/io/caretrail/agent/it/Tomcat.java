package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tomcat with the distribution's own configuration.
 *
 * @param home its CATALINA_HOME
 */
record Tomcat(String version, Path home) implements Server {

    /** What the filter does not see on any of them. */
    private static final Sight FILTER = Sight.WHOLE
            // Answered before Tomcat has found an application.
            .missing("context-redirect", "no-context", "no-root", "options-star", "expect-unknown")
            .missing(RefusedCases.ids())
            // The response could not be sent: its head is too large for Tomcat.
            .telling("large-header", "Succeeded 200")
            // The connection is closed without an answer; recorded is the status that Tomcat had set.
            .telling("async-throw-without-page", "Failed 500 java.lang.IllegalStateException")
            // What throws after startAsync ends as it throws; the application's own listener answers after that.
            .telling("async-error-answered-without-page", "Failed 500 java.lang.IllegalStateException")
            // The servlet has finished before Tomcat notices that nobody listens.
            .telling("abort-before-answer", "Succeeded 200")
            // A login and a logout by the servlet itself: there is nobody before, and nobody after.
            .notNaming("login-and-logout");

    /** Those the build unpacked: {@code caretrail.tomcats}, versions separated by commas. */
    static List<Tomcat> all() {
        return Arrays.stream(Unpacked.property("caretrail.tomcats").split(",", -1))
                .map(version -> new Tomcat(
                        version, Unpacked.home("tomcat-" + version + "/apache-tomcat-" + version, "bin/catalina.sh")))
                .toList();
    }

    /** Tomcat 10 moved the servlet API from javax to jakarta. */
    @Override
    public boolean jakarta() {
        return Integer.parseInt(version.substring(0, version.indexOf('.'))) >= 10;
    }

    @Override
    public void prepare(Path base) throws IOException {
        prepare(base, "");
    }

    /** The same with more connectors, as they stand in server.xml. */
    void prepare(Path base, String connectors) throws IOException {
        for (String folder : List.of("conf", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(base.resolve(folder));
        }
        Path conf = home.resolve("conf");
        try (Stream<Path> files = Files.list(conf)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()));
            }
        }
        Files.writeString(
                base.resolve("conf/server.xml"),
                Files.readString(conf.resolve("server.xml"))
                        .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                        .replace("<Connector port=\"8080\"", "<Connector port=\"0\"")
                        .replace("<Service name=\"Catalina\">", "<Service name=\"Catalina\">" + connectors));
        Files.write(base.resolve("conf/tomcat-users.xml"), ProbeWar.resource("tomcat-users.xml"));
    }

    @Override
    public Path place(Path base, String name) {
        return base.resolve("webapps").resolve(name + ".war");
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) {
        ProcessBuilder builder =
                new ProcessBuilder("sh", home.resolve("bin/catalina.sh").toString(), "run");
        builder.environment().remove("CATALINA_PID");
        builder.environment().put("CATALINA_HOME", home.toString());
        builder.environment().put("CATALINA_BASE", base.toString());
        builder.environment().put("CATALINA_OPTS", options);
        return builder;
    }

    @Override
    public boolean hasStarted(String output) {
        return output.contains("Server startup in");
    }

    /** The port of the distribution's own connector. */
    @Override
    public int port(String output) throws IOException {
        return ports("http-nio", output).stream()
                .findFirst()
                .orElseThrow(() -> new IOException("no port in:\n" + output));
    }

    /** The ports of the connectors whose names begin so, in the order they were started. */
    static List<Integer> ports(String name, String output) {
        return Pattern.compile("Starting ProtocolHandler \\[\"" + name + "-auto-\\d+-(\\d+)\"]")
                .matcher(output)
                .results()
                .map(started -> Integer.valueOf(started.group(1)))
                .toList();
    }

    @Override
    public Differences differences() {
        return Differences.NONE;
    }

    @Override
    public Sight filterSight() {
        return jakarta() ? FILTER.missing("bad-utf8") : FILTER;
    }

    @Override
    public String toString() {
        return "Tomcat " + version;
    }
}
