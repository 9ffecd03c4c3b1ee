package io.caretrail.agent.it;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Open Liberty with the servlet feature and a basic registry.
 *
 * @param home its WLP_INSTALL_DIR
 * @param version as it names itself
 * @param servlet the feature's version: 4.0 (javax) or 6.0 (jakarta)
 */
record OpenLiberty(Path home, String version, String servlet) implements Server {

    private static final Differences DIFFERENCES = Differences.NONE
            .answering(200, "large-header", "file-range", "file-bad-range", "file-precondition", "no-root")
            .answering(200, "expect-unknown", "unknown-version", "method-with-control-character", "quote-in-query")
            .answering(200, "no-host", "two-hosts", "host-with-nul", "host-with-bad-port", "host-with-blank")
            .answering(200, "host-unlike-target", "upgrade", "async-dispatch-throw", "async-throw-dispatched")
            .answering(200, "async-throw-completed")
            .answering(403, "trace")
            .answering(404, "propfind-on-default-servlet", "options-star", "target-too-long", "above-the-root")
            .answering(404, "encoded-above-the-root", "curly-brace", "backslash")
            .answering(405, "length-not-a-number", "length-negative", "two-lengths", "unknown-transfer-encoding")
            .answering(405, "chunked-not-last", "header-with-control-character", "header-too-large")
            .answering(405, "too-many-headers")
            .answering(500, "form-malformed", "abort-upload-half-close", "bad-chunk-size", "async-throw-without-page")
            .answering(503, "async-error-answered")
            .answering(505, "line-with-too-many-words", "http-0.9")
            // It answers neither, and waits for more.
            .leavingOut("tls-hello", "http2-preface");

    /** Servlet 6.0 refuses these as suspicious (section 3.5.2). */
    private static final Differences JAVAX = DIFFERENCES
            .answering(302, "percent-nul")
            .answering(403, "dot-segments")
            .answering(404, "double-slash", "encoded-slash", "encoded-backslash");

    private static final Sight AGENT = Sight.WHOLE
            // Liberty's default servlet writes the file itself.
            .telling("abort-sendfile", "Failed 200 client abort")
            // It writes in two parts, and the second finds nobody.
            .telling("close-before-answer", "Failed 200 client abort", "Succeeded 200")
            // The servlet throws when it has dispatched or completed: the client has its answer all the same.
            .telling("async-throw-dispatched", "Failed 200 java.lang.IllegalStateException")
            .telling("async-throw-completed", "Failed 200 java.lang.IllegalStateException");

    private static final Sight FILTER = Sight.WHOLE
            // Answered before Liberty has found an application.
            .missing("no-context", "no-root", "options-star")
            // The login and the constraints stand before the filters.
            .missing("no-login", "wrong-password", "wrong-role", "login-garbage", "trace")
            // Refused before Liberty looks for an application.
            .missing("garbage-line", "line-with-too-many-words", "unknown-version", "method-with-control-character")
            .missing("target-too-long", "bad-percent-encoding", "above-the-root", "encoded-above-the-root")
            .missing("backslash", "relative", "absolute-form-bad-authority", "authority-form")
            .missing("header-without-colon", "pipelined-garbage", "http-0.9")
            // A client that leaves what is asynchronous is noticed by nobody but the timeout, or by nobody.
            .telling("abort-async-download", "Failed 200 timeout")
            .telling("abort-async-listened", "Failed 200 timeout")
            .telling("abort-write-listener", "Succeeded 200")
            .telling("abort-before-answer", "Succeeded 200")
            // Liberty's default servlet writes the file itself.
            .telling("abort-sendfile", "Failed 200 client abort")
            // It answers what it is dispatched to, or what it has completed, whatever the servlet throws.
            .telling("async-throw-dispatched", "Failed 200 java.lang.IllegalStateException")
            .telling("async-throw-completed", "Failed 500 java.lang.IllegalStateException")
            // A login and a logout by the servlet itself: there is nobody before, and nobody after.
            .notNaming("login-and-logout");

    private static final Pattern PORT =
            Pattern.compile("CWWKO0219I: TCP Channel defaultHttpEndpoint has been started .* port (\\d+)");

    static OpenLiberty unpacked(String servlet) {
        Path home = Unpacked.only("liberty", "bin/server");
        return new OpenLiberty(home, version(home), servlet);
    }

    /** Its folder does not say. */
    private static String version(Path home) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("lib/versions/openliberty.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the version of " + home + ": " + e, e);
        }
        return properties.getProperty("com.ibm.websphere.productVersion");
    }

    @Override
    public boolean jakarta() {
        return !servlet.startsWith("4.");
    }

    @Override
    public void prepare(Path base) throws IOException {
        Path server = Files.createDirectories(base.resolve("servers/defaultServer"));
        Files.createDirectories(server.resolve("dropins"));
        Files.writeString(server.resolve("server.xml"), """
                <server>
                  <featureManager>
                    <feature>servlet-%s</feature>
                    <feature>appSecurity-%s</feature>
                  </featureManager>
                  <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="0" httpsPort="-1"/>
                  <!-- So that it says its port. -->
                  <logging consoleLogLevel="INFO"/>
                  <applicationMonitor updateTrigger="disabled" dropinsEnabled="true"/>
                  <basicRegistry id="basic" realm="probe">
                    <user name="alice" password="right"/>
                    <user name="bob" password="right"/>
                    <!-- A role is given to the group of its name, where an application says nothing else. -->
                    <group name="auditor"><member name="alice"/></group>
                    <group name="nurse"><member name="bob"/></group>
                  </basicRegistry>
                </server>
                """.formatted(servlet, jakarta() ? "5.0" : "2.0"));
    }

    @Override
    public Path place(Path base, String name) {
        return base.resolve("servers/defaultServer/dropins").resolve(name + ".war");
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) {
        ProcessBuilder builder =
                new ProcessBuilder("sh", home.resolve("bin/server").toString(), "run", "defaultServer");
        builder.environment().put("WLP_USER_DIR", base.toString());
        builder.environment().put("WLP_OUTPUT_DIR", base.resolve("written").toString());
        builder.environment().put("LOG_DIR", base.resolve("logs").toString());
        builder.environment().put("JVM_ARGS", options);
        return builder;
    }

    @Override
    public boolean hasStarted(String output) {
        return output.contains("CWWKF0011I:");
    }

    @Override
    public int port(String output) throws IOException {
        return Unpacked.port(PORT, output);
    }

    @Override
    public Differences differences() {
        return jakarta() ? DIFFERENCES : JAVAX;
    }

    @Override
    public Sight agentSight() {
        return AGENT;
    }

    @Override
    public Sight filterSight() {
        return jakarta() ? FILTER.missing("percent-nul", "encoded-slash", "encoded-backslash") : FILTER;
    }

    @Override
    public String toString() {
        return "Open Liberty " + version + " servlet-" + servlet;
    }
}
