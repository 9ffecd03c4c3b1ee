package io.caretrail.agent.it;

import static io.caretrail.agent.it.Expected.status;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What no application ever sees: refused by the container before it has a request, or while it reads one. */
final class RefusedCases {

    private static final String HOST = "Host: " + Ask.HOST + "\r\n";
    private static final String END = "\r\n\r\n";

    /** What is wrong with them shows when the application reads the body, or is not wrong. */
    private static final Set<String> REACHING = Set.of("bad-chunk-size", "length-and-chunked", "http-0.9", "bad-utf8");

    private RefusedCases() {}

    static List<Case> all() {
        return Stream.of(requestLines(), targets(), hosts(), framing(), List.of(pipelinedGarbage(), http09()))
                .flatMap(List::stream)
                .toList();
    }

    /** The ids of the requests of which Tomcat tells no application. */
    static String[] ids() {
        return all().stream()
                .map(Case::name)
                .filter(name -> !REACHING.contains(name))
                .toArray(String[]::new);
    }

    private static List<Case> requestLines() {
        return List.of(
                illegible("garbage-line", "GARBAGE" + END, 400),
                illegible("line-with-too-many-words", "GET /x y z HTTP/1.1\r\n" + HOST + "\r\n", 400),
                illegible("unknown-version", "GET / HTTP/9.9\r\n" + HOST + "\r\n", 505),
                illegible("method-with-control-character", "G\u0001T / HTTP/1.1\r\n" + HOST + "\r\n", 400),
                illegible("tls-hello", "\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0000", 400),
                // A connection preface is no request (RFC 9113 section 3.4); without HTTP/2 Tomcat closes in silence.
                Case.single(Ask.illegible("http2-preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                        .expecting(Expected.nothing())),
                illegible("target-too-long", "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n", 400));
    }

    private static List<Case> targets() {
        return List.of(
                target("bad-percent-encoding", "/probe/%zz", 400),
                target("percent-nul", "/probe/%00", 400),
                target("encoded-slash", "/probe/a%2Fb", 400),
                target("encoded-backslash", "/probe/a%5Cb", 400),
                target("above-the-root", "/../../etc/passwd", 400),
                target("encoded-above-the-root", "/%2e%2e/etc/passwd", 400),
                target("bad-utf8", "/probe/%ff", 400, 404),
                target("curly-brace", "/probe/{id}", 400),
                target("backslash", "/probe\\ok", 400),
                target("quote-in-query", "/probe/ok?\"", 400),
                target("relative", "probe/ok", 400),
                target("absolute-form-bad-authority", "http://user@[::1/probe/ok", 400),
                target("authority-form", "example.org:443", 400));
    }

    private static List<Case> hosts() {
        return List.of(
                illegible("no-host", "GET /probe/ok HTTP/1.1" + END, 400),
                illegible("two-hosts", "GET /probe/ok HTTP/1.1\r\n" + HOST + HOST + "\r\n", 400),
                illegible("host-with-nul", "GET /probe/ok HTTP/1.1\r\nHost: a\u0000b" + END, 400),
                illegible("host-with-bad-port", "GET /probe/ok HTTP/1.1\r\nHost: a:99x" + END, 400),
                illegible("host-with-blank", "GET /probe/ok HTTP/1.1\r\nHost: a b" + END, 400),
                illegible("host-unlike-target", "GET http://other/probe/ok HTTP/1.1\r\n" + HOST + "\r\n", 400));
    }

    private static List<Case> framing() {
        return List.of(
                headers("length-not-a-number", "Content-Length: abc", 400),
                headers("length-negative", "Content-Length: -1", 400),
                headers("two-lengths", "Content-Length: 3\r\nContent-Length: 4", 400),
                headers("unknown-transfer-encoding", "Transfer-Encoding: bogus", 501),
                headers("chunked-not-last", "Transfer-Encoding: chunked, gzip", 400),
                headers("header-without-colon", "X-Bad header line", 400),
                headers("header-with-control-character", "X-Bad: a\u0001b", 400),
                headers("header-too-large", "X-Large: " + "b".repeat(9000), 400),
                headers("too-many-headers", "X-Many: c\r\n".repeat(200) + "X-Last: d", 400),
                Case.single(Ask.withBody(
                                "bad-chunk-size",
                                "POST",
                                "/probe/echo-body",
                                "zz\r\nabc\r\n0\r\n\r\n",
                                "Transfer-Encoding: chunked")
                        .expecting(status(400))),
                Case.single(Ask.withBody(
                                "length-and-chunked",
                                "POST",
                                "/probe/echo-body",
                                "3\r\nabc\r\n0\r\n\r\n",
                                "Content-Length: 5",
                                "Transfer-Encoding: chunked")
                        .expecting(status(200))));
    }

    /**
     * HTTP/0.9 answers without a status line. The last one: Tomcat's processor forgets that it spoke HTTP/0.9 only when it
     * has read the version of its next request, and until then answers what it cannot parse without a head, too.
     */
    private static Case http09() {
        return Case.single(Ask.illegible("http-0.9", "GET /probe/ok\r\n")
                .expecting(status(0).recordedAs(200)));
    }

    /** The second of two requests in one write is no request. */
    private static Case pipelinedGarbage() {
        return new Case("pipelined-garbage", RefusedCases::playPipelinedGarbage);
    }

    private static void playPipelinedGarbage(int port, Consumer<Turn> ledger) throws IOException {
        Ask good = Ask.of("pipelined-before-garbage", "GET", "/probe/ok").expecting(status(200));
        Ask bad = Ask.illegible("pipelined-garbage", "GARBAGE" + END).expecting(status(400));
        try (Conversation conversation = new Conversation(port)) {
            conversation.send(good.wire());
            conversation.send(bad.wire());
            ledger.accept(new Turn("pipelined-garbage", good, conversation.answer(good)));
            ledger.accept(new Turn("pipelined-garbage", bad, conversation.answer(bad)));
        }
    }

    private static Case illegible(String name, String bytes, Integer... statuses) {
        return Case.single(Ask.illegible(name, bytes).expecting(status(statuses)));
    }

    /** The target is what is wrong: of what else was sent nothing is sure to be read. */
    private static Case target(String name, String target, Integer... statuses) {
        return illegible(
                name, "GET " + target + " HTTP/1.1\r\n" + HOST + "X-Request-Id: " + name + "\r\n\r\n", statuses);
    }

    private static Case headers(String name, String headers, Integer... statuses) {
        return illegible(name, "POST /probe/ok?" + name + " HTTP/1.1\r\n" + HOST + headers + END, statuses);
    }
}
