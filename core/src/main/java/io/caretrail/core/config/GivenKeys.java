package io.caretrail.core.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What all sources say together; of a key that several have, the one that was added last. Used by one thread. */
final class GivenKeys {

    private static final String SETTINGS = "settings[";

    private final Map<String, Given> byKey = new LinkedHashMap<>();

    void add(List<Given> source) {
        source.forEach(given -> byKey.put(given.key(), given));
    }

    /** A setting that anyone gives replaces the built-in one: it is a default, not a base to add to. */
    void useBuiltInSetting() {
        if (!has("settings") && settings().isEmpty()) {
            add(List.of(Given.group("settings[0].destinations.stdout", Origin.DEFAULT)));
        }
    }

    List<Given> all() {
        return List.copyOf(byKey.values());
    }

    boolean has(String key) {
        return byKey.containsKey(key);
    }

    /** Where a key was given, else the first one beneath it, else the defaults. */
    Origin origin(String key) {
        Given own = byKey.get(key);
        if (own != null) {
            return own.origin();
        }
        return byKey.values().stream()
                .filter(given ->
                        given.key().startsWith(key + ".") || given.key().startsWith(key + "["))
                .map(Given::origin)
                .findFirst()
                .orElse(Origin.DEFAULT);
    }

    /** The indexes of the settings, ascending. */
    Set<Integer> settings() {
        Set<Integer> indexes = new TreeSet<>();
        for (String key : byKey.keySet()) {
            if (key.startsWith(SETTINGS)) {
                indexes.add(Integer.valueOf(key.substring(SETTINGS.length(), key.indexOf(']'))));
            }
        }
        return indexes;
    }

    /** The kinds of destination of a setting, in the order they were given. */
    Set<String> kinds(int setting) {
        String prefix = SETTINGS + setting + "].destinations.";
        Set<String> kinds = new LinkedHashSet<>();
        for (String key : byKey.keySet()) {
            if (key.startsWith(prefix)) {
                kinds.add(key.substring(prefix.length()).split("\\.", 2)[0]);
            }
        }
        return kinds;
    }
}
