package io.caretrail.filter.spring;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.ConfigKeys;
import io.caretrail.core.destination.DestinationKinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes {@code META-INF/spring-configuration-metadata.json} from the table of configuration keys, for the build: what an
 * IDE completes and explains in {@code application.yml}.
 */
final class SpringMetadata {

    private static final String PREFIX = "caretrail.";

    private SpringMetadata() {}

    public static void main(String[] arguments) throws Exception {
        List<ConfigKey> keys = ConfigKeys.all(DestinationKinds.available());
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("groups", groups(keys));
        metadata.put("properties", properties(keys));
        metadata.put("hints", hints(keys));
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                JsonMapper.builder()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .build()
                                .writeValueAsString(metadata)
                                .replace("\r\n", "\n")
                        + "\n");
    }

    private static List<Map<String, Object>> groups(List<ConfigKey> keys) {
        Set<String> names = new TreeSet<>(List.of("caretrail"));
        for (ConfigKey key : keys) {
            String name = name(key);
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                if (name.charAt(dot - 1) != ']') {
                    names.add(name.substring(0, dot));
                }
            }
        }
        return names.stream().map(name -> Map.<String, Object>of("name", name)).toList();
    }

    private static List<Map<String, Object>> properties(List<ConfigKey> keys) {
        List<Map<String, Object>> properties = new ArrayList<>();
        properties.add(property(
                "config",
                "java.nio.file.Path",
                "The configuration file, in place of all other caretrail properties of Spring.",
                null));
        properties.add(property(
                "settings",
                "java.util.List<java.util.Map<java.lang.String,java.lang.Object>>",
                "The diagnostic settings: each has a name, categories and destinations, at most one of each kind.",
                null));
        for (ConfigKey key : keys) {
            properties.add(property(
                    name(key).substring(PREFIX.length()),
                    type(key.type()),
                    description(key),
                    key.defaultValue() == null ? null : value(key.type(), key.defaultValue())));
        }
        return properties;
    }

    private static Map<String, Object> property(String name, String type, String description, Object fallback) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("name", PREFIX + name);
        property.put("type", type);
        property.put("description", description);
        if (fallback != null) {
            property.put("defaultValue", fallback);
        }
        return property;
    }

    private static List<Map<String, Object>> hints(List<ConfigKey> keys) {
        List<Map<String, Object>> hints = new ArrayList<>();
        for (ConfigKey key : keys) {
            if (!key.allowed().isEmpty()) {
                Map<String, Object> hint = new LinkedHashMap<>();
                hint.put("name", name(key));
                hint.put(
                        "values",
                        key.allowed().stream()
                                .map(word -> Map.of("value", word))
                                .toList());
                hints.add(hint);
            }
        }
        return hints;
    }

    /** Spring's spelling: {@code caretrail.settings[0].destinations.file.roll-at}; the first of a list stands for all. */
    private static String name(ConfigKey key) {
        return PREFIX
                + key.name()
                        .replace("[]", "[0]")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(java.util.Locale.ROOT);
    }

    private static String description(ConfigKey key) {
        String format = switch (key.type()) {
            case DURATION, SIZE, MODE -> " For example: " + key.example() + ".";
            default -> "";
        };
        return key.description().replace("`", "") + format;
    }

    /** Lengths of time stay texts: Spring's Duration does not know {@code 30 days}. */
    private static String type(ConfigKey.Type type) {
        return switch (type) {
            case TEXT, CHOICE, DURATION, MODE -> "java.lang.String";
            case BOOLEAN -> "java.lang.Boolean";
            case NUMBER -> "java.lang.Long";
            case SIZE -> "org.springframework.util.unit.DataSize";
            case PATH -> "java.nio.file.Path";
            case TEXTS -> "java.util.List<java.lang.String>";
            case TEXT_MAP -> "java.util.Map<java.lang.String,java.lang.String>";
        };
    }

    private static Object value(ConfigKey.Type type, String written) {
        String plain = written.replaceAll("^\"|\"$", "");
        return switch (type) {
            case BOOLEAN -> Boolean.valueOf(plain);
            case NUMBER -> Long.valueOf(plain);
            case TEXTS -> {
                String items = plain.replaceAll("^\\[|]$", "");
                yield items.isBlank() ? List.of() : List.of(items.split("\\s*,\\s*"));
            }
            default -> plain;
        };
    }
}
