package io.caretrail.agent.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Undertow as those use it who embed it: its jars and a main that deploys wars (src/test/servers/undertow/WarLauncher).
 *
 * @param jars the folder of its jars
 */
record Undertow(Path jars) implements Server {

    /** For the launcher: otherwise Undertow speaks HTTP/1 alone, as it does by itself. */
    static final String HTTP2 = "-Dlauncher.http2=true";

    private static final Differences DIFFERENCES = Differences.NONE
            .answering(200, "large-header", "trace", "expect-unknown", "async-throw-completed")
            .answering(404, "dot-segments", "double-slash", "options-star", "unknown-version", "target-too-long")
            .answering(404, "percent-nul", "encoded-slash", "encoded-backslash", "above-the-root")
            .answering(404, "encoded-above-the-root")
            .answering(500, "error-page-throws", "upload-malformed", "abort-upload-half-close")
            .answering(500, "async-throw-without-page")
            .answering(400, "empty-lines-only", "http2-preface", "length-and-chunked", "http-0.9")
            .answering(405, "unknown-transfer-encoding", "chunked-not-last", "header-too-large")
            .answering(0, "bad-chunk-size")
            // Whether the first of two pipelined requests is answered before the second is found to be none is a race.
            .leavingOut("pipelined-garbage")
            // Two threads of Undertow finish these; without any door, too, one client in a thousand gets no body or no
            // answer.
            .leavingOut("async-error-answered", "async-error-answered-without-page");

    private static final Sight AGENT = Sight.WHOLE
            // Undertow writes the file before it is done with the request.
            .telling("abort-sendfile", "Failed 200 client abort")
            // The exchange is over when the servlet throws.
            .telling("async-throw-completed", "Succeeded 200")
            // The connection is closed without an answer.
            .telling("bad-chunk-size", "Failed 200 client abort");

    private static final Sight FILTER = filterSight("unknown-version", "target-too-long", "above-the-root")
            // Answered before Undertow has found an application.
            .missing("no-context", "no-root", "options-star");

    /** What the filter does not see on Undertow's servlet container, wherever it is embedded. */
    static Sight filterSight(String... refused) {
        return Sight.WHOLE
                .missing(refused)
                .missing("encoded-above-the-root", "garbage-line", "line-with-too-many-words")
                .missing(
                        "method-with-control-character",
                        "tls-hello",
                        "bad-percent-encoding",
                        "curly-brace",
                        "backslash")
                .missing("quote-in-query", "relative", "absolute-form-bad-authority", "authority-form", "no-host")
                .missing("two-hosts", "host-with-nul", "host-with-bad-port", "host-with-blank", "host-unlike-target")
                .missing("length-not-a-number", "length-negative", "two-lengths", "header-without-colon")
                .missing("empty-lines-only", "http2-preface")
                .missing("header-with-control-character", "too-many-headers", "length-and-chunked", "http-0.9")
                // A client that leaves what is asynchronous is noticed by nobody but the timeout.
                .telling("abort-async-download", "Failed 200 timeout")
                .telling("abort-async-listened", "Failed 200 timeout")
                .telling("abort-write-listener", "Failed 200 timeout")
                // The servlet has finished before Undertow notices that nobody listens.
                .telling("abort-before-answer", "Succeeded 200")
                // The connection is closed without an answer.
                .telling("bad-chunk-size", "Failed 200 client abort")
                // The client has its answer before the servlet throws.
                .telling("async-throw-completed", "Failed 200 java.lang.IllegalStateException")
                // A login and a logout by the servlet itself: there is nobody before, and nobody after.
                .notNaming("login-and-logout");
    }

    private static final Pattern PORT = Pattern.compile("(?m)^port (\\d+)$");
    private static final Path LAUNCHER = Path.of("src/test/servers/undertow/WarLauncher.java");

    static Undertow unpacked() {
        return new Undertow(Path.of(Unpacked.property("caretrail.unpacked"))
                .toAbsolutePath()
                .resolve("it/undertow"));
    }

    @Override
    public boolean jakarta() {
        return true;
    }

    @Override
    public void prepare(Path base) throws IOException {
        Path classes = Files.createDirectories(base.resolve("launcher"));
        Files.createDirectories(base.resolve("webapps"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "--release",
                        "17",
                        "-d",
                        classes.toString(),
                        "-cp",
                        classPath(),
                        LAUNCHER.toString());
        if (status != 0) {
            throw new IOException(LAUNCHER + " does not compile against " + classPath());
        }
    }

    private String classPath() throws IOException {
        try (Stream<Path> files = Files.list(jars)) {
            return String.join(
                    File.pathSeparator, files.map(Path::toString).sorted().toList());
        }
    }

    @Override
    public Path place(Path base, String name) {
        return base.resolve("webapps").resolve(name + ".war");
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(jdk.home().resolve("bin/java").toString());
        if (!options.isEmpty()) {
            command.addAll(List.of(options.split(" ", -1)));
        }
        command.addAll(List.of("-cp", base.resolve("launcher") + File.pathSeparator + classPath(), "WarLauncher"));
        return new ProcessBuilder(command);
    }

    @Override
    public boolean hasStarted(String output) {
        return PORT.matcher(output).find();
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
        return DIFFERENCES;
    }

    @Override
    public Sight filterSight() {
        return FILTER;
    }

    @Override
    public String toString() {
        return "Undertow 2.3";
    }
}
