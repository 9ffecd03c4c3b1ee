package io.caretrail.agent.it;

import static io.caretrail.agent.it.Expected.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Clients that leave early. */
final class AbortCases {

    private static final String ABORT = "client abort";
    /** More kilobytes than all buffers between the servlet and a client that does not read. */
    private static final int LONG = 64 * 1024;

    /** The server asks for the body when the application reads it (RFC 9110 section 10.1.1). */
    private static final String CONTINUE = "Expect: 100-continue";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private AbortCases() {}

    static List<Case> all() {
        return List.of(
                download("abort-download-reset", "/probe/stream?kb=" + LONG, Conversation::reset),
                download("abort-download-close", "/probe/stream?kb=" + LONG, Conversation::close),
                download("abort-download-length", "/probe/stream?length&kb=" + LONG, Conversation::reset),
                download("abort-async-download", "/probe/async/stream?kb=" + LONG, Conversation::reset),
                download("abort-async-listened", "/probe/async/stream-listened?kb=" + LONG, Conversation::reset),
                download("abort-write-listener", "/probe/writelistener?kb=" + LONG, Conversation::reset),
                // Tomcat hands a sendfile to its poller and is done with the request: nobody tells it of the abort.
                download(
                        Ask.of("abort-sendfile", "GET", "/probe/" + ProbeWar.HUGE_FILE)
                                .expecting(status(200)),
                        Conversation::reset),
                leaving("abort-before-answer", "/probe/wait", unseen().failingWith(ABORT), Conversation::reset),
                leaving("close-before-answer", "/probe/wait", unseen(), Conversation::close),
                leaving(
                        "abort-before-async-timeout",
                        "/probe/async/timeout",
                        unseen().failingWith(""),
                        Conversation::reset),
                upload("abort-upload-reset", unseen().failingWith(ABORT), Conversation::reset),
                upload("abort-upload-close", unseen().failingWith(ABORT), Conversation::close),
                halfClosed(part("abort-upload-half-close").expecting(status(400).failingWith(ABORT))),
                noRequest("nothing-sent", ""),
                noRequest("part-of-request-line", "GET /probe/ok HT"),
                noRequest("part-of-headers", "GET /probe/ok HTTP/1.1\r\nHost: " + Ask.HOST + "\r\nX-Req"),
                noRequest("empty-lines-only", "\r\n\r\n"),
                resetInHeaders());
    }

    /** The way a client leaves. */
    @FunctionalInterface
    private interface Leave {
        void from(Conversation conversation) throws IOException;
    }

    /** Leaves when the first bytes of a long answer are there. */
    private static Case download(String name, String target, Leave leave) {
        return download(Ask.of(name, "GET", target).expecting(status(200).failingWith(ABORT)), leave);
    }

    private static Case download(Ask ask, Leave leave) {
        return new Case(ask.id(), (port, ledger) -> {
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                Answer head = conversation.head(ask);
                leave.from(conversation);
                ledger.accept(new Turn(ask.id(), ask, head));
            }
        });
    }

    /** Leaves when the application has the request, which it says by a file, and before it answers: a reset before that erases it. */
    private static Case leaving(String name, String target, Expected expected, Leave leave) {
        return new Case(name, (port, ledger) -> {
            Path arrived = Files.createTempFile("arrived", "");
            Files.delete(arrived);
            Ask ask = Ask.of(name, "GET", target + "?arrived=" + arrived).expecting(expected);
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                await(arrived);
                leave.from(conversation);
                ledger.accept(new Turn(name, ask, Answer.NONE));
            }
        });
    }

    private static void await(Path file) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!Files.deleteIfExists(file)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("no " + file + " after " + PATIENCE + ": the request has not arrived");
            }
            RunningServer.pause();
        }
    }

    /** Leaves when the server has the request's head and a part of its body. */
    private static Case upload(String name, Expected expected, Leave leave) {
        Ask ask = Ask.of(name, "POST", "/probe/echo-body", CONTINUE, "Content-Length: 1000000")
                .expecting(expected);
        return new Case(name, (port, ledger) -> {
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                conversation.awaitContinue();
                conversation.send(new byte[10_000]);
                leave.from(conversation);
                ledger.accept(new Turn(name, ask, Answer.NONE));
            }
        });
    }

    private static Case resetInHeaders() {
        Ask ask = Ask.illegible("reset-in-headers", "GET /probe/ok HTTP/1.1\r\nHost: " + Ask.HOST + "\r\nX-Req")
                .expecting(Expected.nothing());
        return new Case(ask.id(), (port, ledger) -> {
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                conversation.reset();
                ledger.accept(new Turn(ask.id(), ask, Answer.NONE));
            }
        });
    }

    /** Says that nothing more comes and waits for what the server makes of it. */
    private static Case halfClosed(Ask ask) {
        return new Case(ask.id(), (port, ledger) -> {
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(ask.wire());
                conversation.finishSending();
                ledger.accept(new Turn(ask.id(), ask, conversation.answer(ask)));
            }
        });
    }

    private static Case noRequest(String name, String bytes) {
        return halfClosed(Ask.illegible(name, bytes).expecting(Expected.nothing()));
    }

    /** A body of which less is sent than announced. */
    private static Ask part(String name) {
        return Ask.withBody(name, "POST", "/probe/echo-body", "part ".repeat(2_000), "Content-Length: 1000000");
    }

    /** The client sees nothing, and the server cannot know that: it may have committed its answer. */
    private static Expected unseen() {
        return status(0).recordedAs(0, 200, 400, 500);
    }
}
