package io.caretrail.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

    private final ConfigurationFolder here;

    ProblemsTest(@TempDir Path folder) {
        this.here = new ConfigurationFolder(folder);
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_with_its_line() throws Exception {
        here.yaml("""
            service: fihr
            fhirversion: R4
            query: hash
            base: [fhir, /ok]
            trustedProxies: [10.0.0.1/8, proxy.example.org]
            headers:
              - Auth*
            uri:
              query: Hash
            settings:
              - name: a
                categories: [AuditLog]
                destinations:
                  file: { path: x.ndjson, rollAt: 100MiB, mode: "0999", keep: forever }
              - name: a
                destinations:
                  file: { path: ./x.ndjson, rollEvery: week }
                  kafka: {}
            """);
        here.property("caretrail.urii.query", "keep").variable("CARETRAIL_FHIRVERSION", "R6");
        assertEquals(
                """
                environment variable CARETRAIL_FHIRVERSION: fhirVersion "R6": is not one of the choices; did you mean "R4"? use one of R4, R4B, R5, STU3
                """.strip(),
                here.problems().stream()
                        .filter(line -> line.startsWith("env"))
                        .findFirst()
                        .orElse(""));
        assertEquals(
                """
                caretrail.yaml:1: service "fihr": is not one of the choices; did you mean "fhir"? use one of auto, fhir, dicom
                caretrail.yaml:2: fhirversion is not a key; did you mean "fhirVersion"?
                caretrail.yaml:3: query is not a key; it belongs here: uri.query
                caretrail.yaml:4: base[0] "fhir": does not begin with a slash; write it as in /fhir
                caretrail.yaml:5: trustedProxies[0] "10.0.0.1/8": is not a block of addresses; use the network's own ADDRESS/BITS, such as 10.0.0.0/8 or 2001:db8::/32, and no names
                caretrail.yaml:5: trustedProxies[1] "proxy.example.org": is not a block of addresses; use the network's own ADDRESS/BITS, such as 10.0.0.0/8 or 2001:db8::/32, and no names
                caretrail.yaml:7: headers[0] "Auth*": would match a header with credentials (authorization); name other headers: credentials are never recorded
                caretrail.yaml:9: uri.query "Hash": is not written in this case; did you mean "hash"? use one of keep, names, hash, drop
                caretrail.yaml:12: settings[0].categories[0] "AuditLog": is not a category; did you mean "AuditLogs"? use AuditLogs or DiagnosticLogs
                caretrail.yaml:14: settings[0].destinations.file.rollAt "100MiB": is not a size; use a whole number with B, KB, MB or GB, such as 100MB
                caretrail.yaml:14: settings[0].destinations.file.mode "0999": is not a file mode; use three octal digits, such as "0640"
                caretrail.yaml:14: settings[0].destinations.file.keep "forever": is not a length of time; use a whole number with ms, s, m, h or days, such as 200ms or 30 days
                caretrail.yaml:15: settings[1].name "a": is the same as settings[0].name; give each setting its own name
                caretrail.yaml:17: settings[1].destinations.file.rollEvery "week": is not one of the choices; use one of day, hour
                caretrail.yaml:17: settings[1].destinations.file.path "./x.ndjson": is the same file as settings[0].destinations.file.path; give each its own file
                caretrail.yaml:18: settings[1].destinations.kafka is not a kind of destination; the kinds there are: custom, file, stdout
                """.strip(),
                String.join(
                        "\n",
                        here.problems().stream()
                                .filter(line -> line.startsWith("care"))
                                .toList()));
        assertEquals(
                "system property caretrail.urii.query: is not a key; did you mean \"caretrail.uri.query\"?",
                here.problems().stream()
                        .filter(line -> line.startsWith("sys"))
                        .findFirst()
                        .orElse(""));
        assertEquals(18, here.refused().problems().size());
        assertEquals(String.join("\n", here.problems()), here.refused().getMessage());
    }

    /** What is written, and a part of what is said; ~ stands for a line break. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "service: /etc/rest.yaml | service \"/etc/rest.yaml\": is not in this version; use auto, fhir or dicom",
                "service: my.yaml | is not in this version; use auto, fhir or dicom",
                "resourceId: hospital | resourceId \"hospital\": does not begin with a slash",
                "location: '' | location \"\": is empty",
                "location: | location has no value; write one",
                "enabled: yes | enabled \"yes\": is neither true nor false",
                "enabled: True | enabled \"True\": is neither true nor false",
                "base: /fhir/* | base \"/fhir/*\": has a character that no base path has",
                "base: [/a//b] | has empty or dot segments",
                "base: [/a/../b] | has empty or dot segments",
                "base: {a: b} | base must be one value",
                "exclude: [actuator] | exclude[0] \"actuator\": is not a pattern of paths",
                "exclude: [get /a] | is not a pattern of paths",
                "exclude: [GET/a] | is not a pattern of paths",
                "exclude: [GET /a b] | has a space in its path",
                "trustedProxies: [300.1.1.1] | is not a block of addresses",
                "trustedProxies: [10.0.0.0/33] | is not a block of addresses",
                "trustedProxies: [010.0.0.0/8] | is not a block of addresses",
                "trustedProxies: ['fe80::1%eth0'] | is not a block of addresses",
                "trustedProxies: ['1::2::3'] | is not a block of addresses",
                "trustedProxies: [beef] | is not a block of addresses",
                "trustedProxies: ['2001:db8::1/32'] | is not a block of addresses",
                "headers: ['*'] | would match a header with credentials",
                "headers: [cookie] | is a header with credentials (cookie)",
                "headers: [PROXY-AUTHORIZATION] | is a header with credentials",
                "headers: [Proxy-*] | would match a header with credentials",
                "headers: ['X-*-Y'] | is not the name of a header",
                "headers: ['X Y'] | is not the name of a header",
                "headers: ['X:'] | is not the name of a header",
                "headers: [''] | is not the name of a header",
                "correlation: {headers: [Authorization]} | is a header with credentials",
                "correlation: {headers: [X-*]} | has a *; name each header",
                "correlation: {responseHeader: Set-Cookie} | is a header of the response itself",
                "correlation: {responseHeader: 'X*'} | is not the name of a header",
                "correlation: X-Request-Id | correlation needs keys beneath it",
                "uri: {query: hash} | uri.hashKeyFile is missing",
                "uri: {query: hash, hashKeyFile: gone.key} | \"gone.key\": the file does not exist",
                "uri: {query: hash, hashKeyFile: short.key} | has fewer than 16 bytes",
                "uri: {query: hash, hashKeyFile: .} | is a folder",
                "handOff: {size: 1KB} | handOff.size \"1KB\": is out of bounds",
                "handOff: {size: 9999999999GB} | is not a size that can be had",
                "handOff: {size: -1} | is not a size",
                "handOff: {durability: disk} | use one of process, power",
                "required: {wait: 2 days} | is longer than a minute",
                "required: {wait: 5} | is not a length of time",
                "required: true | required needs keys beneath it, not a value or a list; its keys are wait, exempt",
                "seal: {keyfile: x} | seal.keyfile is not a key; did you mean \"keyFile\"?",
                "state: '' | state \"\": is no path",
                "wait: 5s | wait is not a key; it belongs here: required.wait",
                "destinations: {} | destinations is not a key; it belongs here: settings[].destinations",
                "uri.query: drop | uri.query is several keys in one; write each part on a line of its own",
                "xyzzy: 1 | xyzzy is not a key; the keys are enabled, service,",
                "tenantId: \"a\\nb\" | has a line break or another control character",
                "tenantId: [a] | tenantId must be one value, not a list",
                "settings: [] | settings is empty, so nothing would be audited",
                "settings: {name: a} | settings must be a list; begin each of its items with",
                "settings: [a] | settings[0] needs keys beneath it",
                "settings: [{name: a}] | settings[0].destinations has no destination",
                "settings: [{destinations: {}}] | settings[0].destinations has no destination",
                "settings: [{destinations: [{stdout: {}}]}] | settings[0].destinations needs keys beneath it",
                "settings: [{destinations: {stdout: true}}] | settings[0].destinations.stdout needs keys beneath it",
                "settings: [{destinations: {stdout: {path: x}}}] | settings[0].destinations.stdout.path is not a key",
                "settings: [{destinations: {file: {}}}] | destinations.file.path is missing; write path: /var/log",
                "settings: [{destinations: {fiel: {}}}] | is not a kind of destination; did you mean \"file\"?",
                "settings: [{destinations: {stdout: {schema: log-analytic}}}] | schema \"log-analytic\": is not one of"
                        + " the choices; did you mean \"log-analytics\"?",
                "settings: [{categories: [DiagnosticLog], destinations: {stdout: {}}}] | categories[0]"
                        + " \"DiagnosticLog\": is not a category; did you mean \"DiagnosticLogs\"? use",
                "settings: [{categories: [AuditLogs, Metrics], destinations: {stdout: {}}}] | categories[1]"
                        + " \"Metrics\": is not a category; use AuditLogs or DiagnosticLogs",
                "settings: [{categories: [], destinations: {stdout: {}}}] | settings[0].categories is empty",
                "settings: [{destinations: {file: {path: a, mode: '0444'}}}] | keeps the owner from reading or writing",
                "settings: [{destinations: {custom: {batch: 1.5}}}] | batch \"1.5\": is not a whole number",
                "settings: [{destinations: {stdout: {}, stdout: {}}}] | destinations.stdout is given twice, first in"
                        + " line 1",
                "service: fhir~service: dicom | caretrail.yaml:2: service is given twice, first in line 1",
            })
    void wrong_value_is_refused_with_what_to_write_instead(String yaml, String said) throws Exception {
        Files.write(here.folder.resolve("short.key"), new byte[15]);
        List<String> problems = here.yaml(yaml.strip().replace('~', '\n')).problems();
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains(said.strip()), problems::toString);
    }

    /** It stands in every row of the schema log-analytics, which has an end. */
    @Test
    void tenant_that_is_no_id_is_refused() throws Exception {
        assertEquals(List.of(), here.yaml("tenantId: " + "x".repeat(256)).load().warnings());
        List<String> problems = here.yaml("tenantId: " + "x".repeat(257)).problems();
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(
                problems.get(0).contains("is longer than 256 characters; write the tenant's id"), problems::toString);
    }

    @Test
    void right_values_at_the_edge_are_taken() throws Exception {
        Files.write(here.folder.resolve("hash.key"), new byte[16]);
        Configuration configuration = here.yaml("""
            base: [/fhir/, /]
            exclude: ["/**", "OPTIONS /*", /a.b_c~d]
            trustedProxies: [10.0.0.0/8, 192.168.1.7, "2001:db8::/32", "::1", 0.0.0.0/0]
            headers: [X-*, Authority, Cookies, "!#$%&'*"]
            uri: { query: hash, hashKeyFile: hash.key }
            required: { wait: 0ms }
            handOff: { size: 1048576 }
            settings:
              - destinations: { file: { path: "a b.ndjson", mode: 640, keep: 1 day } }
              - destinations: { stdout: }
            """).load();
        assertEquals(List.of("/fhir", ""), configuration.base());
        assertEquals(
                List.of("10.0.0.0/8", "192.168.1.7/32", "2001:db8::/32", "::1/128", "0.0.0.0/0"),
                configuration.trustedProxies());
        assertEquals("HmacSHA256", configuration.uri().hashKey().getAlgorithm());
        assertEquals(
                List.of("setting-0", "setting-1"),
                configuration.settings().stream()
                        .map(Configuration.Setting::name)
                        .toList());
        assertTrue(
                configuration
                        .warnings()
                        .contains("trustedProxies: 0.0.0.0/0 lets every client say which address it has"),
                configuration.warnings()::toString);
    }

    @Test
    void nobody_writes_the_same_file_through_a_link() throws Exception {
        Files.createDirectory(here.folder.resolve("real"));
        Files.createSymbolicLink(here.folder.resolve("link"), Path.of("real"));
        List<String> problems = here.yaml("""
            settings:
              - destinations: { file: { path: real/new/a.ndjson } }
              - destinations: { file: { path: link/new/a.ndjson } }
            """).problems();
        assertEquals(1, problems.size());
        assertTrue(
                problems.get(0).contains("is the same file as settings[0].destinations.file.path"), problems::toString);
    }

    @Test
    void no_settings_are_right_when_turned_off() throws Exception {
        assertEquals(List.of(), here.yaml("enabled: false\nsettings: []").load().settings());
    }

    @Test
    void setting_without_audit_logs_is_warned_of() throws Exception {
        List<String> warnings = here.yaml("settings: [{categories: [DiagnosticLogs], destinations: {stdout: {}}}]")
                .load()
                .warnings();
        assertEquals(List.of("settings: none takes AuditLogs, so no request is audited"), warnings);
    }

    @Test
    void file_that_is_named_but_not_there_says_who_named_it() {
        here.property("caretrail.config", "gone.yaml");
        assertEquals(
                List.of("gone.yaml: the configuration file, named by system property caretrail.config, does not exist;"
                        + " create it, correct the path or name none"),
                here.problems());
    }
}
