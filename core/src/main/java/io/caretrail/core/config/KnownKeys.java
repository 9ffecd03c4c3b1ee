package io.caretrail.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table of keys, asked by name: what a key is, and what a key that is none was meant to be. */
final class KnownKeys {

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private final Map<String, ConfigKey> byName = new LinkedHashMap<>();
    private final Set<String> groups = new LinkedHashSet<>();
    private final List<? extends DestinationKeys> destinations;
    private final List<String> kinds;

    KnownKeys(List<? extends DestinationKeys> kinds) {
        this.destinations = kinds;
        this.kinds = kinds.stream().map(DestinationKeys::name).sorted().toList();
        for (ConfigKey key : ConfigKeys.all(kinds)) {
            byName.put(key.name(), key);
            addGroups(key.name());
        }
        addGroups(ConfigKeys.DESTINATIONS + ".");
        for (String kind : this.kinds) {
            addGroups(ConfigKeys.DESTINATIONS + "." + kind + ".");
        }
    }

    private void addGroups(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            String group = name.substring(0, dot);
            groups.add(group);
            if (group.endsWith("[]")) {
                groups.add(group.substring(0, group.length() - 2));
            }
        }
    }

    /** {@code settings[0].name} as the table has it: {@code settings[].name}. */
    static String template(String key) {
        return INDEX.matcher(key).replaceAll("[]");
    }

    static String parent(String key) {
        int end = Math.max(key.lastIndexOf('.'), key.endsWith("]") ? key.lastIndexOf('[') : -1);
        return end < 0 ? "" : key.substring(0, end);
    }

    static String last(String key) {
        return key.substring(parent(key).isEmpty() ? 0 : parent(key).length() + 1);
    }

    /**
     * The name of a row as it is written below a concrete group, {@code batch.records} below a destination; null when the
     * row has its place elsewhere. Destinations are groups of their own, all others are part of the one above.
     */
    static @Nullable String within(String group, String row) {
        String prefix = group.isEmpty() ? "" : template(group) + ".";
        if (!row.startsWith(prefix)) {
            return null;
        }
        String name = row.substring(prefix.length());
        return name.startsWith("settings[]") || name.startsWith("destinations.") ? null : name;
    }

    List<ConfigKey> all() {
        return List.copyOf(byName.values());
    }

    List<String> kinds() {
        return kinds;
    }

    /** What a kind says of settings that are right key by key. */
    List<KeyProblem> problems(String kind, Map<String, Object> values) {
        return destinations.stream()
                .filter(destination -> destination.name().equals(kind))
                .flatMap(destination -> destination.problems(values).stream())
                .toList();
    }

    /** The row of a concrete key; null when there is none. */
    @Nullable
    ConfigKey find(String key) {
        return byName.get(template(key));
    }

    /** The row of a concrete key or of the map of texts it is an entry of; null when there is none. */
    @Nullable
    ConfigKey findOrMap(String key) {
        ConfigKey own = find(key);
        for (int dot = key.lastIndexOf('.'); own == null && dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
            ConfigKey map = find(key.substring(0, dot));
            own = map != null && map.type() == ConfigKey.Type.TEXT_MAP ? map : null;
        }
        return own;
    }

    /** Whether other keys stand beneath it. */
    boolean isGroup(String key) {
        return groups.contains(template(key));
    }

    /** Whether it is a list whose items have keys: {@code settings}. */
    boolean isListOfGroups(String key) {
        return groups.contains(template(key) + "[]");
    }

    /** The names directly beneath a group; the top ones for the empty text. */
    List<String> beneath(String group) {
        String prefix = group.isEmpty() ? "" : template(group) + ".";
        Set<String> names = new LinkedHashSet<>();
        for (String name : everyName()) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                String rest = name.substring(prefix.length());
                names.add(rest.split("[.\\[]", 2)[0]);
            }
        }
        return List.copyOf(names);
    }

    /** Where else a key of this last name stands. */
    List<String> elsewhere(String lastName) {
        return everyName().stream().filter(name -> last(name).equals(lastName)).toList();
    }

    private List<String> everyName() {
        List<String> names = new ArrayList<>(byName.keySet());
        names.addAll(groups);
        return names;
    }
}
