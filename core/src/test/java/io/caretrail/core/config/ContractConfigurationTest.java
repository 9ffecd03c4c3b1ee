package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.destination.DestinationKinds;
import io.caretrail.core.record.Category;
import io.caretrail.core.record.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractConfigurationTest {

    private final ConfigurationFolder here;

    ContractConfigurationTest(@TempDir Path folder) {
        this.here = new ConfigurationFolder(folder);
    }

    private static String contract() throws IOException {
        try (InputStream in = ContractConfigurationTest.class.getResourceAsStream("contract.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String withoutHttp() throws IOException {
        return contract().replaceAll("(?m)^      http: .*$", "      stdout: {}");
    }

    @Test
    void contract_sample_with_its_http_destination_loads() throws Exception {
        Path token = here.write("token", "canary-token\n");
        here.yaml(contract().replace("/run/secrets/token", token.toString()));
        DestinationSettings http = new ConfigurationLoader(DestinationKinds.available())
                .load(here.surroundings(), null)
                .configuration()
                .settings()
                .get(1)
                .destinations()
                .get(0);
        assertEquals("https://collector:8443/audit", http.get("url", String.class));
        assertEquals("ndjson", http.get("format", String.class));
        assertEquals("gzip", http.get("compression", String.class));
        assertEquals(Map.of("Authorization", "Bearer canary-token"), http.get("headers", Map.class));
        assertEquals(500L, http.get("batch.records", Long.class));
        assertEquals(1L << 30, http.get("spool.size", Long.class));
    }

    @Test
    void contract_sample_without_http_loads_to_the_letter() throws Exception {
        Configuration configuration = here.yaml(withoutHttp()).load();
        Path file = Path.of("/var/log/caretrail/audit.ndjson");
        Configuration expected = new Configuration(
                here.folder.resolve("caretrail.yaml"),
                configuration.hash(),
                true,
                "auto",
                "R4",
                List.of(),
                "/hospital/radiology/pacs-1",
                "dc1",
                "",
                "MicrosoftHealthcareApisAuditLog",
                "Microsoft.HealthcareApis/services/fhir-R4/",
                List.of("/actuator/**", "GET /metadata"),
                List.of(),
                new Configuration.Correlation(
                        List.of("traceparent", "X-Request-Id", "X-Correlation-Id"), "", "correlationId"),
                List.of("iss", "oid", "sub", "azp", "fhirUser"),
                List.of("X-MS-AZUREFHIR-AUDIT-*", "X-MS-AZUREDICOM-AUDIT-*", "User-Agent"),
                new Configuration.Uri("keep", null),
                List.of(
                        new Configuration.Setting(
                                "archive",
                                Set.of(Category.AuditLogs, Category.DiagnosticLogs),
                                List.of(
                                        new DestinationSettings(
                                                "file",
                                                "settings[0].destinations.file",
                                                "raw",
                                                true,
                                                Map.of(
                                                        "path",
                                                        file,
                                                        "schema",
                                                        "raw",
                                                        "rollAt",
                                                        100L << 20,
                                                        "rollEvery",
                                                        "day",
                                                        "keep",
                                                        Duration.ofDays(2192),
                                                        "mode",
                                                        "rw-r-----",
                                                        "required",
                                                        true)),
                                        stdout("settings[0].destinations.stdout"))),
                        new Configuration.Setting(
                                "siem",
                                Set.of(Category.AuditLogs),
                                List.of(stdout("settings[1].destinations.stdout")))),
                new Configuration.Diagnostics(Level.Informational, List.of(), 1000, false),
                new Configuration.Required(Duration.ofMillis(200), List.of("/actuator/health/**")),
                Path.of("/etc/caretrail/seal.key"),
                new Configuration.HandOff("process", 32L << 20),
                Path.of("/var/lib/caretrail"),
                List.of("exclude: requests to [/actuator/**, GET /metadata] are not audited"));
        assertEquals(expected.warnings(), configuration.warnings());
        assertEquals(expected, configuration);
    }

    private static DestinationSettings stdout(String key) {
        return new DestinationSettings("stdout", key, "raw", false, Map.of("schema", "raw", "required", false));
    }

    @Test
    void nothing_at_all_is_the_built_in_default() throws Exception {
        Configuration configuration = here.load();
        assertNull(configuration.file());
        assertEquals(
                List.of(new Configuration.Setting(
                        "default", Set.of(Category.AuditLogs), List.of(stdout("settings[0].destinations.stdout")))),
                configuration.settings());
        assertEquals("pacs-host", configuration.location());
        assertTrue(configuration.resourceId().startsWith("/hosts/pacs-host/services/"), configuration.resourceId());
        assertEquals(List.of(), configuration.warnings());
    }

    @Test
    void defaults_are_those_of_the_contract_sample() throws Exception {
        Configuration configuration = here.load();
        Configuration sample = here.yaml(withoutHttp()).load();
        assertEquals(sample.correlation(), configuration.correlation());
        assertEquals(sample.claims(), configuration.claims());
        assertEquals(sample.copiedHeaders(), configuration.copiedHeaders());
        assertEquals(sample.uri(), configuration.uri());
        assertEquals(sample.handOff(), configuration.handOff());
        assertEquals(sample.required().patience(), configuration.required().patience());
        assertEquals(sample.type(), configuration.type());
        assertEquals(sample.operationNamePrefix(), configuration.operationNamePrefix());
    }

    @Test
    void empty_file_and_file_of_comments_are_the_defaults() throws Exception {
        String nothing = here.load().hash();
        assertEquals(nothing, here.yaml("").load().hash());
        assertEquals(nothing, here.yaml("# later\n---\n").load().hash());
        assertEquals(nothing, here.yaml("{}").load().hash());
        assertEquals(nothing, here.yaml("\uFEFFservice: auto\r\n").load().hash());
    }

    @Test
    void json_is_yaml() throws Exception {
        Configuration configuration = here.yaml("""
            {"service": "fhir", "exclude": ["/a/**"],
             "settings": [{"name": "x", "destinations": {"file": {"path": "a.ndjson", "mode": "0600"}}}]}
            """).load();
        assertEquals("fhir", configuration.service());
        DestinationSettings file =
                configuration.settings().get(0).destinations().get(0);
        assertEquals(here.folder.resolve("a.ndjson"), file.get("path", Path.class));
        assertEquals("rw-------", file.get("mode", String.class));
    }

    @Test
    void prefix_follows_the_fhir_version_unless_given() throws Exception {
        assertEquals(
                "Microsoft.HealthcareApis/services/fhir-STU3/",
                here.yaml("fhirVersion: STU3").load().operationNamePrefix());
        assertEquals(
                "", here.yaml("fhirVersion: R5\noperationNamePrefix: ''").load().operationNamePrefix());
    }

    @Test
    void service_name_is_the_context_else_the_service_else_the_folder() throws Exception {
        here.yaml("service: dicom");
        assertEquals("/hosts/pacs-host/services/dicom", here.load().resourceId());
        Surroundings context = here.surroundings().withContextPath("/fhir server");
        assertEquals(
                "/hosts/pacs-host/services/fhir-server",
                SampleKind.LOADER.load(context, null).configuration().resourceId());
        here.yaml("");
        assertEquals(
                "/hosts/pacs-host/services/" + here.folder.getFileName(),
                SampleKind.LOADER
                        .load(here.surroundings().withContextPath(""), null)
                        .configuration()
                        .resourceId());
    }

    @Test
    void hash_is_of_what_is_in_force_not_of_how_it_is_written() throws Exception {
        String written =
                here.yaml("handOff: {size: 64MB}\nrequired: {wait: 1s}").load().hash();
        assertEquals(64, written.length());
        assertEquals(
                written,
                here.yaml("required:\n  wait: 1000ms\nhandOff:\n  size: 65536KB")
                        .load()
                        .hash());
        here.yaml("handOff: {size: 64MB}").property("caretrail.required.wait", "1s");
        assertEquals(written, here.load().hash());
        here.property("caretrail.required.wait", "2s");
        assertTrue(!written.equals(here.load().hash()));
    }

    @Test
    void one_item_with_a_comma_has_another_hash_than_two() throws Exception {
        assertTrue(!here.yaml("exclude: [\"/a, /b\"]").refused().problems().isEmpty());
        String one = here.yaml("identity: {claims: [\"a, b\"]}").load().hash();
        assertTrue(!one.equals(here.yaml("identity: {claims: [a, b]}").load().hash()));
    }
}
