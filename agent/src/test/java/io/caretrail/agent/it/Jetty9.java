package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Jetty 9.4, the distribution's start.jar with a JETTY_BASE.
 *
 * @param home its JETTY_HOME
 */
record Jetty9(Path home) implements Server {

    /** {@code Started ServerConnector@…{HTTP/1.1, (http/1.1)}{127.0.0.1:PORT}}. */
    private static final Pattern PORT = Pattern.compile("Started [\\w.]*ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");

    static Jetty9 unpacked() {
        return new Jetty9(Unpacked.only("jetty9", "start.jar"));
    }

    @Override
    public boolean jakarta() {
        return false;
    }

    @Override
    public void prepare(Path base) throws IOException {
        prepare(base, "jetty9-realm.xml", "http", "deploy", "annotations");
    }

    /** A JETTY_BASE with these modules. Without a login service Jetty starts no application that asks for a login. */
    static void prepare(Path base, String realm, String... modules) throws IOException {
        for (String folder : List.of("etc", "webapps", "work")) {
            Files.createDirectories(base.resolve(folder));
        }
        Files.write(base.resolve("etc/realm.xml"), ProbeWar.resource(realm));
        Files.write(base.resolve("etc/realm.properties"), ProbeWar.resource("jetty-realm.properties"));
        // What stands after a module of an environment (ee10) belongs to that environment alone.
        List<String> lines =
                new ArrayList<>(List.of("jetty.http.host=127.0.0.1", "jetty.http.port=0", "etc/realm.xml"));
        for (String module : modules) {
            lines.add("--module=" + module);
        }
        Files.write(base.resolve("start.ini"), lines);
    }

    @Override
    public Path place(Path base, String name) {
        return base.resolve("webapps").resolve(name + ".war");
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) {
        return command(home, jdk, options);
    }

    static ProcessBuilder command(Path home, Jdk jdk, String options) {
        List<String> command = new ArrayList<>();
        command.add(jdk.home().resolve("bin/java").toString());
        // Jetty shows identity hashes to the client; this makes them the same in every run.
        command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"));
        if (!options.isEmpty()) {
            command.addAll(List.of(options.split(" ", -1)));
        }
        command.addAll(List.of("-jar", home.resolve("start.jar").toString()));
        return new ProcessBuilder(command);
    }

    @Override
    public boolean hasStarted(String output) {
        return output.contains(".Server:main: Started ");
    }

    @Override
    public int port(String output) throws IOException {
        return Unpacked.port(PORT, output);
    }

    @Override
    public Differences differences() {
        return Differences.NONE;
    }

    @Override
    public Sight filterSight() {
        return Sight.WHOLE;
    }

    @Override
    public String toString() {
        return home.getFileName().toString().replaceFirst("jetty-distribution-(\\d+\\.\\d+\\.\\d+).*", "Jetty $1");
    }
}
