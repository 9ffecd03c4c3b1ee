package io.caretrail.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ArgumentsTest {

    private final Map<String, Object> properties = new LinkedHashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"audit-record", "diagnostic-record"})
    void no_property_of_ours_can_be_forged_by_a_key_in_any_case(String schema) throws IOException {
        List<String> ours = names(schema);
        assertEquals(true, ours.size() > 15);
        for (String name : ours) {
            assertEquals("log." + name, Arguments.name(name));
            assertEquals(
                    "log." + name.toUpperCase(java.util.Locale.ROOT),
                    Arguments.name(name.toUpperCase(java.util.Locale.ROOT)));
            assertEquals("log.log." + name, Arguments.name("log." + name));
        }
    }

    private static List<String> names(String schema) throws IOException {
        try (InputStream in = Arguments.class.getResourceAsStream("/io/caretrail/schema/" + schema + ".schema.json")) {
            JsonNode properties = new JsonMapper()
                    .readTree(in)
                    .path("$defs")
                    .path("properties")
                    .path("properties");
            return new ArrayList<>(properties.propertyNames());
        }
    }

    @Test
    void values_keep_their_kind_where_a_record_has_it_and_become_text_else() {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("count", 5);
        given.put("small", (short) 6);
        given.put("done", true);
        given.put("ratio", 1.5);
        given.put("names", List.of("a", 7));
        given.put("nothing", null);
        Arguments.add(given, properties);
        assertEquals(
                Map.of("count", 5, "small", 6L, "done", true, "ratio", "1.5", "names", List.of("a", "7")), properties);
    }

    @Test
    void array_is_written_as_the_list_that_it_is() {
        Arguments.add(
                Map.of("names", new Object[] {"a", 7, "password=secret"}, "uids", new String[] {"1.2"}), properties);
        assertEquals(Map.of("names", List.of("a", "7", "password=***"), "uids", List.of("1.2")), properties);
    }

    @Test
    void credentials_are_masked_by_key_and_in_text_also_within_maps_and_lists() {
        Arguments.add(
                Map.of(
                        "access_token", "secret",
                        "X-Auth-Token", "secret",
                        "note", "password=secret",
                        "headers", Map.of("Authorization", "secret"),
                        "lines", List.of("Cookie: secret")),
                properties);
        assertEquals(
                Map.of(
                        "access_token", "***",
                        "X-Auth-Token", "***",
                        "note", "password=***",
                        "headers", "{Authorization=***}",
                        "lines", List.of("Cookie: ***")),
                properties);
    }

    @Test
    void value_whose_text_cannot_be_made_costs_itself_only() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalArgumentException("secret");
            }
        };
        Arguments.add(Collections.singletonMap("x", broken), properties);
        assertEquals(
                "(" + broken.getClass().getName() + ".toString threw java.lang.IllegalArgumentException)",
                properties.get("x"));
    }
}
