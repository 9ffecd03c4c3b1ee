package io.caretrail.filter.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caretrail.core.config.Configuration;
import io.caretrail.core.config.ConfigurationException;
import io.caretrail.core.config.ConfigurationLoader;
import io.caretrail.core.config.Surroundings;
import io.caretrail.core.destination.DestinationKinds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** Spring's properties in the place of the configuration file. */
class SpringConfigurationTest {

    private static final String FILE = "caretrail.settings[0].destinations.file.path";

    @TempDir
    Path folder;

    private final StandardEnvironment environment = new StandardEnvironment();
    private final Map<String, String> systemProperties = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    @Test
    void relaxed_names_lists_and_maps_mean_the_keys_of_the_file() throws Exception {
        yaml("application.yml", """
                caretrail:
                  fhir-version: R5
                  resource_id: /clinic
                  base: [/fhir, /dicom-web]
                  exclude:
                    - /actuator/**
                    - GET /metadata
                  URI: { query: names }
                  hand-off.size: 64MB
                  settings:
                    - name: archive
                      categories: AuditLogs
                      destinations:
                        file: { path: audit.ndjson, roll-at: 10MB, keep: 2192 days, mode: "0640" }
                    - destinations:
                        stdout:
                """);

        Configuration read = configuration();

        assertEquals("R5", read.fhirVersion());
        assertEquals("/clinic", read.resourceId());
        assertEquals(List.of("/fhir", "/dicom-web"), read.base());
        assertEquals(List.of("/actuator/**", "GET /metadata"), read.exclude());
        assertEquals("names", read.uri().query());
        assertEquals(64L << 20, read.handOff().size());
        assertEquals(List.of("archive", "setting-1"), names(read));
        assertEquals(
                folder.resolve("audit.ndjson"),
                read.settings().get(0).destinations().get(0).values().get("path"));
        assertEquals(
                "rw-r-----",
                read.settings().get(0).destinations().get(0).values().get("mode"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caretrail.settings[0].destinations.file.roll-at",
                "caretrail.settings[0].destinations.file.rollAt",
                "caretrail.settings[0].destinations.file.roll_at",
                "caretrail.settings[0].destinations[file].roll-at",
                "CARETRAIL.SETTINGS[0].DESTINATIONS.FILE.ROLLAT",
                "caretrail.settings.0.destinations.file.roll-at"
            })
    void every_spelling_that_spring_takes_for_a_key_is_that_key(String spelling) throws Exception {
        properties("application", Map.of(FILE, "audit.ndjson", spelling, "7MB"));

        assertEquals(
                7L << 20,
                configuration().settings().get(0).destinations().get(0).values().get("rollAt"));
    }

    @Test
    void system_property_wins_over_environment_and_environment_over_spring() throws Exception {
        properties("command line", Map.of("caretrail.uri.query", "names", "caretrail.location", "spring"));
        properties(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of("caretrail.uri.query", "hash"));
        variables.put("CARETRAIL_LOCATION", "environment");
        variables.put("CARETRAIL_URI_QUERY", "names");
        systemProperties.put("caretrail.uri.query", "drop");

        assertEquals("drop", configuration().uri().query());
        assertEquals("environment", configuration().location());
    }

    @Test
    void first_source_of_spring_wins_and_a_list_comes_from_one_source() throws Exception {
        properties(
                "profile", Map.of("caretrail.base[0]", "/r4", "caretrail.fhirVersion", "R5", FILE, "profile.ndjson"));
        properties(
                "common",
                Map.of(
                        "caretrail.base[0]", "/fhir",
                        "caretrail.base[1]", "/dicom-web",
                        "caretrail.fhir-version", "R4B",
                        "caretrail.settings[0].name", "common",
                        "caretrail.settings[1].destinations.stdout.schema", "raw"));

        Configuration read = configuration();

        assertEquals(List.of("/r4"), read.base());
        assertEquals("R5", read.fhirVersion());
        assertEquals(List.of("setting-0"), names(read));
    }

    @Test
    void springs_placeholders_are_springs_and_ours_are_ours() throws Exception {
        Files.writeString(folder.resolve("site"), "ward-7\n");
        variables.put("SITE", "north");
        properties(
                "application",
                Map.of(
                        "clinic", "keller",
                        "env", "not this one",
                        "caretrail.resource-id", "/${clinic}${contextPath}/${nobody:x}",
                        "caretrail.location", "${env:SITE}",
                        "caretrail.tenant-id", "${file:${caretrail-dir}/site}",
                        "caretrail-dir", folder.toString()));

        Configuration read = configuration();

        assertEquals("/keller/app/x", read.resourceId());
        assertEquals("north", read.location());
        assertEquals("ward-7", read.tenantId());
    }

    @Test
    void every_problem_is_told_at_once_with_springs_name_and_place() throws Exception {
        yaml("application.yml", """
                caretrail:
                  uri.qery: hash
                  fhir-version: R9
                  on-start-failure: continue
                  base: ${nobody}
                  settings:
                    - destinations.file: { path: audit.ndjson, keep: soon }
                """);

        List<String> lines = problems().lines().toList();

        assertEquals(5, lines.size(), String.join("\n", lines));
        assertContains(
                lines, "Spring property caretrail.on-start-failure (Byte array resource [application.yml] - 4:21): ");
        assertContains(
                lines,
                "Spring property caretrail.uri.qery (Byte array resource [application.yml] - 2:13): is not a key; did you mean"
                        + " \"caretrail.uri.query\"?");
        assertContains(
                lines,
                "Spring property caretrail.fhir-version (Byte array resource [application.yml] - 3:17): fhirVersion \"R9\": ");
        assertContains(lines, "base[0]");
        assertContains(
                lines,
                "Spring property caretrail.settings[0].destinations.file.keep (Byte array resource [application.yml] - 7:");
    }

    @Test
    void property_config_names_the_file() throws Exception {
        Files.writeString(folder.resolve("trail.yaml"), "location: dc7\n");
        properties("application", Map.of("caretrail.config", "trail.yaml"));

        assertEquals("dc7", configuration().location());
    }

    @Test
    void property_config_beside_others_is_refused() {
        properties("application", Map.of("caretrail.config", "trail.yaml", "caretrail.location", "dc1"));

        assertContains(problems().lines().toList(), "Spring property caretrail.config: names a file beside other");
    }

    @Test
    void file_that_the_operator_names_replaces_springs_properties() throws Exception {
        Files.writeString(folder.resolve("trail.yaml"), "location: dc7\n");
        properties("application", Map.of("caretrail.location", "dc1", "caretrail.tenant-id", "t"));
        variables.put("CARETRAIL_CONFIG", "trail.yaml");

        assertEquals("dc7", configuration().location());
        assertEquals("", configuration().tenantId());
    }

    @Test
    void without_properties_the_file_in_the_working_folder_is_the_configuration() throws Exception {
        Files.writeString(folder.resolve("caretrail.yaml"), "location: dc7\n");

        assertEquals("dc7", configuration().location());

        properties("application", Map.of("caretrail.tenant-id", "t"));
        assertEquals("here", configuration().location());
    }

    private Configuration configuration() throws ConfigurationException {
        return new SpringConfiguration(SpringProperties.of(environment))
                .watch(new ConfigurationLoader(DestinationKinds.available()), surroundings())
                .inForce()
                .configuration();
    }

    private String problems() {
        return assertThrows(ConfigurationException.class, this::configuration).getMessage();
    }

    private Surroundings surroundings() {
        return new Surroundings(systemProperties, variables, folder, "here", "/app");
    }

    private static List<String> names(Configuration configuration) {
        return configuration.settings().stream()
                .map(Configuration.Setting::name)
                .toList();
    }

    private void properties(String name, Map<String, Object> properties) {
        environment.getPropertySources().addLast(new MapPropertySource(name, properties));
    }

    private void yaml(String name, String text) throws IOException {
        new YamlPropertySourceLoader()
                .load(name, new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), name))
                .forEach(environment.getPropertySources()::addLast);
    }

    private static void assertContains(List<String> lines, String part) {
        assertEquals(
                1,
                lines.stream().filter(line -> line.contains(part)).count(),
                part + " in\n" + String.join("\n", lines));
    }
}
