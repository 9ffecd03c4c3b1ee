package io.caretrail.core.config;

import io.caretrail.core.config.Given.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From names with dots or underscores (system properties, environment variables, Spring's properties) to what they say of
 * each key. Indexes stand between dots or in brackets; a list is comma-separated, or one name for each item.
 */
final class PropertyKeys {

    /** Names that are no keys of the configuration: where it is found, and what happens when it cannot be. */
    static final Set<String> CONTROLS = Set.of("config", "onStartFailure");

    /** What Kubernetes and Docker links set for a service that is called caretrail, or caretrail-anything. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "CARETRAIL(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private static final String SYSTEM = "caretrail.";
    private static final String VARIABLE = "CARETRAIL_";

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
            if (name.startsWith(SYSTEM) && !CONTROLS.contains(name.substring(SYSTEM.length()))) {
                keys.add(name, name.substring(SYSTEM.length()).split("\\.", -1), value);
            }
        });
        return keys.all();
    }

    static List<Given> ofEnvironment(Map<String, String> environment, KnownKeys known, Problems problems) {
        PropertyKeys keys = new PropertyKeys(known, problems, "environment variable", true);
        new TreeMap<>(environment).forEach((name, value) -> {
            boolean control = CONTROLS.stream().anyMatch(word -> name.equalsIgnoreCase(VARIABLE + word));
            boolean ours = name.regionMatches(true, 0, VARIABLE, 0, VARIABLE.length());
            if (ours && !control) {
                keys.add(name, name.substring(VARIABLE.length()).split("_", -1), value);
            }
        });
        return keys.all();
    }

    /** Names without the first {@code caretrail.}; kebab-case and any case are understood, as Spring does. */
    static List<Given> ofProperties(Map<String, String> properties, String what, KnownKeys known, Problems problems) {
        PropertyKeys keys = new PropertyKeys(known, problems, what, true);
        new TreeMap<>(properties).forEach((name, value) -> {
            if (CONTROLS.stream().noneMatch(word -> plain(word).equals(plain(name)))) {
                keys.add(SYSTEM + name, name.replaceAll("\\[(\\d+)]", ".$1").split("\\.", -1), value);
            }
        });
        return keys.all();
    }

    private void add(String name, String[] segments, String value) {
        Origin origin = new Origin(what + " " + name, 0);
        Text text = new Text(value, origin);
        for (ConfigKey row : known.all()) {
            String key = match(row.name(), segments);
            if (key == null) {
                continue;
            }
            int rest = segments.length - depth(row.name());
            if (rest == 0) {
                put(new Given(key, row.type() == ConfigKey.Type.TEXTS, texts(row, text), origin));
                return;
            }
            String last = segments[segments.length - 1];
            if (rest == 1 && row.type() == ConfigKey.Type.TEXTS && isIndex(last)) {
                items.computeIfAbsent(key, first -> new TreeMap<>()).put(Integer.parseInt(last), text);
                return;
            }
            if (row.type() == ConfigKey.Type.TEXT_MAP && !what.startsWith("environment")) {
                String entry = String.join(".", List.of(segments).subList(depth(row.name()), segments.length));
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
            String key = match(template, segments);
            if (key != null && segments.length == depth(template) && value.isBlank()) {
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

    /** The concrete key when the name begins as the template does; null otherwise. */
    private @Nullable String match(String template, String[] segments) {
        StringBuilder key = new StringBuilder();
        int at = 0;
        for (String part : template.split("\\.", -1)) {
            boolean indexed = part.endsWith("[]");
            String word = indexed ? part.substring(0, part.length() - 2) : part;
            if (at + (indexed ? 2 : 1) > segments.length || !same(word, segments[at])) {
                return null;
            }
            key.append(at == 0 ? "" : ".").append(word);
            at++;
            if (indexed) {
                if (!isIndex(segments[at])) {
                    return null;
                }
                key.append('[').append(Integer.parseInt(segments[at])).append(']');
                at++;
            }
        }
        return key.toString();
    }

    private static int depth(String template) {
        return template.split("[.\\[]", -1).length;
    }

    private boolean same(String word, String segment) {
        return relaxed ? plain(word).equals(plain(segment)) : word.equals(segment);
    }

    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isIndex(String segment) {
        return segment.matches("\\d{1,3}");
    }

    private void put(Given value) {
        Given first = given.putIfAbsent(value.key(), value);
        if (first != null) {
            problems.add(value.origin(), value.key(), "is given twice, first by " + first.origin(), "keep one of them");
        }
    }

    private void unknown(String name, String[] segments, Origin origin) {
        List<String> indexes =
                List.of(segments).stream().filter(PropertyKeys::isIndex).toList();
        Map<String, String> writable = known.all().stream()
                .collect(Collectors.toMap(row -> writtenLike(name, row.name(), indexes), ConfigKey::name, (a, b) -> a));
        CONTROLS.forEach(control -> writable.put(writtenLike(name, control, indexes), control));
        String kind =
                segments.length > 3 && same("destinations", segments[2]) ? segments[3].toLowerCase(Locale.ROOT) : "";
        String instead = Nearest.to(name, writable.keySet())
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse(
                        "it is none of the keys of docs/configuration.md; unset it, or give it a name without caretrail");
        problems.add(origin, "", "is not a key", NotYet.refusedKind(kind).orElse(instead));
    }

    private String writtenLike(String name, String template, List<String> indexes) {
        String index = indexes.isEmpty() ? "0" : indexes.get(0);
        return what.startsWith("environment")
                ? environmentName(template, index)
                : name.contains("[") ? SYSTEM + template.replace("[]", "[" + index + "]") : systemName(template, index);
    }

    /** {@code caretrail.settings.0.destinations.file.path}. */
    static String systemName(String template, String index) {
        return SYSTEM + template.replace("[]", "." + index);
    }

    /** {@code CARETRAIL_SETTINGS_0_DESTINATIONS_FILE_PATH}. */
    static String environmentName(String template, String index) {
        return VARIABLE
                + template.replace("[]", "." + index)
                        .replace("-", "")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
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
