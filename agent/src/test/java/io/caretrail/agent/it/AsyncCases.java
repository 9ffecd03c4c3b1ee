package io.caretrail.agent.it;

import static io.caretrail.agent.it.Case.get;
import static io.caretrail.agent.it.Case.single;
import static io.caretrail.agent.it.Case.together;
import static io.caretrail.agent.it.Expected.status;

import java.util.List;

/** Requests that outlive the call of the servlet. */
final class AsyncCases {

    private AsyncCases() {}

    static List<Case> all() {
        return List.of(
                together("async-timeouts", timeouts()),
                get("async-complete", "/probe/async/complete", status(200)),
                get("async-own-thread", "/probe/async/own-thread", status(200)),
                get("async-at-once", "/probe/async/at-once", status(200)),
                get("async-before-return", "/probe/async/before-return", status(200)),
                get("async-dispatch", "/probe/async/dispatch", status(200)),
                get("async-dispatch-missing", "/probe/async/dispatch-missing", status(404)),
                get(
                        "async-dispatch-throw",
                        "/probe/async/dispatch-throw",
                        status(500).failingWith("IllegalStateException")),
                get("async-twice", "/probe/async/twice", status(200)),
                get(
                        "async-error-answered",
                        "/probe/async/error-answered",
                        status(500).failingWith("IllegalStateException")),
                get(
                        "async-error-answered-without-page",
                        "/plain/async/error-answered",
                        status(503).failingWith("IllegalStateException")),
                get("async-throw", "/probe/async/throw", status(500).failingWith("IllegalStateException")),
                // Tomcat closes the connection without an answer: its state machine is left in MUST_ERROR.
                get("async-throw-without-page", "/plain/async/throw", status(0).failingWith("IllegalStateException")),
                get("async-throw-dispatched", "/probe/async/throw-dispatched", status(500)),
                get("async-throw-completed", "/probe/async/throw-completed", status(500)),
                get("async-send-error", "/probe/async/senderror", status(503)),
                get("async-stream", "/probe/async/stream?kb=1024", status(200)),
                get("write-listener", "/probe/writelistener?kb=1024", status(200)),
                single(Ask.post("read-listener", "/probe/readlistener", "text/plain", "listened ".repeat(20_000))
                        .expecting(status(200))));
    }

    /** Tomcat looks for expired requests once a second: played one by one these would take a second each. */
    private static List<Ask> timeouts() {
        return List.of(
                timeout("async-timeout", "/probe/async/timeout", 500),
                timeout("async-timeout-without-page", "/plain/async/timeout", 500),
                timeout("async-timeout-answered", "/probe/async/timeout-answered", 200),
                timeout("async-timeout-refused", "/probe/async/timeout-refused", 503),
                timeout("async-timeout-throws", "/probe/async/timeout-throws", 500),
                Ask.of("async-worker-dies", "GET", "/probe/async/worker-dies")
                        .expecting(status(500).failingWith("")));
    }

    private static Ask timeout(String name, String target, int status) {
        return Ask.of(name, "GET", target).expecting(status(status).failingWith("timeout"));
    }
}
