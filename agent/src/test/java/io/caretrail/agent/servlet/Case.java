package io.caretrail.agent.servlet;

import java.util.List;
import java.util.stream.Stream;

/**
 * A request of the fallback's tests.
 *
 * @param name unique; goes as X-Request-Id
 * @param head the request line and the Host header
 * @param hangsUp whether the client leaves after the status line
 */
record Case(String name, String head, String body, boolean hangsUp) {

    /** Requests that reach a filter or a servlet. */
    static final List<Case> SEEN = Stream.of(
                    Stream.of(
                                    "ok",
                                    "created",
                                    "no-content",
                                    "not-modified",
                                    "send-error-404",
                                    "send-error-500",
                                    "throw-before-commit",
                                    "stack",
                                    "status-then-throw",
                                    "throw-after-commit",
                                    "unavailable",
                                    "redirect",
                                    "forward",
                                    "include",
                                    "error-page",
                                    "error-page-replaced",
                                    "bare",
                                    "both",
                                    "two-filters",
                                    "wrapped",
                                    "refused",
                                    "refused-by-default-method",
                                    "refused-by-lambda",
                                    "mentions",
                                    "async-complete",
                                    "async-complete-first",
                                    "async-dispatch",
                                    "async-dispatch-first",
                                    "async-dispatch-later",
                                    "async-twice",
                                    "async-send-error",
                                    "async-wrapped",
                                    "async-timeout",
                                    "async-timeout-answered",
                                    "async-error",
                                    "async-throw",
                                    "write-listener",
                                    "no-such-path")
                            .map(Case::get),
                    Stream.of(
                            of("head", "HEAD /app/ok"),
                            new Case(
                                    "form",
                                    "POST /app/form HTTP/1.1\r\nHost: clinic.test\r\n",
                                    "name=Jos%C3%A9",
                                    false),
                            new Case("download", get("download").head, "", true),
                            new Case("download-swallowed", get("download-swallowed").head, "", true),
                            new Case("async-download", get("async-download").head, "", true)))
            .flatMap(cases -> cases)
            .toList();

    /** The client leaves while a write listener writes; the servers tell the servlet API different things, or nothing. */
    static final Case BROKEN_OFF = new Case("write-listener-download", get("write-listener-download").head, "", true);

    /** Those that go the same way again: Undertow itself answers for a servlet that has called itself unavailable. */
    static final List<Case> REPEATABLE =
            SEEN.stream().filter(sent -> !sent.name.equals("unavailable")).toList();

    /** Requests that the server refuses before any filter or servlet. */
    static final List<Case> UNSEEN = List.of(
            of("outside-every-application", "GET /elsewhere"),
            of("malformed-escape", "GET /app/%zz"),
            new Case("no-host", "GET /app/ok HTTP/1.1\r\n", "", false),
            new Case("malformed-line", "GET /app/ok HTTP/x.y\r\nHost: clinic.test\r\n", "", false),
            new Case("header-too-large", get("ok").head + "X-Large: " + "x".repeat(8_200) + "\r\n", "", false));

    private static Case get(String name) {
        return of(name, "GET /app/" + name);
    }

    private static Case of(String name, String methodAndPath) {
        return new Case(name, methodAndPath + " HTTP/1.1\r\nHost: clinic.test\r\n", "", false);
    }

    /** The request's bytes. */
    String request(String id) {
        return head + "X-Request-Id: " + id + "\r\nConnection: close\r\n"
                + (body.isEmpty()
                        ? ""
                        : "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                                + "\r\n")
                + "\r\n" + body;
    }

    @Override
    public String toString() {
        return name;
    }
}
