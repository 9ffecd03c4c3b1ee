package io.caretrail.agent.it;

import static io.caretrail.agent.it.Expected.status;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is asked of the JDK's own HttpServer with the service of the tests on it. */
final class JdkServerCases {

    private static final String STATE = "java.lang.IllegalStateException";
    private static final String ABORT = "client abort";

    private JdkServerCases() {}

    static List<Case> all() {
        return List.of(
                Case.get("ok", "/ok", status(200)),
                Case.get("query", "/ok?patient=1&_count=2", status(200)),
                Case.get("chunked", "/chunked", status(200)),
                Case.get("no-content", "/no-content", status(204)),
                Case.get("empty", "/empty", status(200)),
                Case.get("not-found", "/not-found", status(404)),
                Case.get("created", "/created", status(201)),
                Case.single(Ask.of("head", "HEAD", "/ok").expecting(status(200))),
                Case.single(Ask.post("post", "/echo", "text/plain", "a body").expecting(status(200))),
                Case.single(Ask.withBody(
                                "post-chunked",
                                "POST",
                                "/echo",
                                "6\r\na body\r\n0\r\n\r\n",
                                "Transfer-Encoding: chunked")
                        .expecting(status(200))),
                Case.single(Ask.withBody(
                                "post-expecting", "POST", "/echo", "abc", "Content-Length: 3", "Expect: 100-continue")
                        .expecting(status(200))),
                Case.get("throw", "/throw", status(0).failingWith(STATE)),
                // Newer Javas keep the head in a buffer, which goes down with the connection.
                Case.get("throw-late", "/throw-late", status(0, 200).failingWith(STATE)),
                Case.get("throw-filtered", "/filtered", status(0).failingWith(STATE)),
                Case.get("throw-mended", "/mended", status(200)),
                Case.get(
                        "throw-number", "/throw-number", status(0, 400).failingWith("java.lang.NumberFormatException")),
                Case.get("twice", "/twice", status(200, 503)),
                Case.get("no-answer", "/no-answer", status(0)),
                Case.get("later", "/later", status(200)),
                Case.get("no-context", "/nothing/here", status(404)),
                Case.get("no-login", "/login", status(401)),
                Case.single(Ask.of("wrong-password", "GET", "/login", "Authorization: Basic YWxpY2U6bm8=")
                        .expecting(status(401))),
                Case.single(Ask.of("login", "GET", "/login", "Authorization: Basic YWxpY2U6d29uZGVy")
                        .expecting(status(200).by("alice"))),
                Case.single(Ask.raw("http-1.0", "GET", "/ok", "GET /ok HTTP/1.0\r\nX-Request-Id: $ID\r\n\r\n")
                        .expecting(status(200))),
                Case.single(Ask.illegible("bad-target", "GET /a|b HTTP/1.1\r\nHost: h\r\n\r\n")
                        .expecting(status(400))),
                Case.single(Ask.raw(
                                "bad-length",
                                "POST",
                                "/echo",
                                "POST /echo HTTP/1.1\r\nHost: h\r\nX-Request-Id: $ID\r\nContent-Length: seven\r\n\r\n")
                        .expecting(status(400))),
                Case.single(Ask.raw(
                                "negative-length",
                                "POST",
                                "/echo",
                                "POST /echo HTTP/1.1\r\nHost: h\r\nX-Request-Id: $ID\r\nContent-Length: -7\r\n\r\n")
                        .expecting(status(400))),
                Case.single(Ask.raw(
                                "unknown-coding",
                                "POST",
                                "/echo",
                                "POST /echo HTTP/1.1\r\nHost: h\r\nX-Request-Id: $ID\r\nTransfer-Encoding: odd\r\n\r\n")
                        .expecting(status(501))),
                Case.single(Ask.illegible("one-word", "GARBAGE\r\n\r\n").expecting(status(400))),
                Case.single(Ask.illegible("two-words", "GET /ok\r\n\r\n").expecting(status(400))),
                Case.single(Ask.raw(
                                "head-too-large",
                                "GET",
                                "/ok",
                                "GET /ok HTTP/1.1\r\nHost: h\r\nX-Request-Id: $ID\r\nX-Long: " + "x".repeat(10_000)
                                        + "\r\n\r\n")
                        .expecting(status(0).failingWith("java.io.IOException"))),
                keepAlive(),
                pipelined(),
                half("half-a-line", "GET /o", Expected.nothing()),
                half("half-a-head", "GET /ok HTTP/1.1\r\nHost: h\r\nX-Hal", status(400)),
                error(),
                leaving("abort-download", "/download"),
                leaving("abort-download-swallowed", "/download-swallowed"),
                uploading());
    }

    private static Case keepAlive() {
        return new Case("keep-alive", (port, ledger) -> {
            try (Conversation conversation = new Conversation(port)) {
                for (int i = 0; i < 5; i++) {
                    Ask ask = Ask.of("keep-alive-" + i, "GET", "/ok").expecting(status(200));
                    ledger.accept(new Turn("keep-alive", ask, conversation.ask(ask)));
                }
            }
        });
    }

    private static Case pipelined() {
        return new Case("pipelined", (port, ledger) -> {
            List<Ask> asks = new ArrayList<>();
            StringBuilder bytes = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                Ask ask = Ask.of("pipelined-" + i, "GET", i == 2 ? "/chunked" : "/ok")
                        .expecting(status(200));
                asks.add(ask);
                bytes.append(ask.bytes());
            }
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(bytes.toString().getBytes(StandardCharsets.ISO_8859_1));
                for (Ask ask : asks) {
                    ledger.accept(new Turn("pipelined", ask, conversation.answer(ask)));
                }
            }
        });
    }

    /** Bytes that make no request; of a head that ends too early the server makes one all the same, and refuses it. */
    private static Case half(String name, String bytes, Expected expected) {
        return new Case(name, (port, ledger) -> {
            Ask ask = Ask.illegible(name, bytes).expecting(expected);
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                conversation.finishSending();
                ledger.accept(new Turn(name, ask, conversation.answer(ask)));
            }
        });
    }

    /** The server neither answers nor closes; the client has to give up. */
    private static Case error() {
        return new Case("throw-error", (port, ledger) -> {
            Ask ask = Ask.of("throw-error", "GET", "/throw-error")
                    .expecting(status(0).failingWith("java.lang.StackOverflowError"));
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                RunningServer.pause();
                ledger.accept(new Turn("throw-error", ask, Answer.NONE));
            }
        });
    }

    private static Case leaving(String name, String target) {
        return new Case(name, (port, ledger) -> {
            Ask ask = Ask.of(name, "GET", target).expecting(status(200).failingWith(ABORT));
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                Answer head = conversation.head(ask);
                conversation.reset();
                ledger.accept(new Turn(name, ask, head));
            }
        });
    }

    private static Case uploading() {
        return new Case("abort-upload", (port, ledger) -> {
            Ask ask = Ask.withBody("abort-upload", "POST", "/echo", "half", "Content-Length: 100")
                    .expecting(status(0).failingWith(ABORT));
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                // The server is reading the body by then, or will be: both end alike.
                RunningServer.pause();
                conversation.reset();
                ledger.accept(new Turn("abort-upload", ask, Answer.NONE));
            }
        });
    }
}
