package io.caretrail.agent.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One client's requests, one after the other, numbered. */
final class LoadClient {

    private final String name;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int askedBefore;

    LoadClient(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** How many requests have been answered. */
    int asked() {
        return asked.get();
    }

    /** Notes that from now on requests are to be audited. */
    void attached() {
        askedBefore = asked.get();
    }

    /** How many requests had been answered at {@link #attached}. */
    int askedBefore() {
        return askedBefore;
    }

    /** The correlation id of a request. */
    String id(int n) {
        return name + "-" + n;
    }

    int ask(int port, AtomicBoolean over) throws IOException {
        while (!over.get()) {
            try (Conversation conversation = new Conversation(port)) {
                // Until Tomcat closes the connection, which it does after a hundred requests.
                while (!over.get() && !ask(conversation).last()) {}
            }
        }
        return asked.get();
    }

    private Answer ask(Conversation conversation) throws IOException {
        int n = asked.get();
        String target = n % 10 == 9 ? "/probe/async/own-thread" : "/probe/ok";
        Answer answer = conversation.ask(Ask.of(id(n), "GET", target));
        assertEquals(200, answer.status(), answer::raw);
        asked.incrementAndGet();
        return answer;
    }

    /** Waits until each has had so many more answers. */
    static void await(List<Future<Integer>> running, List<LoadClient> clients, int more) throws InterruptedException {
        for (LoadClient client : clients) {
            int wanted = client.asked() + more;
            while (client.asked() < wanted) {
                for (Future<Integer> each : running) {
                    assertFalse(each.isDone(), "a client has given up");
                }
                Thread.sleep(10);
            }
        }
    }
}
