package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {

    private final ConfigurationFolder here;

    OverridesTest(@TempDir Path folder) {
        this.here = new ConfigurationFolder(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "file, env, property, property, system property caretrail.location",
        "file, env, , env, environment variable CARETRAIL_LOCATION",
        "file, , property, property, system property caretrail.location",
        ", env, property, property, system property caretrail.location",
        "file, , , file, caretrail.yaml:1",
        ", env, , env, environment variable CARETRAIL_LOCATION",
        ", , property, property, system property caretrail.location",
        ", , , pacs-host, default",
    })
    void system_property_wins_over_environment_over_file(
            String file, String variable, String property, String wins, String source) throws Exception {
        if (file != null) {
            here.yaml("location: " + file);
        }
        if (variable != null) {
            here.variable("CARETRAIL_LOCATION", variable);
        }
        if (property != null) {
            here.property("caretrail.location", property);
        }
        LoadedConfiguration loaded = here.loaded();
        assertEquals(wins, loaded.configuration().location());
        assertTrue(
                loaded.facts().contains(new LoadedConfiguration.Fact("location", wins, source)),
                loaded.facts()::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "p.yaml, e.yaml, a.yaml, p.yaml",
        ", e.yaml, a.yaml, e.yaml",
        ", , a.yaml, a.yaml",
        ", , , caretrail.yaml",
        "'', '', '', caretrail.yaml",
    })
    void file_is_looked_for_in_the_order_of_the_contract(
            String property, String variable, String argument, String found) throws Exception {
        for (String name : List.of("p.yaml", "e.yaml", "a.yaml", "caretrail.yaml")) {
            here.write(name, "location: " + name);
        }
        if (property != null) {
            here.property("caretrail.config", property);
        }
        if (variable != null) {
            here.variable("CARETRAIL_CONFIG", variable);
        }
        NamedFile named = argument == null ? null : new NamedFile(argument, "agent argument");
        Configuration configuration =
                SampleKind.LOADER.load(here.surroundings(), named).configuration();
        assertEquals(found, configuration.location());
        assertEquals(here.folder.resolve(found), configuration.file());
    }

    @Test
    void named_file_that_is_missing_is_not_replaced_by_the_next_in_order() throws Exception {
        here.yaml("location: here");
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> SampleKind.LOADER.load(here.surroundings(), new NamedFile("/gone.yaml", "agent argument")));
        assertEquals(
                "/gone.yaml: the configuration file, named by agent argument, does not exist; create it, correct the path"
                        + " or name none",
                refused.getMessage());
    }

    @Test
    void link_to_nowhere_is_not_taken_for_no_file() throws Exception {
        Files.createSymbolicLink(here.folder.resolve("caretrail.yaml"), Path.of("gone.yaml"));
        assertTrue(here.problems().get(0).contains("named by the working folder, does not exist"));
    }

    @Test
    void name_of_the_file_is_found_in_any_case_of_the_variable() throws Exception {
        here.write("e.yaml", "location: e");
        here.variable("caretrail_config", "e.yaml");
        assertEquals("e", here.load().location());
    }

    @Test
    void jar_without_its_services_is_told_what_it_lost() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class, () -> new ConfigurationLoader(List.of()).load(here.surroundings(), null));
        assertTrue(refused.getMessage().contains("repacked without META-INF/services"), refused::getMessage);
    }

    @Test
    void every_scalar_key_of_the_table_has_an_override() throws Exception {
        here.property("caretrail.settings.0.destinations.file.path", "a.ndjson")
                .variable("CARETRAIL_SETTINGS_0_DESTINATIONS_FILE_ROLLAT", "5MB")
                .variable("caretrail_settings_0_destinations_file_Mode", "0600")
                .variable("CARETRAIL_HANDOFF_SIZE", "2MB")
                .property("caretrail.correlation.responseHeader", "X-Request-Id")
                .property("caretrail.enabled", "false")
                .variable("CARETRAIL_OPERATIONNAMEPREFIX", "");
        Configuration configuration = here.load();
        DestinationSettings file =
                configuration.settings().get(0).destinations().get(0);
        assertEquals("file", file.kind());
        assertEquals(5L << 20, file.get("rollAt", Long.class));
        assertEquals("rw-------", file.get("mode", String.class));
        assertEquals(2L << 20, configuration.handOff().size());
        assertEquals("X-Request-Id", configuration.correlation().responseHeader());
        assertEquals(false, configuration.enabled());
        assertEquals("", configuration.operationNamePrefix());
    }

    @Test
    void setting_that_only_an_override_gives_replaces_the_built_in_one() throws Exception {
        here.property("caretrail.settings.0.destinations.file.path", "a.ndjson");
        Configuration configuration = here.load();
        assertEquals(1, configuration.settings().size());
        assertEquals(1, configuration.settings().get(0).destinations().size());
        assertEquals("setting-0", configuration.settings().get(0).name());
    }

    @Test
    void override_adds_a_destination_and_a_setting_to_those_of_the_file() throws Exception {
        here.yaml("settings: [{name: a, destinations: {file: {path: a.ndjson}}}]");
        here.property("caretrail.settings.0.destinations.stdout", "")
                .variable("CARETRAIL_SETTINGS_1_DESTINATIONS_STDOUT_SCHEMA", "raw");
        Configuration configuration = here.load();
        assertEquals(
                List.of("file", "stdout"),
                configuration.settings().get(0).destinations().stream()
                        .map(DestinationSettings::kind)
                        .toList());
        assertEquals(
                "settings[1].destinations.stdout",
                configuration.settings().get(1).destinations().get(0).key());
    }

    @Test
    void gap_in_the_indexes_is_refused() throws Exception {
        here.yaml("settings: [{name: a, destinations: {stdout: {}}}]");
        here.property("caretrail.settings.2.destinations.file.path", "b.ndjson");
        assertEquals(
                List.of(
                        "system property caretrail.settings.2.destinations.file.path: settings[2] has no settings[1] before"
                                + " it; use the index 1"),
                here.problems());
    }

    @Test
    void lists_are_comma_separated_or_one_name_an_item_and_replace_the_files() throws Exception {
        here.yaml("exclude: [/file]\nbase: [/file]\nidentity: {claims: [a]}");
        here.property("caretrail.exclude", "/a/**, GET /b")
                .variable("CARETRAIL_BASE_0", "/x")
                .variable("CARETRAIL_BASE_1", "/y")
                .variable("CARETRAIL_IDENTITY_CLAIMS", "");
        Configuration configuration = here.load();
        assertEquals(List.of("/a/**", "GET /b"), configuration.exclude());
        assertEquals(List.of("/x", "/y"), configuration.base());
        assertEquals(List.of(), configuration.claims());
        here.variable("CARETRAIL_BASE_3", "/z");
        assertEquals(
                List.of("environment variable CARETRAIL_BASE_0: base has no item 2; number the items from 0"),
                here.problems());
    }

    @Test
    void one_key_given_twice_by_one_source_is_refused() {
        here.variable("CARETRAIL_URI_QUERY", "names").variable("caretrail_uri_query", "drop");
        assertEquals(
                List.of(
                        "environment variable caretrail_uri_query: uri.query is given twice, first by environment variable"
                                + " CARETRAIL_URI_QUERY; keep one of them"),
                here.problems());
    }

    @ParameterizedTest
    @CsvSource({
        "caretrail.uri.qeury, did you mean \"caretrail.uri.query\"?",
        "caretrail.URI.query, did you mean \"caretrail.uri.query\"?",
        "caretrail.settings.1.destinations.file.pth, did you mean \"caretrail.settings.1.destinations.file.path\"?",
        "caretrail.onStartfailure, did you mean \"caretrail.onStartFailure\"?",
        "caretrail.completely.different.thing, it is none of the keys",
    })
    void unknown_system_property_is_refused_with_the_nearest(String name, String said) {
        here.property(name, "geheim");
        List<String> problems = here.problems();
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith("system property " + name + ": is not a key; "), problems::toString);
        assertTrue(problems.get(0).contains(said), problems::toString);
    }

    @Test
    void unknown_variable_is_refused_with_the_nearest() {
        here.variable("CARETRAIL_SETTINGS_0_DESTINATIONS_FILE_ROLL_AT", "1MB");
        assertEquals(
                List.of(
                        "environment variable CARETRAIL_SETTINGS_0_DESTINATIONS_FILE_ROLL_AT: is not a key; did you mean"
                                + " \"CARETRAIL_SETTINGS_0_DESTINATIONS_FILE_ROLLAT\"?"),
                here.problems());
    }

    @Test
    void control_names_service_links_and_other_programs_names_are_left_alone() throws Exception {
        here.property("caretrail.onStartFailure", "continue")
                .property("io.caretrail.anything", "x")
                .variable("CARETRAIL_ONSTARTFAILURE", "continue")
                .variable("CARETRAIL_SERVICE_HOST", "10.0.0.1")
                .variable("CARETRAIL_SERVICE_PORT", "80")
                .variable("CARETRAIL_SERVICE_PORT_HTTP", "80")
                .variable("CARETRAIL_PORT", "tcp://10.0.0.1:80")
                .variable("CARETRAIL_COLLECTOR_PORT_80_TCP_ADDR", "10.0.0.1")
                .variable("CARETRAILER", "x");
        assertEquals("auto", here.load().service());
    }

    @Test
    void wrong_override_names_itself_not_the_file() throws Exception {
        here.yaml("uri: {query: keep}").variable("CARETRAIL_URI_QUERY", "gone");
        assertEquals(
                List.of(
                        "environment variable CARETRAIL_URI_QUERY: uri.query \"gone\": is not one of the choices; use one of"
                                + " keep, names, hash, drop"),
                here.problems());
    }

    @Test
    void wrong_value_of_the_file_does_not_matter_once_overridden() throws Exception {
        here.yaml("uri: {query: gone}").variable("CARETRAIL_URI_QUERY", "drop");
        assertEquals("drop", here.load().uri().query());
    }

    @Test
    void properties_stand_for_the_file() throws Exception {
        here.yaml("location: ignored").variable("CARETRAIL_URI_QUERY", "drop");
        LoadedConfiguration loaded = SampleKind.LOADER.loadProperties(
                here.surroundings(),
                Map.of(
                        "fhir-version", "R5",
                        "uri.query", "keep",
                        "base[0]", "/a",
                        "base[1]", "/b",
                        "config", "x",
                        "settings[0].destinations.file.roll-at", "2MB",
                        "settings[0].destinations.file.path", "s.ndjson",
                        "settings[0].destinations.custom.headers.X-Api", "k"),
                "Spring");
        assertEquals("Spring properties", loaded.source());
        Configuration configuration = loaded.configuration();
        assertEquals("R5", configuration.fhirVersion());
        assertEquals("pacs-host", configuration.location());
        assertEquals("drop", configuration.uri().query());
        assertEquals(List.of("/a", "/b"), configuration.base());
        List<DestinationSettings> destinations = configuration.settings().get(0).destinations();
        assertEquals(Map.of("X-Api", "k"), destinations.get(0).get("headers", Map.class));
        assertEquals(2L << 20, destinations.get(1).get("rollAt", Long.class));
    }

    @Test
    void wrong_property_is_named_as_spring_names_it() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> SampleKind.LOADER.loadProperties(here.surroundings(), Map.of("settings[0].nmae", "x"), "Spring"));
        assertEquals(
                "Spring property caretrail.settings[0].nmae: is not a key; did you mean \"caretrail.settings[0].name\"?",
                refused.getMessage());
    }
}
