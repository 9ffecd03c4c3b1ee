package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTextTest {

    private final ConfigurationFolder here;

    ConfigurationTextTest(@TempDir Path folder) {
        this.here = new ConfigurationFolder(folder);
    }

    @Test
    void description_has_every_fact_with_its_source() throws Exception {
        here.yaml("""
                service: fhir
                settings:
                  - name: archive
                    categories: [AuditLogs, DiagnosticLogs]
                    destinations: { file: { path: /var/log/a.ndjson }, stdout: }
                """);
        here.variable("CARETRAIL_URI_QUERY", "drop").property("caretrail.location", "dc2");
        LoadedConfiguration loaded = here.loaded();
        assertEquals(
                """
                configuration %s
                from %s
                setting archive: AuditLogs and DiagnosticLogs to file (raw) and stdout (raw)
                enabled: true  (default)
                service: fhir  (caretrail.yaml:1)
                fhirVersion: R4  (default)
                base: []  (default)
                resourceId: /hosts/pacs-host/services/fhir  (default)
                location: dc2  (system property caretrail.location)
                tenantId: ""  (default)
                type: MicrosoftHealthcareApisAuditLog  (default)
                operationNamePrefix: Microsoft.HealthcareApis/services/fhir-R4/  (default)
                exclude: []  (default)
                trustedProxies: []  (default)
                correlation.headers: [traceparent, X-Request-Id, X-Correlation-Id]  (default)
                correlation.responseHeader: ""  (default)
                correlation.mdcKey: correlationId  (default)
                identity.claims: [iss, oid, sub, azp, fhirUser]  (default)
                headers: [X-MS-AZUREFHIR-AUDIT-*, X-MS-AZUREDICOM-AUDIT-*, User-Agent]  (default)
                uri.query: drop  (environment variable CARETRAIL_URI_QUERY)
                settings[0].name: archive  (caretrail.yaml:3)
                settings[0].categories: [AuditLogs, DiagnosticLogs]  (caretrail.yaml:4)
                settings[0].destinations.file.path: /var/log/a.ndjson  (caretrail.yaml:5)
                settings[0].destinations.file.rollAt: 100MB  (default)
                settings[0].destinations.file.rollEvery: day  (default)
                settings[0].destinations.file.mode: 0640  (default)
                settings[0].destinations.file.schema: raw  (default)
                settings[0].destinations.file.required: false  (default)
                settings[0].destinations.stdout.schema: raw  (default)
                settings[0].destinations.stdout.required: false  (default)
                diagnostics.level: Informational  (default)
                diagnostics.exclude: []  (default)
                diagnostics.rate: 1000  (default)
                diagnostics.outsideRequests: false  (default)
                required.wait: 200ms  (default)
                required.exempt: []  (default)
                handOff.durability: process  (default)
                handOff.size: 32MB  (default)
                """.formatted(loaded.configuration().hash(), here.folder.resolve("caretrail.yaml")), loaded.describe());
    }

    @Test
    void host_name_comes_from_the_nearest_place() throws Exception {
        Path file = here.folder.resolve("hostname");
        Files.writeString(file, "from-file\n");
        assertEquals("from-env", Surroundings.hostName(Map.of("HOSTNAME", " from-env "), file));
        assertEquals("WIN", Surroundings.hostName(Map.of("COMPUTERNAME", "WIN"), file));
        assertEquals("from-file", Surroundings.hostName(Map.of("HOSTNAME", ""), file));
    }

    @Test
    void surroundings_of_this_process_are_those_of_this_process() {
        Surroundings surroundings = Surroundings.ofThisProcess();
        assertEquals(
                System.getProperty("java.version"),
                surroundings.systemProperties().get("java.version"));
        assertEquals(System.getenv(), surroundings.environment());
        assertEquals(Path.of("").toAbsolutePath(), surroundings.workingFolder());
        assertEquals(null, surroundings.contextPath());
    }
}
