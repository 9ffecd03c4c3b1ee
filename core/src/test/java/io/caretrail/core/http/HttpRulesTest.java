package io.caretrail.core.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.config.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused of an http destination's settings, with every problem at once and never a secret. */
class HttpRulesTest {

    private static final String GOOD = "url: https://collector:8443/audit";

    private final Collecting here;

    HttpRulesTest(@TempDir Path folder) {
        here = new Collecting(folder);
    }

    private List<String> problems(String... keys) {
        return assertThrows(ConfigurationException.class, () -> here.load(keys)).problems().stream()
                .map(problem -> problem.toString()
                        .replace("settings[0].destinations.http", "http")
                        .replaceFirst("^caretrail.yaml:\\d+: ", ""))
                .sorted()
                .toList();
    }

    @Test
    void url_must_be_one_and_without_credentials() {
        assertEquals(List.of("http.url is missing; write url: https://collector:8443/audit"), problems("format: json"));
        assertEquals(List.of("http.url \"htp://x\": unknown scheme; use https"), problems("url: htp://x"));
        assertEquals(
                List.of("http.url \"collector\": is not a URL; write it as in https://collector:8443/audit, special"
                        + " characters as %XX"),
                problems("url: collector"));
        assertEquals(
                List.of("http.url \"https://***@h/\": has a user in it; use auth.user and auth.passwordFile, so that no"
                        + " password stands here"),
                problems("url: https://u:canary@h/"));
        assertEquals(
                List.of("http.url \"https://h/#a\": has a fragment (#); remove it"), problems("url: 'https://h/#a'"));
    }

    @Test
    void headers_are_checked_without_showing_them() {
        assertEquals(
                List.of(
                        "http.headers.A B is not the name of a header; use a name such as X-Api-Key",
                        "http.headers.Content-Length is a header that the request has by itself; remove it",
                        "http.headers.X has a character that no header has; use ASCII"),
                problems(GOOD, "headers: { 'A B': canary, Content-Length: '1', X: 'canary-\u20AC' }"));
    }

    @Test
    void ways_to_authenticate_exclude_each_other_and_need_their_parts() {
        assertEquals(
                List.of(
                        "http.auth has several ways to authenticate; keep one of tokenFile, user and tokenUrl",
                        "http.auth.passwordFile is missing, as auth.user is there; add it, or remove auth.user"),
                problems(GOOD, "auth: { tokenFile: token, user: u }"));
        assertEquals(
                List.of("http.auth.tokenUrl is missing, as auth.clientId is there; add it, or remove"
                        + " auth.clientId"),
                problems(GOOD, "auth: { clientId: c, clientSecretFile: f }"));
    }

    @Test
    void bounds_proxies_and_files_of_tls_are_checked() {
        assertEquals(
                List.of(
                        "http.batch.age \"2m\": is too long; use 1m at most",
                        "http.batch.records \"0\": is out of bounds; use 1 to 10000",
                        "http.timeout.request \"0s\": is no time at all; use 1s or more"),
                problems(GOOD, "batch: { records: 0, age: 2m }", "timeout: { request: 0s }"));
        assertEquals(
                List.of("http.proxy.address \"http://p:1\": is not HOST:PORT; write it as in proxy.example.org:3128,"
                        + " without scheme and user"),
                problems(GOOD, "proxy: { address: 'http://p:1' }"));
        assertEquals(
                List.of(
                        "http.tls.keyFile is missing, as tls.certFile is there; add it, or remove tls.certFile",
                        "http.tls.trustStore \"b\": is there beside tls.caFile; keep one of them"),
                problems(GOOD, "tls: { caFile: a, trustStore: b, certFile: c }"));
        assertEquals(
                List.of("http.url \"http://h\": is not encrypted, so tls.* would do nothing; use https, or remove tls"),
                problems("url: http://h", "tls: { caFile: a }"));
    }

    @Test
    void unknown_and_nested_keys_get_their_nearest() {
        assertEquals(
                List.of("http.batch.record is not a key; did you mean \"records\"?"),
                problems(GOOD, "batch: { record: 7 }"));
        assertTrue(problems(GOOD, "format: ndjsn").get(0).contains("did you mean \"ndjson\"?"));
    }

    @Test
    void nested_keys_can_be_overridden_and_have_defaults() throws Exception {
        var settings = here.settings(GOOD, "batch:\n  records: 9");
        assertEquals(9L, settings.get("batch.records", Long.class));
        assertEquals(1L << 20, settings.get("batch.bytes", Long.class));
        assertEquals(1L << 30, settings.get("spool.size", Long.class));
    }

    @Test
    void literal_credential_is_warned_of_and_never_shown() throws Exception {
        var loaded = here.load(
                GOOD, "headers: { Authorization: Bearer canary-literal, X-Api-Key: '${env:FROM_ENVIRONMENT}' }");
        assertEquals(
                List.of("settings[0].destinations.http.headers.Authorization: stands in the configuration itself, where"
                        + " every reader of it sees it; write ${file:/path} or ${env:NAME}"),
                loaded.configuration().warnings());
        String all = loaded.describe()
                + loaded.configuration()
                + loaded.facts()
                + loaded.configuration().settings();
        assertFalse(all.contains("canary"), all);
    }
}
