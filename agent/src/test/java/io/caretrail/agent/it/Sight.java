package io.caretrail.agent.it;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a door does not see on a server, each request by its id; all others it sees once, with the status on the wire.
 * Immutable.
 *
 * @param unseen leave no record
 * @param unended leave a Started, and nobody says when they end
 * @param told for what the record says something else: all that it may say, as {@code Failed 500 reason}
 * @param nameless do not name the user
 */
record Sight(Set<String> unseen, Set<String> unended, Map<String, Set<String>> told, Set<String> nameless) {

    /** Nothing is hidden. */
    static final Sight WHOLE = new Sight(Set.of(), Set.of(), Map.of(), Set.of());

    /** These leave no record. */
    Sight missing(String... ids) {
        return new Sight(with(unseen, ids), unended, told, nameless);
    }

    /** These leave a record all the same. */
    Sight seeing(String... ids) {
        Set<String> all = new TreeSet<>(unseen);
        all.removeAll(Arrays.asList(ids));
        return new Sight(all, unended, told, nameless);
    }

    /** These leave a Started alone. */
    Sight notEnding(String... ids) {
        Map<String, Set<String>> others = new TreeMap<>(told);
        others.keySet().removeAll(Arrays.asList(ids));
        return new Sight(unseen, with(unended, ids), others, nameless);
    }

    /** This one is told so; more than one text where it depends on who is faster. */
    Sight telling(String id, String... texts) {
        Map<String, Set<String>> all = new TreeMap<>(told);
        all.put(id, with(Set.of(), texts));
        return new Sight(unseen, unended, all, nameless);
    }

    /** These do not name the user. */
    Sight notNaming(String... ids) {
        return new Sight(unseen, unended, told, with(nameless, ids));
    }

    /** What a run need not wait for. */
    Set<String> withoutFinal() {
        Set<String> all = new TreeSet<>(unseen);
        all.addAll(unended);
        return all;
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(Arrays.asList(more));
        return all;
    }
}
