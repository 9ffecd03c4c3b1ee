package io.caretrail.agent.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A named thing clients do; plays the same on every server. Immutable. */
record Case(String name, Play play) {

    /** What the client does, and tells the ledger of. */
    @FunctionalInterface
    interface Play {
        void on(int port, Consumer<Turn> ledger) throws IOException;
    }

    /** One request on its own connection. */
    static Case single(Ask ask) {
        return new Case(ask.id(), (port, ledger) -> {
            try (Conversation conversation = new Conversation(port)) {
                ledger.accept(new Turn(ask.id(), ask, conversation.ask(ask)));
            }
        });
    }

    static Case get(String name, String target, Expected expected) {
        return single(Ask.of(name, "GET", target).expecting(expected));
    }

    /** Several requests under way at the same time, each on its own connection. */
    static Case together(String name, List<Ask> asks) {
        return new Case(name, (port, ledger) -> {
            List<Conversation> conversations = new ArrayList<>();
            try {
                for (Ask ask : asks) {
                    Conversation conversation = new Conversation(port);
                    conversations.add(conversation);
                    conversation.send(ask.wire());
                }
                for (int i = 0; i < asks.size(); i++) {
                    ledger.accept(
                            new Turn(name, asks.get(i), conversations.get(i).answer(asks.get(i))));
                }
            } finally {
                for (Conversation conversation : conversations) {
                    conversation.close();
                }
            }
        });
    }

    /** Every case, in the order they are played. */
    static List<Case> all() {
        return groups().values().stream().flatMap(List::stream).toList();
    }

    /** Every case by what it is about, in the order they are played. */
    static Map<String, List<Case>> groups() {
        Map<String, List<Case>> groups = new LinkedHashMap<>(OrdinaryCases.groups());
        groups.put("clients that leave", AbortCases.all());
        groups.put("refused", RefusedCases.all());
        groups.put("connections", ConnectionCases.all());
        groups.put("asynchronous", AsyncCases.all());
        return groups;
    }
}
