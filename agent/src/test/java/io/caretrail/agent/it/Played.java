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
        return owed(Differences.NONE, Set.of());
    }

    /** The same on a server that differs, where some requests leave no final record, named by their ids. */
    int owed(Differences differences, Set<String> withoutFinal) {
        return (int) turns.stream()
                .filter(turn -> differences.expected(turn.ask()).asked())
                .filter(turn -> !withoutFinal.contains(turn.ask().id()))
                .count();
    }
}
