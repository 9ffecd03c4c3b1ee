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
 * @param told for what the record says something else: all that it may say, as {@code Failed 500 reason}
 * @param nameless do not name the user
 */
record Sight(Set<String> unseen, Map<String, Set<String>> told, Set<String> nameless) {

    /** Nothing is hidden. */
    static final Sight WHOLE = new Sight(Set.of(), Map.of(), Set.of());

    /** These leave no record. */
    Sight missing(String... ids) {
        Set<String> all = new TreeSet<>(unseen);
        all.addAll(Arrays.asList(ids));
        return new Sight(all, told, nameless);
    }

    /** This one is told so; more than one text where it depends on who is faster. */
    Sight telling(String id, String... texts) {
        Map<String, Set<String>> all = new TreeMap<>(told);
        all.put(id, new TreeSet<>(Arrays.asList(texts)));
        return new Sight(unseen, all, nameless);
    }

    /** These do not name the user. */
    Sight notNaming(String... ids) {
        Set<String> all = new TreeSet<>(nameless);
        all.addAll(Arrays.asList(ids));
        return new Sight(unseen, told, all);
    }
}
