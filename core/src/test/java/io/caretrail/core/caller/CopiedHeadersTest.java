package io.caretrail.core.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.core.door.SentRequest;
import io.caretrail.core.uri.AuditUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopiedHeadersTest {

    private static final List<String> DEFAULT =
            List.of("X-MS-AZUREFHIR-AUDIT-*", "X-MS-AZUREDICOM-AUDIT-*", "User-Agent");

    private static SentRequest request() {
        return SentRequest.from("192.0.2.1");
    }

    private static Map<String, Object> copied(List<String> names, SentRequest request) {
        return new CopiedHeaders(names, new AuditUri("keep", null)).properties(request);
    }

    @Test
    void headers_come_in_the_order_of_the_configuration_then_of_the_request() {
        Map<String, Object> properties = copied(
                DEFAULT,
                request()
                        .with("User-Agent", "curl/8")
                        .with("x-ms-azurefhir-audit-USER", "alice")
                        .with("Accept", "*/*")
                        .with("X-MS-AZUREDICOM-AUDIT-Site", "north")
                        .with("X-MS-AZUREFHIR-AUDIT-reason", "a")
                        .with("X-MS-AzureFhir-Audit-Reason", "b"));

        assertEquals(
                "{X-MS-AZUREFHIR-AUDIT-USER=alice, X-MS-AZUREFHIR-AUDIT-reason=a, b, X-MS-AZUREDICOM-AUDIT-Site=north,"
                        + " userAgent=curl/8}",
                properties.toString());
    }

    @Test
    void request_without_such_headers_has_no_properties() {
        assertEquals(Map.of(), copied(DEFAULT, request().with("Accept", "*/*")));
        assertEquals(Map.of(), copied(List.of(), request().with("User-Agent", "x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Proxy-Authorization", "Cookie"})
    void credentials_are_never_copied_whatever_is_configured(String name) {
        List<String> names = List.of(name, name.toUpperCase(Locale.ROOT), name.substring(0, 3) + "*", "*");

        assertEquals(
                Map.of(), copied(names, request().with(name, "CANARY").with(name.toLowerCase(Locale.ROOT), "CANARY")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Api-Key",
                "x-api-key",
                "X-Auth-Token",
                "X-Amz-Security-Token",
                "X-Forwarded-Authorization",
                "Password",
                "X-Access-Token",
                "X_Client_Secret",
                "X-Original-Cookie",
                "X-Hub-Signature"
            })
    void header_that_is_a_credential_by_its_name_is_masked(String name) {
        assertEquals(Map.of(name, "***"), copied(List.of(name), request().with(name, "CANARY")));
        assertEquals(Map.of(name, "***"), copied(List.of("*"), request().with(name, "CANARY")));
    }

    @Test
    void url_goes_by_the_rules_of_the_uri_field() {
        SentRequest referer =
                request().with("referer", "https://u:CANARY@app/p;jsessionid=CANARY?name=Smith&token=CANARY");

        assertEquals(
                Map.of("Referer", "https://app/p;jsessionid=***?name=Smith&token=***"),
                copied(List.of("Referer"), referer));
        assertEquals(
                Map.of("Referer", "https://app/p;***"),
                new CopiedHeaders(List.of("Referer"), new AuditUri("drop", null)).properties(referer));
    }

    @Test
    void no_header_is_taken_for_a_property_of_ours() {
        Map<String, Object> properties = copied(
                List.of("*"),
                request()
                        .with("fhirResourceId", "666")
                        .with("peerIpAddress", "6.6.6.6")
                        .with("user-agent", "x")
                        .with("", "y"));

        assertEquals(Map.of("FhirResourceId", "666", "PeerIpAddress", "6.6.6.6", "userAgent", "x"), properties);
    }

    @Test
    void ten_are_copied_and_the_rest_is_counted() {
        SentRequest request = request();
        for (int i = 0; i < 10_000; i++) {
            request.with("X-Audit-" + i, "v" + i);
        }
        request.with("x-audit-0", "again").with("x-audit-9999", "again").with("User-Agent", "x");

        Map<String, Object> properties = copied(List.of("X-Audit-*", "User-Agent", "Absent"), request);

        assertEquals(11, properties.size());
        assertEquals("v0, again", properties.get("X-Audit-0"));
        assertEquals(9_991, properties.get(CopiedHeaders.NOT_COPIED));
        assertEquals("X-Audit-9", new ArrayList<>(properties.keySet()).get(9));
    }

    @Test
    void value_has_at_most_2048_characters_and_a_name_128() {
        String longName = "X-A-" + "n".repeat(125);
        SentRequest request = request()
                .with("X-A-1", "a".repeat(3000))
                .with("X-A-2", "a".repeat(2047) + "\ud83d\ude00")
                .with("X-A-3", "b".repeat(2000))
                .with("X-A-3", "c".repeat(2000))
                .with(longName, "v");

        Map<String, Object> properties = copied(List.of("X-A-*"), request);

        assertEquals("a".repeat(2048), properties.get("X-A-1"));
        assertEquals("a".repeat(2047), properties.get("X-A-2"));
        assertEquals("b".repeat(2000) + ", " + "c".repeat(46), properties.get("X-A-3"));
        assertEquals(1, properties.get(CopiedHeaders.NOT_COPIED));
        assertFalse(properties.containsKey(longName));
        assertEquals(
                List.of("properties.X-A-1", "properties.X-A-2", "properties.X-A-3"),
                properties.get(CopiedHeaders.TRUNCATED));
    }

    @Test
    void value_of_2048_characters_is_not_called_cut() {
        String whole = "a".repeat(2048);
        assertEquals(Map.of("X-A", whole), copied(List.of("X-A"), request().with("X-A", whole)));
        assertEquals(
                List.of("properties.X-A"),
                copied(List.of("X-A"), request().with("X-A", whole).with("X-A", "more"))
                        .get(CopiedHeaders.TRUNCATED));
    }

    @Test
    void cut_value_shows_no_credential() {
        for (int i = 2000; i < 2060; i++) {
            Map<String, Object> properties =
                    copied(List.of("X-A"), request().with("X-A", "x".repeat(i) + "?token=CANARY"));
            assertFalse(properties.toString().contains("CAN"));
        }
    }

    @Test
    void control_characters_do_not_get_through() {
        assertTrue(copied(List.of("User-Agent"), request().with("User-Agent", "a\r\n\u0000b\u0085"))
                .equals(Map.of("userAgent", "a%0D%0A%00b%85")));
    }

    @Test
    void headers_that_cannot_be_read_are_left_out() {
        assertEquals(Map.of(), copied(DEFAULT, request().with("User-Agent", "x").throwing("headers")));
        assertEquals(
                Map.of("userAgent", "x"),
                copied(DEFAULT, request().with("User-Agent", "x").throwing("headerNames")));
    }
}
