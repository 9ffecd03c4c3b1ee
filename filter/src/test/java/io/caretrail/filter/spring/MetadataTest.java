package io.caretrail.filter.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.ConfigKeys;
import io.caretrail.core.destination.DestinationKinds;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what an IDE reads to the table of keys. */
class MetadataTest {

    private final JsonNode metadata = read();
    private final List<ConfigKey> table = ConfigKeys.all(DestinationKinds.available());

    @Test
    void every_key_of_the_table_has_its_name_type_default_and_description() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        metadata.path("properties")
                .forEach(property -> properties.put(property.path("name").asString(), property));
        assertEquals(table.size() + 2, properties.size(), "the table's, and caretrail.config and caretrail.settings");
        for (ConfigKey key : table) {
            JsonNode property = properties.values().stream()
                    .filter(found -> plain(found.path("name").asString()).equals(plain("caretrail." + key.name())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(key.name() + " is missing"));
            assertEquals(
                    key.defaultValue() == null, property.path("defaultValue").isMissingNode(), key.name());
            assertFalse(property.path("type").asString().isBlank(), key.name());
            assertEquals(
                    true,
                    property.path("description")
                            .asString()
                            .startsWith(key.description().replace("`", "")),
                    key.name());
        }
    }

    @Test
    void names_are_in_springs_spelling() {
        for (JsonNode property : metadata.path("properties")) {
            String name = property.path("name").asString();
            assertEquals(true, name.matches("caretrail(\\.[a-z]+(-[a-z]+)*(\\[0])?)+"), name);
        }
    }

    @Test
    void choices_are_hints() {
        Map<String, List<String>> hints = new LinkedHashMap<>();
        metadata.path("hints")
                .forEach(hint -> hints.put(
                        plain(hint.path("name").asString()),
                        hint.path("values")
                                .valueStream()
                                .map(value -> value.path("value").asString())
                                .toList()));
        Map<String, List<String>> expected = new LinkedHashMap<>();
        table.stream()
                .filter(key -> !key.allowed().isEmpty())
                .forEach(key -> expected.put(plain("caretrail." + key.name()), key.allowed()));
        assertEquals(expected, hints);
    }

    /** Spring's own rule of when two names are one. */
    private static String plain(String name) {
        return name.replace("[0]", "[]").replace("-", "").toLowerCase(java.util.Locale.ROOT);
    }

    private static JsonNode read() {
        try (InputStream in = MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
