package io.caretrail.core.config;

import io.caretrail.core.config.Given.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * From names with dots or underscores (system properties, environment variables, Spring's properties) to what they say of
 * each key. Indexes stand between dots or in brackets; a list is comma-separated, or one name for each item.
 */
final class PropertyKeys {

    /** Names that are no keys of the configuration: where it is found, what happens when it cannot be, jars of others. */
    static final Set<String> CONTROLS = Set.of("config", "onStartFailure", "lib");

    /** A switch of the agent's, for tests: no key either, and not offered to anyone who mistypes one. */
    private static final String TEST_SWITCH = "caretrail.test.hookFailure";

    /** What Kubernetes and Docker links set for a service that is called caretrail, or caretrail-anything. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "CARETRAIL(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private final KnownKeys known;
    private final Problems problems;
    private final String what;
    private final boolean relaxed;
    private final Map<String, Given> given = new LinkedHashMap<>();
    private final Map<String, SortedMap<Integer, Text>> items = new LinkedHashMap<>();

    private PropertyKeys(KnownKeys known, Problems problems, String what, boolean relaxed) {
        this.known = known;
        this.problems = problems;
        this.what = what;
        this.relaxed = relaxed;
    }

    static List<Given> ofSystemProperties(Map<String, String> properties, KnownKeys known, Problems problems) {
        PropertyKeys keys = new PropertyKeys(known, problems, "system property", false);
        new TreeMap<>(properties).forEach((name, value) -> {
            if (name.startsWith(PropertyNames.SYSTEM)
                    && !name.equals(TEST_SWITCH)
                    && !CONTROLS.contains(name.substring(PropertyNames.SYSTEM.length()))) {
                keys.add(name, name.substring(PropertyNames.SYSTEM.length()).split("\\.", -1), value);
            }
        });
        return keys.all();
    }

    static List<Given> ofEnvironment(Map<String, String> environment, KnownKeys known, Problems problems) {
        PropertyKeys keys = new PropertyKeys(known, problems, "environment variable", true);
        new TreeMap<>(environment).forEach((name, value) -> {
            boolean control = CONTROLS.stream().anyMatch(word -> name.equalsIgnoreCase(PropertyNames.VARIABLE + word));
            boolean ours = name.regionMatches(true, 0, PropertyNames.VARIABLE, 0, PropertyNames.VARIABLE.length());
            if (ours && !control) {
                keys.add(name, name.substring(PropertyNames.VARIABLE.length()).split("_", -1), value);
            }
        });
        return keys.all();
    }

    /** Names without the first {@code caretrail.}; kebab-case and any case are understood, as Spring does. */
    static List<Given> ofProperties(Map<String, String> properties, String what, KnownKeys known, Problems problems) {
        PropertyKeys keys = new PropertyKeys(known, problems, what, true);
        new TreeMap<>(properties).forEach((name, value) -> {
            if (CONTROLS.stream().noneMatch(word -> PropertyNames.same(word, name, true))) {
                keys.add(
                        PropertyNames.SYSTEM + name,
                        name.replaceAll("\\[(\\d+)]", ".$1").split("\\.", -1),
                        value);
            }
        });
        return keys.all();
    }

    private void add(String name, String[] segments, String value) {
        Origin origin = new Origin(what + " " + name, 0);
        Text text = new Text(value, origin);
        for (ConfigKey row : known.all()) {
            String key = PropertyNames.match(row.name(), segments, relaxed);
            if (key == null) {
                continue;
            }
            int rest = segments.length - PropertyNames.depth(row.name());
            if (rest == 0) {
                put(new Given(key, row.type() == ConfigKey.Type.TEXTS, texts(row, text), origin));
                return;
            }
            String last = segments[segments.length - 1];
            if (rest == 1 && row.type() == ConfigKey.Type.TEXTS && PropertyNames.isIndex(last)) {
                items.computeIfAbsent(key, first -> new TreeMap<>()).put(Integer.parseInt(last), text);
                return;
            }
            if (row.type() == ConfigKey.Type.TEXT_MAP && !what.startsWith("environment")) {
                String entry =
                        String.join(".", List.of(segments).subList(PropertyNames.depth(row.name()), segments.length));
                put(new Given(key + "." + entry, false, List.of(text), origin));
                return;
            }
        }
        group(name, segments, value, origin);
    }

    /** {@code …destinations.stdout=} with nothing behind it: there, with every default. */
    private void group(String name, String[] segments, String value, Origin origin) {
        for (String kind : known.kinds()) {
            String template = ConfigKeys.DESTINATIONS + "." + kind;
            String key = PropertyNames.match(template, segments, relaxed);
            if (key != null && segments.length == PropertyNames.depth(template) && value.isBlank()) {
                put(Given.group(key, origin));
                return;
            }
        }
        if (!SERVICE_LINK.matcher(name).matches()) {
            unknown(name, segments, origin);
        }
    }

    private static List<Text> texts(ConfigKey row, Text text) {
        if (row.type() != ConfigKey.Type.TEXTS) {
            return List.of(text);
        }
        return text.written().isBlank()
                ? List.of()
                : List.of(text.written().split(",", -1)).stream()
                        .map(item -> new Text(item.strip(), text.origin()))
                        .toList();
    }

    private void put(Given value) {
        Given first = given.putIfAbsent(value.key(), value);
        if (first != null) {
            problems.add(value.origin(), value.key(), "is given twice, first by " + first.origin(), "keep one of them");
        }
    }

    private void unknown(String name, String[] segments, Origin origin) {
        List<String> indexes =
                List.of(segments).stream().filter(PropertyNames::isIndex).toList();
        List<String> writable = new ArrayList<>();
        known.all().forEach(row -> writable.add(writtenLike(name, row.name(), indexes)));
        CONTROLS.forEach(control -> writable.add(writtenLike(name, control, indexes)));
        String instead = Nearest.to(name, writable)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse(
                        "it is none of the keys of docs/configuration.md; unset it, or give it a name without caretrail");
        problems.add(origin, "", "is not a key", instead);
    }

    private String writtenLike(String name, String template, List<String> indexes) {
        String index = indexes.isEmpty() ? "0" : indexes.get(0);
        return what.startsWith("environment")
                ? PropertyNames.environmentName(template, index)
                : name.contains("[")
                        ? PropertyNames.SYSTEM + template.replace("[]", "[" + index + "]")
                        : PropertyNames.systemName(template, index);
    }

    private List<Given> all() {
        items.forEach((key, texts) -> {
            List<Text> list = new ArrayList<>(texts.values());
            int missing = 0;
            while (texts.containsKey(missing)) {
                missing++;
            }
            if (missing < list.size()) {
                problems.add(list.get(0).origin(), key, "has no item " + missing, "number the items from 0");
            }
            put(new Given(key, true, list, list.get(0).origin()));
        });
        return List.copyOf(given.values());
    }
}
