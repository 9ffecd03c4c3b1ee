package io.caretrail.agent.it;

import static io.caretrail.agent.it.Case.get;
import static io.caretrail.agent.it.Case.single;
import static io.caretrail.agent.it.Expected.status;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that reach an application, or should have, and are answered on the container's own thread. */
final class OrdinaryCases {

    private static final String FORM = "application/x-www-form-urlencoded";

    private OrdinaryCases() {}

    static Map<String, List<Case>> groups() {
        Map<String, List<Case>> groups = new LinkedHashMap<>();
        groups.put("answers", answers());
        groups.put("files", files());
        groups.put("errors", errors());
        groups.put("logins", logins());
        groups.put("methods", methods());
        groups.put("bodies", bodies());
        return groups;
    }

    private static List<Case> answers() {
        return List.of(
                get("ok", "/probe/ok", status(200)),
                get("ok-query", "/probe/ok?name=a%20b&empty", status(200)),
                get("no-content", "/probe/nocontent", status(204)),
                get("not-modified", "/probe/notmodified", status(304)),
                get("large-header", "/probe/large-header", status(500)),
                get("redirect", "/probe/redirect", status(302)),
                get("context-redirect", "/probe", status(302)),
                get("odd-status", "/probe/status?status=299", status(299)),
                get("status-without-page", "/plain/status?status=503", status(503)),
                get("forward", "/probe/forward", status(200)),
                get("forward-missing", "/probe/forward-missing", status(404)),
                get("include", "/probe/include", status(200)),
                get("close-by-application", "/probe/close", status(200)),
                get("stream-chunked", "/probe/stream?kb=5120", status(200)),
                get("stream-length", "/probe/stream?kb=5120&length", status(200)),
                get("response-trailers", "/probe/trailers?kb=1", status(200)),
                get("dot-segments", "/probe/x/../ok", status(200)),
                get("double-slash", "/probe//ok", status(200)),
                get("path-parameter", "/probe/ok;v=1", status(200)),
                get("encoded-path", "/probe/%6fk", status(200)));
    }

    /** The container's default servlet; what is long goes out by sendfile, after the request is over to the container. */
    private static List<Case> files() {
        String modified = "If-Modified-Since: " + ProbeWar.MODIFIED;
        return List.of(
                get("file", "/probe/" + ProbeWar.SHORT_FILE, status(200)),
                get("file-by-sendfile", "/probe/" + ProbeWar.LONG_FILE, status(200)),
                method("file-head", "HEAD", "/probe/" + ProbeWar.LONG_FILE, 200),
                single(Ask.of("file-range", "GET", "/probe/" + ProbeWar.LONG_FILE, "Range: bytes=100-70099")
                        .expecting(status(206))),
                single(Ask.of("file-bad-range", "GET", "/probe/" + ProbeWar.SHORT_FILE, "Range: bytes=9999-")
                        .expecting(status(416))),
                single(Ask.of("file-not-modified", "GET", "/probe/" + ProbeWar.SHORT_FILE, modified)
                        .expecting(status(304))),
                single(Ask.of("file-precondition", "GET", "/probe/" + ProbeWar.SHORT_FILE, "If-Match: \"other\"")
                        .expecting(status(412))));
    }

    private static List<Case> errors() {
        return List.of(
                get("missing", "/probe/missing", status(404)),
                get("missing-without-page", "/plain/missing", status(404)),
                get("unmapped", "/probe/nowhere", status(404)),
                get("unmapped-without-page", "/plain/nowhere", status(404)),
                get("no-context", "/nobody/home", status(404)),
                get("no-root", "/", status(404)),
                get("send-error", "/probe/senderror?status=500", status(500)),
                get("send-error-without-page", "/plain/senderror?status=500", status(500)),
                get("error-page-throws", "/probe/senderror?status=409", status(409)),
                get("throw", "/probe/throw", status(500).failingWith("IllegalStateException")),
                get("throw-without-page", "/plain/throw", status(500).failingWith("IllegalStateException")),
                get(
                        "throw-servlet-exception",
                        "/probe/throw-servlet-exception",
                        status(500).failingWith("Exception")),
                get("throw-error", "/plain/throw-error", status(500).failingWith("NoClassDefFoundError")),
                // The application's own trouble with some other peer: not this client's doing.
                get("throw-io", "/probe/throw-io", status(500).failingWith("java.io.IOException")),
                get(
                        "throw-io-after-commit",
                        "/probe/throw-io-after-commit",
                        status(200).failingWith("java.io.IOException")),
                get(
                        "throw-after-commit",
                        "/probe/throw-after-commit",
                        status(200).failingWith("IllegalStateException")),
                get(
                        "throw-after-commit-without-page",
                        "/plain/throw-after-commit",
                        status(200).failingWith("IllegalStateException")),
                get(
                        "send-error-after-commit",
                        "/probe/senderror-after-commit",
                        status(200).failingWith("IllegalStateException")));
    }

