package io.caretrail.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * GlassFish with the domain that it ships. What else that opens is closed, but for the listener of its administration, which
 * GlassFish does not start without.
 *
 * @param home the folder with bin and glassfish
 * @param version as it names itself
 */
record GlassFish(Path home, String version) implements Server {

    /** Of what grew out of it, too. */
    static final Differences DIFFERENCES = Differences.NONE
            .answering(0, "abort-upload-half-close")
            .answering(200, "large-header", "file-not-modified", "no-root", "bad-percent-encoding", "quote-in-query")
            .answering(200, "absolute-form-bad-authority", "two-hosts", "host-with-nul", "host-with-bad-port")
            .answering(200, "host-with-blank", "host-unlike-target", "upgrade", "async-timeout-refused")
            .answering(301, "context-redirect")
            .answering(400, "chunked-body")
            .answering(404, "encoded-slash", "curly-brace")
            .answering(405, "unknown-transfer-encoding", "header-with-control-character")
            .answering(500, "error-page-throws", "async-throw-without-page")
            .answering(501, "method-with-control-character")
            .answering(505, "line-with-too-many-words")
            // What follows a request that asked to close is served, too, and the answer thrown away.
            .taking("pipelined-after-close-unread")
            // It answers none of these, and waits for more.
            .leavingOut("garbage-line", "pipelined-garbage", "tls-hello", "http2-preface", "http-0.9")
            .leavingOut("chunked-not-last", "header-without-colon")
            // An exception after startAsync that the application's own listener answers: nobody gets the answer.
            .leavingOut("async-error-answered", "async-error-answered-without-page")
            // A dispatch from another thread, while the servlet returns: now and then it forgets it.
            .leavingOut("async-dispatch", "async-twice")
            // A body that comes in many pieces, to a read listener: on Payara, without any door, too, one in a hundred
            // of
            // them is never told of a piece, and the client waits; this is the same HTTP server.
            .leavingOut("dribbled-to-listener")
            // An error sent from another thread has a page or has none, whichever thread comes first.
            .leavingOut("async-send-error");

    /** What the filter does not see, of what grew out of it, too. */
    static final Sight FILTER = Sight.WHOLE
            // Answered before GlassFish has found an application, or by the codec.
            .missing("context-redirect", "no-context", "no-root", "options-star", "expect-unknown", "bad-chunk-size")
            // The login and the constraints stand before the filters.
            .missing("no-login", "wrong-password", "wrong-role", "login-garbage", "trace")
            // Refused before GlassFish looks for an application.
            .missing("line-with-too-many-words", "unknown-version", "method-with-control-character", "target-too-long")
            .missing("bad-percent-encoding", "percent-nul", "encoded-backslash", "above-the-root", "bad-utf8")
            .missing("encoded-above-the-root", "backslash", "relative", "absolute-form-bad-authority")
            .missing("authority-form", "no-host", "host-with-bad-port", "length-not-a-number", "length-negative")
            .missing("two-lengths", "header-too-large", "too-many-headers")
            // No listener is told when a client leaves what is asynchronous.
            .notEnding("abort-async-download", "abort-async-listened", "abort-write-listener")
            .notEnding("abort-before-async-timeout")
            // An error page runs after the filters, and this one throws.
            .telling("error-page-throws", "Failed 409")
            // A write fails on a thread of Grizzly's, and the exception does not say whose connection it was.
            .telling("abort-download-reset", "Failed 200 java.io.IOException")
            .telling("abort-download-close", "Failed 200 java.io.IOException")
            .telling("abort-download-length", "Failed 200 java.io.IOException")
            .telling("abort-sendfile", "Failed 200 java.io.IOException")
            // The servlet has finished before GlassFish notices that nobody listens, or throws the answer away.
            .telling("abort-before-answer", "Succeeded 200")
            .telling("pipelined-after-close-unread", "Succeeded 200")
            // The connection is closed without an answer.
            .telling("abort-upload-half-close", "Failed 500 client abort")
            // A login and a logout by the servlet itself: there is nobody before, and nobody after.
            .notNaming("login-and-logout");

    /** What the agent tells otherwise, of what grew out of it, too. */
    static final Sight AGENT = Sight.WHOLE
            // It notices who leaves a file.
            .telling("abort-sendfile", "Failed 200 client abort");

    private static final String DOMAIN = "domain1";

    private static final Pattern AUTODEPLOY = Pattern.compile("Selecting file (\\S+/autodeploy)/");

    private static final Pattern PORT =
            Pattern.compile("Created HTTP listener http-listener-1 on host/port 127\\.0\\.0\\.1:(\\d+)");

    static GlassFish unpacked() {
        String version = Unpacked.property("caretrail.glassfish");
        return new GlassFish(Unpacked.home("glassfish-" + version + "/glassfish7", "bin/asadmin"), version);
    }

