package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileYamlTest {

    private final ConfigurationFolder here;

    HostileYamlTest(@TempDir Path folder) {
        this.here = new ConfigurationFolder(folder);
    }

    private String only(String yaml) throws Exception {
        List<String> problems = here.yaml(yaml).problems();
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    private void says(String said, String yaml) throws Exception {
        String problem = only(yaml);
        assertTrue(problem.contains(said), problem);
    }

    @Test
    void alias_bomb_is_refused_or_never_followed() throws Exception {
        StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (char name = 'b'; name < 'm'; name++) {
            String item = "*" + (char) (name - 1);
            bomb.append(name)
                    .append(": &")
                    .append(name)
                    .append(" [")
                    .append((item + ", ").repeat(9))
                    .append(item)
                    .append("]\n");
        }
        says("has too many aliases", bomb.toString());
    }

    @Test
    void few_aliases_are_plain_yaml() throws Exception {
        Configuration configuration = here.yaml("""
                exclude: &paths [/health]
                required: { exempt: *paths }
                """).load();
        assertEquals(configuration.exclude(), configuration.required().exempt());
    }

    @Test
    void recursive_alias_is_refused() throws Exception {
        assertFalse(here.yaml("settings: &s\n  - destinations: *s").problems().isEmpty());
        assertFalse(here.yaml("&a uri: &u {query: *u}").problems().isEmpty());
        assertFalse(here.yaml("base: &b [*b]").problems().isEmpty());
    }

    @Test
    void deep_nesting_is_refused_before_it_fills_the_stack() throws Exception {
        says("is nested deeper than 20", "base: " + "[".repeat(100_000));
        says("is nested deeper than 20", "a: ".repeat(0) + "{a: ".repeat(50_000));
    }

    @Test
    void text_that_is_no_yaml_is_refused_with_its_line() throws Exception {
        says("caretrail.yaml:2: is not YAML", "service: fhir\n\tbase: x");
        says("caretrail.yaml:2: is not YAML", "uri:\n\t query: keep");
        says("is not YAML", "exclude: [/a");
        says("caretrail.yaml:1: is not YAML: found undefined alias nobody; ", "exclude: *nobody");
        says("is not YAML", "location: \"open");
        says("is not YAML", "location: @dc");
        says("caretrail.yaml:1: has no keys", "just words");
        says("caretrail.yaml:1: has no keys", "- a\n- b");
        says("has a second document", "service: fhir\n---\nservice: dicom");
        says("has the character U+0000", "location: a\u0000b");
        says("has a tag (!)", "location: !!java.net.URL [\"http://x\"]".replace("!!", "!"));
        says("has a tag (!)", "base: [!x a]");
        says("has a key that is no text", "? [a, b]\n: c");
    }

    @Test
    void line_of_a_wrong_file_is_shown_without_its_text() throws Exception {
        String problem = only("settings:\n  - name: \"hunter2\n    password: 'geheim\n");
        assertFalse(problem.contains("hunter2") || problem.contains("geheim"), problem);
    }

    @Test
    void other_encodings_are_refused_with_the_line() throws Exception {
        ByteArrayOutputStream latin = new ByteArrayOutputStream();
        latin.writeBytes("service: fhir\nlocation: K".getBytes(StandardCharsets.US_ASCII));
        latin.writeBytes(new byte[] {(byte) 0xF6, 'l', 'n'});
        Files.write(here.folder.resolve("caretrail.yaml"), latin.toByteArray());
        assertEquals(List.of("caretrail.yaml:2: is not UTF-8; save it as UTF-8"), here.problems());
        Files.write(here.folder.resolve("caretrail.yaml"), "service: fhir".getBytes(StandardCharsets.UTF_16));
        assertEquals(List.of("caretrail.yaml:1: is not UTF-8; save it as UTF-8"), here.problems());
        Files.write(here.folder.resolve("caretrail.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3});
        assertEquals(List.of("caretrail.yaml:1: is not UTF-8; save it as UTF-8"), here.problems());
    }

    @Test
    void huge_file_and_folder_are_refused() throws Exception {
        says("is larger than 1024 KB", "#".repeat(2_000_000));
        Files.delete(here.folder.resolve("caretrail.yaml"));
        Files.createDirectory(here.folder.resolve("caretrail.yaml"));
        assertTrue(here.problems().get(0).contains("is a folder"), here.problems()::toString);
    }

    @Test
    void endless_lists_are_refused() throws Exception {
        says("has more than 1000 items", "exclude: [" + "/a, ".repeat(1_001) + "]");
    }

    @Test
    void long_value_is_cut_in_the_message() throws Exception {
        String problem = only("service: " + "x".repeat(10_000));
        assertTrue(problem.length() < 400, problem);
    }

    @Test
    void names_of_keys_cannot_forge_lines_of_the_message() throws Exception {
        String problem = only("\"a\\nforged.yaml:1: all is well\": 1");
        assertEquals(1, problem.lines().count(), problem);
    }
}
