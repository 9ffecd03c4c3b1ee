package io.caretrail.core.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps docs/records.md and the schema saying the same. */
class RecordsPageTest {

    private static final Pattern FENCED = Pattern.compile("```(json|ndjson)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TABLE_ROW =
            Pattern.compile("^\\| `(\\w+)` \\| ([a-z ]+) \\| `(.+?)` \\|", Pattern.MULTILINE);

    private final String page = read();
    private final JsonNode schema = new JsonMapper().readTree(PublishedSchema.TEXT);

    @Test
    void the_page_has_a_row_for_every_field_of_the_schema_and_for_no_other() {
        List<String> rows = rows().map(row -> row.group(1)).distinct().sorted().toList();
        List<String> fields = Stream.of(
                        schema.get("properties"),
                        schema.get("properties").get("identity").get("properties"),
                        schema.get("$defs").get("properties").get("properties"))
                .flatMap(part -> part.propertyNames().stream())
                .distinct()
                .sorted()
                .toList();
        assertEquals(fields, rows);
    }

    @Test
    void the_page_names_every_record_of_caretrails_own() {
        schema.get("$defs")
                .get("ownRecord")
                .get("properties")
                .get("operationName")
                .get("enum")
                .forEach(name -> assertTrue(page.contains("| `" + name.stringValue() + "` |"), name::stringValue));
    }

    @Test
    void the_fields_stand_on_the_page_in_the_order_they_are_written() {
        List<String> fields = new ArrayList<>(schema.get("properties").propertyNames());
        assertEquals(
                fields, rows().map(row -> row.group(1)).limit(fields.size()).toList());
    }

    @Test
    void every_example_record_conforms_to_the_schema() {
        List<String> examples = FENCED.matcher(page)
                .results()
                .flatMap(block ->
                        block.group(1).equals("ndjson") ? block.group(2).lines() : Stream.of(block.group(2)))
                .toList();
        assertTrue(examples.size() >= 6, examples::toString);
        examples.forEach(PublishedSchema::assertAccepts);
    }

    @Test
    void the_examples_are_written_as_the_encoder_writes() {
        List<String> order = new ArrayList<>(schema.get("properties").propertyNames());
        Matcher blocks = FENCED.matcher(page);
        while (blocks.find()) {
            if (blocks.group(1).equals("ndjson")) {
                blocks.group(2).lines().forEach(line -> {
                    JsonNode record = new JsonMapper().readTree(line);
                    List<String> names = new ArrayList<>(record.propertyNames());
                    assertEquals(order.stream().filter(names::contains).toList(), names);
                    assertEquals(line, record.toString());
                });
            }
        }
    }

    private Stream<MatchResult> rows() {
        return TABLE_ROW.matcher(page).results();
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", ""), "..", "docs", "records.md"));
        } catch (IOException e) {
            throw new AssertionError("docs/records.md must stand beside the module core", e);
        }
    }
}
