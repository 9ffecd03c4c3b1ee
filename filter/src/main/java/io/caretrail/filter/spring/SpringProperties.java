package io.caretrail.filter.spring;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The {@code caretrail.*} properties that Spring has collected, but for system properties and environment variables, which
 * Caretrail reads itself and ranks higher. As with Spring's own, the first source that has a property wins, a list comes
 * from one source as a whole, and names are relaxed. A snapshot; immutable and thread-safe.
 */
final class SpringProperties {

    private static final String PREFIX = "caretrail.";
    private static final Set<String> CONTROLS = Set.of("config", "onstartfailure");
    private static final Set<String> READ_BY_CARETRAIL = Set.of(
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

    /** What Caretrail replaces itself, and Spring would take for a property with a default: {@code ${env:NAME}}. */
    private static final Pattern OURS = Pattern.compile("\\$\\{(?=env:|file:|contextPath})");

    private static final String HIDDEN = "\uE000";

    private static final Pattern INDEX = Pattern.compile("[.\\[]\\d");

    /** {@code headers[X-Purpose]}: Spring's brackets around the key of a map. */
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]\\d][^\\]]*)]");

    /** What one property says, and where. */
    private record Value(String text, @Nullable String origin) {}

    /** By name as written, without the prefix. */
    private final Map<String, Value> values = new LinkedHashMap<>();

    private SpringProperties() {}

    static SpringProperties of(ConfigurableEnvironment environment) {
        SpringProperties properties = new SpringProperties();
        Set<String> taken = new HashSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed && !READ_BY_CARETRAIL.contains(source.getName())) {
                taken.addAll(properties.add(listed, taken, environment));
            }
        }
        return properties;
    }

    /** Gives what is decided by this source. */
    private Set<String> add(
            EnumerablePropertySource<?> source, Set<String> taken, ConfigurableEnvironment environment) {
        Set<String> decided = new HashSet<>();
        for (String name : source.getPropertyNames()) {
            if (!name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                continue;
            }
            String key = name.substring(PREFIX.length());
            String root = INDEX.split(plain(key), 2)[0];
            if (!taken.contains(root)) {
                decided.add(root);
                Object origin = OriginLookup.getOrigin(source, name);
                values.put(
                        BRACKETED.matcher(key).replaceAll(".$1"),
                        new Value(
                                resolved(text(source.getProperty(name)), environment),
                                origin == null ? null : origin.toString()));
            }
        }
        return decided;
    }

    private static String text(@Nullable Object value) {
        return value instanceof Collection<?> items
                ? items.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value == null ? "" : value.toString();
    }

    /** What Spring does not know stays as it is, for Caretrail to complain of with all the rest. */
    private static String resolved(String written, ConfigurableEnvironment environment) {
        return environment
                .resolvePlaceholders(OURS.matcher(written).replaceAll(HIDDEN))
                .replace(HIDDEN, "${");
    }

    /** Spring's own rule of when two names are one. */
    private static String plain(String key) {
        return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Those that are keys of the configuration, by name without the prefix. */
    Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        values.forEach((key, value) -> {
            if (!CONTROLS.contains(plain(key))) {
                keys.put(key, value.text());
            }
        });
        return keys;
    }

    boolean hasKeys() {
        return !keys().isEmpty();
    }

    /** The value of a control; null when it is not given or blank. */
    @Nullable
    String find(String control) {
        Value value = values.get(nameOf(control));
        return value == null || value.text().isBlank() ? null : value.text();
    }

    /** A control's whole name as written. */
    String written(String control) {
        return PREFIX + nameOf(control);
    }

    /** The place of a property, by its whole name; null when Spring does not know it. */
    @Nullable
    String origin(String property) {
        Value value = property.startsWith(PREFIX) ? values.get(property.substring(PREFIX.length())) : null;
        return value == null ? null : value.origin();
    }

    private String nameOf(String control) {
        List<String> names = values.keySet().stream()
                .filter(name -> plain(name).equals(plain(control)))
                .toList();
        return names.isEmpty() ? control : names.get(0);
    }
}