    @Override
    public boolean jakarta() {
        return true;
    }

    @Override
    public void prepare(Path base) throws IOException {
        Path shipped = home.resolve("glassfish/domains").resolve(DOMAIN);
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.toList()) {
                Path copy =
                        base.resolve(DOMAIN).resolve(shipped.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        String domain = Files.readString(domainXml(base), UTF_8);
        // It never says which port it has been given for 0.
        domain = replace(
                domain,
                "<network-listener port=\"8080\"",
                "<network-listener address=\"127.0.0.1\" port=\"" + freePort() + "\"");
        domain = replace(
                domain, "<network-listener port=\"4848\"", "<network-listener address=\"127.0.0.1\" port=\"0\"");
        domain = replace(domain, "\"http-listener-1,http-listener-2\"", "\"http-listener-1\"");
        domain = domain.replaceFirst("<network-listener port=\"8181\"[^>]*></network-listener>", "");
        domain = replace(domain, "<jmx-connector ", "<jmx-connector enabled=\"false\" ");
        domain = domain.replaceFirst("(?s)<iiop-listener .*?</iiop-service>", "</iiop-service>");
        // Without one it listens for messages, on all interfaces; without the mapping, roles are given to nobody.
        domain = replace(domain, "<connector-service ", """
                <jms-service type="REMOTE" default-jms-host="none">
                  <jms-host name="none" host="127.0.0.1" port="1"/>
                </jms-service>
                <connector-service\s""");
        domain = replace(
                domain, "<security-service>", "<security-service activate-default-principal-to-role-mapping=\"true\">");
        Files.writeString(domainXml(base), domain, UTF_8);
        Files.writeString(base.resolve(DOMAIN).resolve("config/keyfile"), users(), UTF_8);
    }

    private static Path domainXml(Path base) {
        return base.resolve(DOMAIN).resolve("config/domain.xml");
    }

    /** The first of them: those of the server itself stand before the template for others. */
    private static String replace(String domain, String shipped, String wanted) throws IOException {
        int at = domain.indexOf(shipped);
        if (at < 0) {
            throw new IOException("domain.xml has no " + shipped + ":\n" + domain);
        }
        return domain.substring(0, at) + wanted + domain.substring(at + shipped.length());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The users of tomcat-users.xml, as a keyfile has them. */
    static String users() {
        return user("alice", "auditor") + user("bob", "nurse");
    }

    /** As {@code asadmin create-file-user} writes it, with a salt that is the name. */
    private static String user(String name, String group) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            byte[] salt = name.getBytes(UTF_8);
            byte[] hash = digest.digest(("right" + name).getBytes(UTF_8));
            byte[] both = new byte[hash.length + salt.length];
            System.arraycopy(hash, 0, both, 0, hash.length);
            System.arraycopy(salt, 0, both, hash.length, salt.length);
            return name + ";{SSHA}" + Base64.getEncoder().encodeToString(both) + ";" + group + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Path place(Path base, String name) {
        return base.resolve(DOMAIN).resolve("autodeploy").resolve(name + ".war");
    }

    /** As {@code asadmin create-jvm-options} does, the options go into domain.xml. */
    @Override
    public ProcessBuilder command(Jdk jdk, Path base, String options) throws IOException {
        String elements = Stream.of(options.split(" "))
                .filter(option -> !option.isBlank())
                .map(option -> "<jvm-options>" + option + "</jvm-options>")
                .collect(Collectors.joining("\n"));
        Files.writeString(
                domainXml(base),
                replace(Files.readString(domainXml(base), UTF_8), "</java-config>", elements + "</java-config>"),
                UTF_8);
        ProcessBuilder builder = new ProcessBuilder(
                "bash", home.resolve("glassfish/bin/startserv").toString(), "--domaindir", base.toString(), DOMAIN);
        builder.environment().keySet().removeAll(List.of("AS_JAVA", "AS_ADMIN_USER"));
        builder.environment()
                .merge("PATH", jdk.home().resolve("bin").toString(), (path, bin) -> bin + File.pathSeparator + path);
        return builder;
    }

    /** When all is deployed, which happens after the start: a file beside each application says how that went. */
    @Override
    public boolean hasStarted(String output) {
        Matcher selecting = AUTODEPLOY.matcher(output);
        if (!selecting.find()) {
            return false;
        }
        File[] wars = new File(selecting.group(1)).listFiles((folder, name) -> name.endsWith(".war"));
        return wars != null
                && Stream.of(wars)
                        .allMatch(war ->
                                new File(war + "_deployed").exists() || new File(war + "_deployFailed").exists());
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
        return "GlassFish " + version;
    }
}
