package io.caretrail.agent.it;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A case as it was played: everything of it happened between the two times, and nothing of another case. Immutable.
 *
 * @param turns what the client sent and saw, in its order
 */
record Played(String caseName, Instant begin, Instant end, List<Turn> turns) {

    boolean during(Instant time) {
        return !time.isBefore(begin) && !time.isAfter(end);
    }

    /** How many exchanges the trail owes for it. */
    int owed() {
        return owed(Set.of());
    }

    /** The same where some requests leave no final record, named by their ids. */
    int owed(Set<String> withoutFinal) {
        return (int) turns.stream()
                .filter(turn -> turn.ask().expected().asked())
                .filter(turn -> !withoutFinal.contains(turn.ask().id()))
                .count();
    }
}
