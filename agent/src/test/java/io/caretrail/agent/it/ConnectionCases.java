package io.caretrail.agent.it;

import static io.caretrail.agent.it.Case.single;
import static io.caretrail.agent.it.Expected.status;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Requests that share a connection, come all at once, or speak an older HTTP. */
final class ConnectionCases {

    private static final int CLIENTS = 8;
    private static final int REQUESTS = 200;
    private static final int PIECE = 25;

    private static final Ask DRIBBLED = Ask.of("dribbled", "GET", "/probe/ok").expecting(status(200));
    private static final Ask DRIBBLED_BODY = Ask.post(
                    "dribbled-body", "/probe/echo-body", "text/plain", "drop ".repeat(20))
            .expecting(status(200));
    private static final Ask DRIBBLED_TO_LISTENER = Ask.post(
                    "dribbled-to-listener", "/probe/readlistener", "text/plain", "drop ".repeat(20))
            .expecting(status(200));

    private ConnectionCases() {}

    static List<Case> all() {
        return List.of(
                single(Ask.raw(
                                "http-1.0",
                                "GET",
                                "/probe/ok",
                                "GET /probe/ok HTTP/1.0\r\nHost: " + Ask.HOST + "\r\nX-Request-Id: $ID\r\n\r\n")
                        .expecting(status(200))),
                single(Ask.raw(
                                "http-1.0-stream",
                                "GET",
                                "/probe/stream?kb=16",
                                "GET /probe/stream?kb=16 HTTP/1.0\r\nHost: " + Ask.HOST
                                        + "\r\nX-Request-Id: $ID\r\n\r\n")
                        .expecting(status(200))),
                single(Ask.of("connection-close", "GET", "/probe/ok", "Connection: close")
                        .expecting(status(200))),
                new Case("dribbled", (port, ledger) -> dribble(DRIBBLED, port, ledger)),
                new Case("dribbled-body", (port, ledger) -> dribble(DRIBBLED_BODY, port, ledger)),
                new Case("dribbled-to-listener", (port, ledger) -> dribble(DRIBBLED_TO_LISTENER, port, ledger)),
                single(Ask.of("upgrade", "GET", "/probe/upgrade", "Connection: Upgrade", "Upgrade: probe")
                        .expecting(status(101))),
                new Case("keep-alive", (port, ledger) -> keepAlive("keep-alive", port, 20, ledger)),
                new Case("pipelined", ConnectionCases::pipelined),
                new Case("pipelined-after-close", ConnectionCases::pipelinedAfterClose),
                new Case("all-at-once", ConnectionCases::allAtOnce));
    }

    /** In small pieces, each of which the server meets on its own: it takes the request up again for each. */
    private static void dribble(Ask ask, int port, Consumer<Turn> ledger) throws IOException {
        byte[] bytes = ask.wire();
        try (Conversation conversation = new Conversation(port)) {
            for (int from = 0; from < bytes.length; from += PIECE) {
                conversation.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
                pause();
            }
            ledger.accept(new Turn(ask.id(), ask, conversation.answer(ask)));
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted between two pieces", e);
        }
    }

    /** As many on a connection as the server takes before it closes (Tomcat: 100). */
    private static void keepAlive(String name, int port, int requests, Consumer<Turn> ledger) throws IOException {
        int asked = 0;
        while (asked < requests) {
            try (Conversation conversation = new Conversation(port)) {
                boolean open = true;
                while (open && asked < requests) {
                    Ask ask = numbered(name, asked);
                    Answer answer = conversation.ask(ask);
                    ledger.accept(new Turn(name, ask, answer));
                    open = !answer.last();
                    asked++;
                }
            }
        }
    }

    /** Every fifth one is not found, so that a status taken from the neighbour shows. */
    private static Ask numbered(String name, int number) {
        boolean found = number % 5 != 2;
        String target = (found ? "/probe/ok?n=" : "/plain/missing?n=") + number;
        return Ask.of(name + "-" + number, "GET", target).expecting(status(found ? 200 : 404));
    }

    /** What stands behind an answer that is the last of its connection is asked again (RFC 9112 section 9.3.2). */
    private static void pipelined(int port, Consumer<Turn> ledger) throws IOException {
        List<Ask> asks =
                IntStream.range(0, 5).mapToObj(i -> numbered("pipelined", i)).toList();
        int answered = 0;
        while (answered < asks.size()) {
            List<Ask> rest = asks.subList(answered, asks.size());
            try (Conversation conversation = new Conversation(port)) {
                conversation.send(
                        rest.stream().map(Ask::bytes).collect(joining()).getBytes(ISO_8859_1));
                boolean open = true;
                for (int i = 0; open && i < rest.size(); i++) {
                    Answer answer = conversation.answer(rest.get(i));
                    ledger.accept(new Turn("pipelined", rest.get(i), answer));
                    open = !answer.last();
                    answered++;
                }
            }
        }
    }

    /** What follows a request that asked to close is never read (RFC 9112 section 9.6). */
    private static void pipelinedAfterClose(int port, Consumer<Turn> ledger) throws IOException {
        String name = "pipelined-after-close";
        Ask last = Ask.of(name, "GET", "/probe/ok", "Connection: close").expecting(status(200));
        Ask unread = Ask.of(name + "-unread", "GET", "/probe/ok").expecting(Expected.nothing());
        try (Conversation conversation = new Conversation(port)) {
            conversation.send((last.bytes() + unread.bytes()).getBytes(ISO_8859_1));
            ledger.accept(new Turn(name, last, conversation.answer(last)));
            ledger.accept(new Turn(name, unread, conversation.answer(unread)));
        }
    }

    private static void allAtOnce(int port, Consumer<Turn> ledger) throws IOException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "all-at-once-" + i;
                running.add(clients.submit(() -> {
                    keepAlive(name, port, REQUESTS, ledger);
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("all-at-once: a client failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("all-at-once: interrupted", e);
        } finally {
            clients.shutdownNow();
        }
    }
}
