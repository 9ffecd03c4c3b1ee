package io.caretrail.agent.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Jetty 12.0 or 12.1, jetty-home's start.jar with a JETTY_BASE.
 *
 * @param home its JETTY_HOME
 * @param environment ee8 (javax), ee9, ee10 or ee11 (jakarta); 12.0 has no ee11
 */
record Jetty12(Path home, String environment) implements Server {

    private static final Differences DIFFERENCES = Differences.NONE
            .answering(200, "large-header", "file-not-modified", "file-precondition", "quote-in-query")
            .answering(200, "async-throw-dispatched", "async-throw-completed")
            .answering(301, "context-redirect")
            .answering(400, "double-slash", "upload-malformed", "unknown-transfer-encoding", "length-and-chunked")
            .answering(500, "login-garbage", "async-throw-without-page")
            .answering(403, "trace")
            .answering(426, "http2-preface")
            .answering(414, "target-too-long")
            .answering(431, "header-too-large")
            .answering(405, "too-many-headers")
            .answering(505, "http-0.9")
            .answering(503, "async-error-answered")
            // Whether Jetty answers 400 to a client that stops within a request, or just closes, is a race.
            .leavingOut("part-of-request-line", "part-of-headers", "reset-in-headers");

    private static final Sight FILTER = Sight.WHOLE
            // Answered before Jetty has found an application, or on the way to its servlets.
            .missing("context-redirect", "double-slash", "no-context", "no-root", "options-star", "expect-unknown")
            // The security handler stands before the request listeners.
            .missing("no-login", "wrong-password", "wrong-role", "login-garbage", "trace")
            // Refused before Jetty looks for an application.
            .missing("garbage-line", "line-with-too-many-words", "unknown-version", "method-with-control-character")
            .missing("tls-hello", "target-too-long", "bad-percent-encoding", "percent-nul", "encoded-slash")
            .missing("encoded-backslash", "above-the-root", "encoded-above-the-root", "bad-utf8", "curly-brace")
            .missing("backslash", "relative", "absolute-form-bad-authority", "authority-form", "no-host", "two-hosts")
            .missing("host-with-nul", "host-with-bad-port", "host-with-blank", "host-unlike-target", "http2-preface")
            .missing("length-not-a-number", "length-negative", "two-lengths", "unknown-transfer-encoding")
            .missing("chunked-not-last", "header-without-colon", "header-with-control-character")
            .missing("header-too-large", "length-and-chunked", "pipelined-garbage", "http-0.9")
            // A client that leaves what is asynchronous is noticed by nobody but the timeout.
            .telling("abort-async-download", "Failed 200 timeout")
            .telling("abort-async-listened", "Failed 200 timeout")
            // Jetty says that all is well.
            .telling("abort-write-listener", "Succeeded 200")
            .telling("abort-before-answer", "Succeeded 200")
            // Jetty's default servlet sends a file asynchronously, and it is the file's transfer that breaks.
            .telling("abort-sendfile", "Failed 200 client abort")
            // Jetty answers 400 to a body that it cannot read, after all listeners.
            .telling("abort-upload-half-close", "Failed 500 client abort")
            .telling("bad-chunk-size", "Failed 500 client abort")
            // What throws after startAsync ends as it throws; what the application's own listener, its dispatch or its
            // complete() makes of it comes after that.
            .telling("async-error-answered", "Failed 500 java.lang.IllegalStateException")
            .telling("async-error-answered-without-page", "Failed 500 java.lang.IllegalStateException")
            .telling("async-throw-dispatched", "Failed 500 java.lang.IllegalStateException")
            .telling("async-throw-completed", "Failed 500 java.lang.IllegalStateException")
            // A login and a logout by the servlet itself: there is nobody before, and nobody after.
            .notNaming("login-and-logout");

    /** Jetty 9's servlets, carried on in ee8 and ee9: there is no upgrade, and they answer 500 where an error page throws. */
    private static final Differences NESTED = DIFFERENCES.answering(500, "error-page-throws", "upgrade");

    /** Its requests can be asked for the response, and its login stands behind the request listeners. */
    private static final Sight NESTED_FILTER = FILTER.seeing(
                    "no-login", "wrong-password", "wrong-role", "login-garbage", "trace")
            // Nobody is told of a client that leaves what is asynchronous; the timeout does not come.
            .notEnding("abort-async-download", "abort-async-listened")
            // Jetty answers what an error page throws after all listeners.
            .telling("error-page-throws", "Failed 409");

    private static final Sight AGENT = Sight.WHOLE
            // Jetty's default servlet waits for the file's transfer, and it breaks.
            .telling("abort-sendfile", "Failed 200 client abort")
            // The servlet throws when it has dispatched or completed: the client has its answer all the same.
            .telling("async-throw-dispatched", "Failed 200 java.lang.IllegalStateException")
            .telling("async-throw-completed", "Failed 200 java.lang.IllegalStateException");

    /** {@code Started oejs.ServerConnector@…{HTTP/1.1, (http/1.1)}{127.0.0.1:PORT}}; 12.0 leaves the package out. */
    private static final Pattern PORT =
            Pattern.compile("Started (?:oejs\\.)?ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)}");

    /** Jetty 12.1. */
    static Jetty12 unpacked(String environment) {
        return new Jetty12(Unpacked.only("jetty12", "start.jar"), environment);
    }

    /** Jetty 12.0. */
    static Jetty12 older(String environment) {
        return new Jetty12(Unpacked.only("jetty12-0", "start.jar"), environment);
    }

    private boolean isNested() {
        return environment.equals("ee8") || environment.equals("ee9");
    }

    @Override
    public boolean jakarta() {
        return !environment.equals("ee8");
    }

    @Override
    public void prepare(Path base) throws IOException {
        Jetty9.prepare(
                base, "jetty12-realm.xml", "http", "security", environment + "-deploy", environment + "-annotations");
    }

    @Override
    public void prepareHttp2(Path base) throws IOException {
        Jetty9.http2(base);
    }

    @Override
    public Path place(Path base, String name) {
        return base.resolve("webapps").resolve(name + ".war");
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) {
        return Jetty9.command(home, jdk, options);
    }

    @Override
    public boolean hasStarted(String output) {
        return output.contains(":oejs.Server:main: Started ");
    }

    @Override
    public int port(String output) throws IOException {
        return Unpacked.port(PORT, output);
    }

    @Override
    public Differences differences() {
        Differences differences = isNested() ? NESTED : DIFFERENCES;
        return toString().startsWith("Jetty 12.0")
                ? differences.answering(404, "options-star").answering(500, "upgrade")
                : differences;
    }

    @Override
    public Sight agentSight() {
        return AGENT;
    }

    @Override
    public Sight filterSight() {
        return isNested() ? NESTED_FILTER : FILTER;
    }

    @Override
    public String toString() {
        return home.getFileName().toString().replace("jetty-home-", "Jetty ") + " " + environment;
    }
}