    private static List<Case> logins() {
        return List.of(
                get("no-login", "/probe/secret/ok", status(401)),
                login("wrong-password", "mallory:wrong", 401),
                login("wrong-role", "bob:right", 403),
                login("login", "alice:right", 200),
                single(Ask.of("logout", "GET", "/probe/secret/logout", basic("alice:right"))
                        .expecting(status(200).by("alice"))),
                get("login-and-logout", "/probe/login-and-logout", status(200).by("alice")),
                single(Ask.of("login-garbage", "GET", "/probe/secret/ok", "Authorization: Basic ***")
                        .expecting(status(401))));
    }

    private static Case login(String name, String credentials, int status) {
        Expected expected = status(status);
        return single(Ask.of(name, "GET", "/probe/secret/ok", basic(credentials))
                .expecting(status == 401 ? expected : expected.by(credentials.substring(0, credentials.indexOf(':')))));
    }

    private static String basic(String credentials) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(ISO_8859_1));
    }

    private static List<Case> methods() {
        return List.of(
                method("head", "HEAD", "/probe/ok", 200),
                method("head-missing", "HEAD", "/probe/missing", 404),
                method("options", "OPTIONS", "/probe/ok", 200),
                method("trace", "TRACE", "/probe/ok", 405),
                method("unknown-method", "FOO", "/probe/ok", 501),
                method("method-not-allowed", "DELETE", "/probe/ok", 405),
                method("propfind-on-default-servlet", "PROPFIND", "/probe/nowhere", 501),
                single(Ask.post("post-not-allowed", "/probe/ok", "text/plain", "unread ".repeat(10_000))
                        .expecting(status(405))),
                single(Ask.of("options-star", "OPTIONS", "*").expecting(status(200))),
                single(Ask.of("absolute-form", "GET", "http://" + Ask.HOST + "/probe/ok?absolute")
                        .expecting(status(200))));
    }

    private static Case method(String name, String method, String target, int status) {
        return single(Ask.of(name, method, target).expecting(status(status)));
    }

    private static List<Case> bodies() {
        return List.of(
                single(Ask.post("echo-body", "/probe/echo-body", "text/plain", "one two three")
                        .expecting(status(200))),
                single(Ask.post("echo-large-body", "/probe/echo-body", "text/plain", "0123456789".repeat(100_000))
                        .expecting(status(200))),
                single(Ask.post("echo-form", "/probe/echo-form?in=query", FORM, "family=M%C3%BCller&given=A+B&given=C")
                        .expecting(status(200))),
                single(Ask.post("form-malformed", "/probe/echo-form", FORM, "good=1&bad=%zz")
                        .expecting(status(200, 400))),
                single(Ask.post("upload", "/probe/upload", "multipart/form-data; boundary=BB", multipart())
                        .expecting(status(200))),
                single(Ask.post("upload-malformed", "/plain/upload", "multipart/form-data; boundary=BB", "no boundary")
                        .expecting(status(200))),
                single(Ask.withBody(
                                "chunked-body",
                                "POST",
                                "/probe/echo-body",
                                "4\r\nnon-\r\n8;ext=1\r\nblocking\r\n0\r\nX-Sum: 12\r\n\r\n",
                                "Transfer-Encoding: chunked",
                                "Trailer: X-Sum")
                        .expecting(status(200))),
                single(Ask.withBody(
                                "chunked-form",
                                "POST",
                                "/probe/echo-form",
                                "7\r\na=1&b=2\r\n0\r\n\r\n",
                                "Content-Type: " + FORM,
                                "Transfer-Encoding: chunked")
                        .expecting(status(200))),
                single(Ask.withBody(
                                "expect-continue",
                                "POST",
                                "/probe/echo-body",
                                "continued",
                                "Expect: 100-continue",
                                "Content-Length: 9")
                        .expecting(status(200))),
                single(Ask.of("expect-unknown", "GET", "/probe/ok", "Expect: miracles")
                        .expecting(status(417))));
    }

    private static String multipart() {
        return """
                --BB
                Content-Disposition: form-data; name="note"

                first
                --BB
                Content-Disposition: form-data; name="file"; filename="a.txt"
                Content-Type: text/plain

                second
                --BB--
                """.replace("\n", "\r\n");
    }
}
