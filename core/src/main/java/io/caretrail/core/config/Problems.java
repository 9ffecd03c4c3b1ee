package io.caretrail.core.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong, so that it can be said at once. Used by one thread. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();

    void add(Origin origin, String key, String wrong, String instead) {
        found.add(new Problem(key, origin.line(), origin.source(), wrong, instead));
    }

    boolean areThere() {
        return !found.isEmpty();
    }

    /** Whether a key, one beneath it or what it stands in is wrong already: what follows from that needs no words. */
    boolean concern(String key) {
        return found.stream()
                .map(Problem::key)
                .anyMatch(wrong -> isWithin(wrong, key) || (!wrong.isEmpty() && isWithin(key, wrong)));
    }

    private static boolean isWithin(String key, String group) {
        return key.equals(group) || key.startsWith(group + ".") || key.startsWith(group + "[");
    }

    /** In the order of the lines of a source; sources stay in the order they were read. */
    void refuse() throws ConfigurationException {
        if (found.isEmpty()) {
            return;
        }
        List<String> sources = found.stream().map(Problem::source).distinct().toList();
        throw new ConfigurationException(found.stream()
                .sorted(Comparator.comparingInt((Problem problem) -> sources.indexOf(problem.source()))
                        .thenComparingInt(Problem::line))
                .toList());
    }
}
