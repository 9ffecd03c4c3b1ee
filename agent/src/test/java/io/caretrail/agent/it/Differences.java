package io.caretrail.agent.it;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In what a server differs from Tomcat, for which the cases are written, when it is asked the same. Immutable.
 *
 * @param leftOut cases that make no sense on it
 * @param answers the status the client sees instead, by the request's id
 * @param taken requests, by their ids, that it takes up though the client has said that there are none
 */
record Differences(Set<String> leftOut, Map<String, Integer> answers, Set<String> taken) {

    static final Differences NONE = new Differences(Set.of(), Map.of(), Set.of());

    /** These are not played. */
    Differences leavingOut(String... cases) {
        Set<String> all = new TreeSet<>(leftOut);
        all.addAll(Arrays.asList(cases));
        return new Differences(all, answers, taken);
    }

    /** These are served, and nobody is answered. */
    Differences taking(String... ids) {
        Set<String> all = new TreeSet<>(taken);
        all.addAll(Arrays.asList(ids));
        return new Differences(leftOut, answers, all);
    }

    /** The client sees this status for these requests; 0 for none. */
    Differences answering(int status, String... ids) {
        Map<String, Integer> all = new TreeMap<>(answers);
        Arrays.asList(ids).forEach(id -> all.put(id, status));
        return new Differences(leftOut, all, taken);
    }

    /** What to expect of a request on this server. */
    Expected expected(Ask ask) {
        Integer answer = answers.get(ask.id());
        Expected expected = taken.contains(ask.id()) ? Expected.status(0) : ask.expected();
        return answer == null
                ? expected
                : new Expected(
                        new TreeSet<>(Set.of(answer)),
                        expected.recorded().isEmpty() || answer == 0
                                ? expected.recorded()
                                : new TreeSet<>(Set.of(answer)),
                        expected.reason(),
                        expected.user(),
                        // What is answered has been asked.
                        expected.asked() || answer != 0);
    }
}
