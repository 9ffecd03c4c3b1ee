package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * WildFly with its standalone.xml.
 *
 * @param home its JBOSS_HOME
 * @param jakarta WildFly 27 moved the servlet API from javax to jakarta
 */
record WildFly(Path home, boolean jakarta) implements Server {

    private static final Differences DIFFERENCES = Differences.NONE
            .answering(200, "large-header", "no-root", "expect-unknown", "async-throw-completed")
            .answering(500, "error-page-throws", "login-garbage", "upload-malformed", "abort-upload-half-close")
            .answering(500, "async-throw-without-page")
            .answering(400, "empty-lines-only", "unknown-version", "length-and-chunked", "http-0.9")
            .answering(404, "target-too-long", "percent-nul", "encoded-slash", "encoded-backslash")
            .answering(404, "above-the-root", "encoded-above-the-root", "relative", "authority-form")
            .answering(405, "unknown-transfer-encoding", "chunked-not-last", "header-without-colon")
            .answering(405, "header-with-control-character", "header-too-large")
            .answering(0, "bad-chunk-size")
            // It answers neither, and waits for more.
            .leavingOut("tls-hello", "http2-preface")
            // As on Undertow alone.
            .leavingOut("pipelined-garbage", "async-error-answered", "async-error-answered-without-page");

    /** Its older Undertow takes these Host headers, and none at all. */
    private static final Differences JAVAX = DIFFERENCES
            .answering(200, "no-host", "host-with-nul", "host-with-bad-port", "host-with-blank")
            .answering(200, "host-unlike-target", "absolute-form-bad-authority");

    private static final Sight FILTER = Sight.WHOLE
            // Answered before Undertow has found an application, or by the application's own welcome page.
            .missing("context-redirect", "no-context", "no-root", "options-star")
            // The login and the constraints stand before the filters.
            .missing("no-login", "wrong-password", "wrong-role", "login-garbage", "trace")
            // Refused before Undertow looks for an application.
            .missing("garbage-line", "line-with-too-many-words", "unknown-version", "method-with-control-character")
            .missing("target-too-long", "bad-percent-encoding", "above-the-root", "encoded-above-the-root")
            .missing("curly-brace", "backslash", "quote-in-query", "relative", "authority-form", "two-hosts")
            .missing("length-not-a-number", "length-negative", "two-lengths", "too-many-headers")
            .missing("length-and-chunked", "http-0.9", "empty-lines-only")
            // An error page runs after the filters, and this one throws.
            .telling("error-page-throws", "Failed 409")
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

    private static final Sight AGENT = Sight.WHOLE
            // The exchange is over when the servlet throws.
            .telling("async-throw-completed", "Succeeded 200")
            // The connection is closed without an answer.
            .telling("bad-chunk-size", "Failed 200 client abort")
            // It notices who leaves a file.
            .telling("abort-sendfile", "Failed 200 client abort");

    private static final Pattern PORT =
            Pattern.compile("Undertow HTTP listener default listening on 127\\.0\\.0\\.1:(\\d+)");

    static WildFly unpacked(boolean jakarta) {
        return new WildFly(Unpacked.only(jakarta ? "wildfly-jakarta" : "wildfly-javax", "bin/standalone.sh"), jakarta);
    }

    @Override
    public void prepare(Path base) throws IOException {
        Path configuration = Files.createDirectories(base.resolve("configuration"));
        Files.createDirectories(base.resolve("deployments"));
        try (Stream<Path> files = Files.list(home.resolve("standalone/configuration"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, configuration.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                configuration.resolve("application-users.properties"),
                "#$REALM_NAME=ApplicationRealm$\nalice=" + digest("alice") + "\nbob=" + digest("bob") + "\n");
        Files.writeString(configuration.resolve("application-roles.properties"), "alice=auditor\nbob=nurse\n");
    }

    /** As add-user.sh writes it. */
    private static String digest(String user) {
        try {
            byte[] secret = (user + ":ApplicationRealm:right").getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Path place(Path base, String name) {
        return base.resolve("deployments").resolve(name + ".war");
    }

    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) {
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                home.resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + base,
                "-Djboss.bind.address=127.0.0.1",
                "-Djboss.bind.address.management=127.0.0.1",
                "-Djboss.http.port=0",
                "-Djboss.https.port=0",
                "-Djboss.management.http.port=0");
        builder.environment().keySet().removeAll(List.of("JBOSS_PIDFILE", "JBOSS_MODULEPATH", "MODULE_OPTS"));
        builder.environment().put("JBOSS_HOME", home.toString());
        builder.environment().put("JBOSS_BASE_DIR", base.toString());
        builder.environment().put("JBOSS_LOG_DIR", base.resolve("log").toString());
        builder.environment()
                .put("JBOSS_CONFIG_DIR", base.resolve("configuration").toString());
        // standalone.conf's own, which it leaves out where others are given.
        builder.environment()
                .put(
                        "JAVA_OPTS",
                        "-Xms64m -Xmx512m -Djava.net.preferIPv4Stack=true -Djboss.modules.system.pkgs=org.jboss.byteman"
                                + " -Djava.awt.headless=true " + options);
        return builder;
    }

    @Override
    public boolean hasStarted(String output) {
        return output.contains("WFLYSRV0025:") || output.contains("WFLYSRV0026:");
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
        return jakarta ? DIFFERENCES : JAVAX;
    }

    @Override
    public Sight filterSight() {
        return jakarta
                ? FILTER.missing("no-host", "host-with-nul", "host-with-bad-port", "host-with-blank")
                        .missing("host-unlike-target", "absolute-form-bad-authority")
                : FILTER;
    }

    @Override
    public String toString() {
        return home.getFileName().toString().replaceFirst("wildfly-(\\d+\\.\\d+\\.\\d+).*", "WildFly $1");
    }
}
