package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacementTest {

    private static final String SECRET = "s3cr3t-Geheim";

    private final ConfigurationFolder here;

    ReplacementTest(@TempDir Path folder) {
        this.here = new ConfigurationFolder(folder);
    }

    @Test
    void variables_files_and_the_context_are_put_in_anywhere() throws Exception {
        here.write("dc", "dc7\n");
        here.write("windows", "w\r\n");
        here.yaml("""
                location: ${file:dc}-${env:RACK}-${file:windows}!
                tenantId: "$${env:RACK} costs $5 {x} $"
                base: ["${contextPath}/fhir"]
                settings: [{destinations: {file: {path: "log${contextPath}.ndjson"}}}]
                """);
        here.variable("RACK", "r1 ${env:HOME}").property("caretrail.type", "${env:RACK}");
        Configuration configuration = SampleKind.LOADER
                .load(here.surroundings().withContextPath("/app"), null)
                .configuration();
        assertEquals("dc7-r1 ${env:HOME}-w!", configuration.location());
        assertEquals("${env:RACK} costs $5 {x} $", configuration.tenantId());
        assertEquals("r1 ${env:HOME}", configuration.type());
        assertEquals(List.of("/app/fhir"), configuration.base());
        assertEquals(
                here.folder.resolve("log/app.ndjson"),
                configuration.settings().get(0).destinations().get(0).get("path", Path.class));
        assertEquals(List.of(), configuration.warnings());
    }

    @Test
    void context_is_nothing_where_there_is_none_and_that_is_said() throws Exception {
        Configuration configuration =
                here.yaml("base: [\"${contextPath}/fhir\"]").load();
        assertEquals(List.of("/fhir"), configuration.base());
        assertEquals(
                List.of("base[0]: ${contextPath} is empty here, where one trail stands for every context"),
                configuration.warnings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${foo}",
                "${env:}",
                "${env:A B}",
                "${ENV:X}",
                "${file:}",
                "${}",
                "${env:UNSET}",
                "${file:gone}",
                "${open",
                "${env:X",
                "${file:binary}",
                "${file:huge}",
                "${file:.}",
                "a ${contextpath}"
            })
    void unknown_or_unanswered_form_is_refused(String form) throws Exception {
        Files.write(here.folder.resolve("binary"), new byte[] {(byte) 0xFF});
        here.write("huge", "x".repeat(70_000));
        List<String> problems = here.yaml("location: '" + form + "'").problems();
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith("caretrail.yaml:1: location \"" + form + "\": "), problems::toString);
    }

    @Test
    void secrets_that_were_put_in_are_in_no_message() throws Exception {
        here.write("secret", SECRET + "\n");
        here.variable("SECRET", SECRET);
        for (String form : List.of("${env:SECRET}", "${file:secret}", "x${env:SECRET}")) {
            here.yaml("""
                    enabled: "@"
                    service: "@"
                    fhirVersion: "@"
                    base: ["@"]
                    resourceId: "@"
                    exclude: ["@"]
                    trustedProxies: ["@", "@/8"]
                    correlation: { headers: ["@ "], responseHeader: "@ " }
                    headers: ["@ "]
                    uri: { query: hash, hashKeyFile: "@" }
                    required: { wait: "@", exempt: ["@"] }
                    handOff: { size: "@", durability: "@" }
                    settings:
                      - name: "@"
                        categories: ["@"]
                        destinations:
                          file: { path: "@", rollAt: "@", rollEvery: "@", keep: "@", mode: "@", required: "@" }
                          custom: { batch: "@" }
                      - name: "@"
                        destinations: { file: { path: "@" } }
                    """.replace("@", form));
            ConfigurationException refused = here.refused();
            assertTrue(refused.problems().size() > 20, refused.getMessage());
            assertFalse(refused.getMessage().contains("s3cr3t"), refused.getMessage());
            assertFalse(refused.getMessage().contains("Geheim"), refused.getMessage());
        }
    }

    @Test
    void secrets_are_in_no_description_hash_or_text_of_the_configuration() throws Exception {
        here.write("secret", SECRET);
        here.yaml("""
                tenantId: ${file:secret}
                settings:
                  - destinations:
                      custom:
                        url: "https://user:%1$s@host/?access_token=%1$s&x=1"
                        headers: { Authorization: "Bearer %1$s", X-Key: "${file:secret}" }
                        topics: ["${file:secret}"]
                """.formatted(SECRET));
        LoadedConfiguration loaded = here.loaded();
        DestinationSettings custom =
                loaded.configuration().settings().get(0).destinations().get(0);
        assertEquals(Map.of("Authorization", "Bearer " + SECRET, "X-Key", SECRET), custom.get("headers", Map.class));
        assertFalse(loaded.describe().contains(SECRET), loaded.describe());
        assertTrue(loaded.describe().contains("tenantId: ${file:secret}  (caretrail.yaml:1)"), loaded.describe());
        assertTrue(loaded.describe().contains("url: https://***@host/?access_token=***&x=1"), loaded.describe());
        assertFalse(loaded.configuration().toString().contains(SECRET));
        assertFalse(custom.toString().contains(SECRET));
        here.write("secret", "rotated");
        LoadedConfiguration rotated = here.loaded();
        assertEquals(loaded.configuration().hash(), rotated.configuration().hash());
        assertNotEquals(loaded.configuration(), rotated.configuration());
    }

    @Test
    void values_of_unknown_keys_and_of_maps_are_never_shown() throws Exception {
        here.yaml("""
                pasword: s3cr3t
                settings:
                  - destinations: { custom: { headers: { Authorization: "Bearer s3cr3t ${foo}" } } }
                """);
        here.property("caretrail.token", "s3cr3t").variable("CARETRAIL_PASSWORD", "s3cr3t");
        ConfigurationException refused = here.refused();
        assertEquals(4, refused.problems().size(), refused::getMessage);
        assertFalse(refused.getMessage().contains("s3cr3t"), refused.getMessage());
    }

    @Test
    void credentials_written_as_they_stand_are_masked() {
        assertEquals("Bearer *** and Basic ***", Masked.of("Bearer abc.def and Basic dXNlcjpwdw=="));
        assertEquals("http://***@h/?sig=***;x=1&API_KEY=***", Masked.of("http://u:p@h/?sig=a;x=1&API_KEY=b"));
        assertEquals("Bearer ${env:TOKEN}", Masked.of("Bearer ${env:TOKEN}"));
    }

    @Test
    void hash_key_is_the_file_byte_for_byte() throws Exception {
        byte[] key = "0123456789abcdef\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Files.write(here.folder.resolve("hash.key"), key);
        Configuration configuration =
                here.yaml("uri: {query: hash, hashKeyFile: hash.key}").load();
        assertEquals(
                List.of(java.util.HexFormat.of().formatHex(key)),
                List.of(java.util.HexFormat.of()
                        .formatHex(configuration.uri().hashKey().getEncoded())));
    }

    @Test
    void a_value_that_is_missing_is_an_error_of_the_program() throws Exception {
        DestinationSettings stdout =
                here.load().settings().get(0).destinations().get(0);
        assertThrows(IllegalStateException.class, () -> stdout.get("path", Path.class));
    }
}
