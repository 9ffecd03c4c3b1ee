package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Jetty 9.4, 10 or 11: its start.jar with a JETTY_BASE.
 *
 * @param home its JETTY_HOME
 */
record Jetty9(Path home) implements Server {

    private static final Differences DIFFERENCES = Differences.NONE
            .answering(200, "file-precondition", "quote-in-query")
            .answering(400, "unknown-transfer-encoding", "length-and-chunked")
            .answering(403, "trace")
            .answering(404, "options-star", "encoded-slash", "encoded-backslash", "curly-brace", "backslash")
            .answering(405, "too-many-headers")
            .answering(414, "target-too-long")
            .answering(426, "http2-preface")
            .answering(431, "header-too-large")
            .answering(500, "login-garbage", "upload-malformed", "abort-upload-half-close", "bad-chunk-size")
            .answering(500, "upgrade", "async-throw-without-page")
            .answering(503, "async-error-answered")
            .answering(505, "http-0.9")
            // Whether Jetty answers 400 to a client that stops within a request, or just closes, is a race.
            .leavingOut("part-of-request-line", "part-of-headers", "reset-in-headers");

    /** It has servlets of version 3.1, and takes more for a target and for a Host than those after it. */
    private static final Differences OLDEST = DIFFERENCES
            .answering(200, "two-hosts", "host-with-blank", "host-unlike-target")
            .answering(404, "double-slash")
            .answering(500, "response-trailers");

    private static final Differences NEWER = DIFFERENCES.answering(400, "double-slash");

    private static final Sight FILTER = Sight.WHOLE
            // Answered before Jetty has found an application, or on the way to its servlets.
            .missing("context-redirect", "no-context", "no-root", "options-star", "expect-unknown")
            // Refused before Jetty looks for an application.
            .missing("garbage-line", "line-with-too-many-words", "unknown-version", "method-with-control-character")
            .missing("tls-hello", "target-too-long", "bad-percent-encoding", "percent-nul", "above-the-root")
            .missing("encoded-above-the-root", "backslash", "relative", "absolute-form-bad-authority")
            .missing("authority-form", "no-host", "host-with-nul", "host-with-bad-port")
            .missing("length-not-a-number", "length-negative", "two-lengths", "unknown-transfer-encoding")
            .missing("chunked-not-last", "header-without-colon", "header-with-control-character")
            .missing("header-too-large", "length-and-chunked", "pipelined-garbage", "http-0.9", "http2-preface")
            // A client that leaves what is asynchronous is noticed by nobody; Jetty forgets the timeout, too.
            .notEnding("abort-async-download", "abort-async-listened")
            // Jetty says that all is well.
            .telling("abort-write-listener", "Succeeded 200")
            .telling("abort-before-answer", "Succeeded 200")
            // Jetty's default servlet writes the file itself.
            .telling("abort-sendfile", "Failed 200 client abort")
            // The response could not be sent: its head is too large for Jetty.
            .telling("large-header", "Succeeded 200")
            // What throws after startAsync ends as it throws; the application's own listener answers after that.
            .telling("async-error-answered", "Failed 500 java.lang.IllegalStateException")
            .telling("async-error-answered-without-page", "Failed 500 java.lang.IllegalStateException")
            // A login and a logout by the servlet itself: there is nobody before, and nobody after.
            .notNaming("login-and-logout");

    private static final Sight AGENT = Sight.WHOLE
            // Jetty's default servlet writes the file itself, and that breaks.
            .telling("abort-sendfile", "Failed 200 client abort");

    /** {@code Started ServerConnector@…{HTTP/1.1, (http/1.1)}{127.0.0.1:PORT}}. */
    private static final Pattern PORT = Pattern.compile("Started [\\w.]*ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");

    /** Jetty 9.4. */
    static Jetty9 unpacked() {
        return unpacked(9);
    }

    /** Jetty 9 (9.4) or 11; 10 is 11 with javax.servlet. */
    static Jetty9 unpacked(int generation) {
        return new Jetty9(Unpacked.only("jetty" + generation, "start.jar"));
    }

    /** Jetty 11 moved the servlet API from javax to jakarta. */
    @Override
    public boolean jakarta() {
        return toString().startsWith("Jetty 11");
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
    public void prepareHttp2(Path base) throws IOException {
        http2(base);
    }

    static void http2(Path base) throws IOException {
        Files.write(
                base.resolve("start.ini"),
                List.of("--module=http2c", "jetty.http.idleTimeout=5000"),
                StandardOpenOption.APPEND);
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
    public Sight agentSight() {
        return AGENT;
    }

    @Override
    public Differences differences() {
        return toString().startsWith("Jetty 9") ? OLDEST : NEWER;
    }

    @Override
    public Sight filterSight() {
        return FILTER;
    }

    @Override
    public String toString() {
        return home.getFileName()
                .toString()
                .replaceFirst("jetty-(?:distribution|home)-(\\d+\\.\\d+\\.\\d+).*", "Jetty $1");
    }
}
