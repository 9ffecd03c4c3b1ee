package io.caretrail.core.uri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 18 of the faults: not one byte of a credential, in any spelling, in any place of a URI, in any mode. */
class CredentialCanaryTest {

    private static final String CANARY = "CANARY";

    /** The contract's list, in its spelling. */
    private static final List<String> NAMES = List.of(
            "access_token",
            "id_token",
            "refresh_token",
            "client_secret",
            "client_assertion",
            "password",
            "api_key",
            "apikey",
            "sig",
            "signature",
            "X-Amz-Signature",
            "X-Amz-Credential",
            "X-Amz-Security-Token",
            "token",
            "SAMLResponse",
            "jsessionid",
            "code",
            "state");

    private static final List<AuditUri> MODES = List.of(
            new AuditUri("keep", null),
            new AuditUri("names", null),
            new AuditUri("hash", new SecretKeySpec("key".getBytes(StandardCharsets.US_ASCII), "HmacSHA256")),
            new AuditUri("drop", null));

    private static List<String> spellings(String name) {
        List<String> spellings = new ArrayList<>(List.of(
                name,
                name.toUpperCase(Locale.ROOT),
                name.toLowerCase(Locale.ROOT),
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                name.replace("_", "%5F").replace("-", "%2d"),
                name.replace("_", "%255f"),
                name.replace("_", "-"),
                name.replace("_", ""),
                name + ":exact",
                "patient." + name,
                "Observation.subject:Patient." + name + ":contains",
                "user[" + name + "]",
                "user%5B" + name + "%5D",
                name + "[]",
                name + "%00",
                "%00" + name,
                "+" + name + "+",
                "%20" + name,
                name + "%09",
                "%0d%0a" + name,
                "\u00a0" + name));
        for (int depth = 1; depth <= DecodingReader.DEEPEST; depth++) {
            StringBuilder encoded = new StringBuilder();
            for (int i = 0; i < name.length(); i++) {
                encoded.append('%').append("25".repeat(depth - 1)).append(String.format("%02x", (int) name.charAt(i)));
            }
            spellings.add(encoded.toString());
            spellings.add(encoded.substring(0, 3 + 2 * (depth - 1)) + name.substring(1));
        }
        return spellings;
    }

    /** Targets with {@code N} for the name and {@code V} for the value. */
    private static final List<String> PLACES = List.of(
            "/a?N=V",
            "/a?x=1&N=V&y=2",
            "/a?x=1;N=V",
            "/a?x=1;N=V;W",
            "/a?N=V&N=V",
            "/a?N=V=V&x",
            "/a?N=%56%41V",
            "/a?N=V%26V",
            "/a?N=V%3BV%2FV%23V",
            "/a?N=V;V",
            "/a?N=V+V%20V V",
            "/a?N=V#V",
            "/a?N=V?V",
            "/a?N==V",
            "/a?N%3DV",
            "/a?N%3dV%20V",
            "/a?&&&N=V",
            "/a?=&N=V",
            "/a?x&N=V",
            "/a#N=V",
            "/a#x?N=V",
            "/a?x#N=V",
            "/a?x=y?N=V",
            "/a?u=https%3A%2F%2Fh%2Fp%3FN%3DV%26x%3D1&z=1",
            "/a?u=https%253A%252F%252Fh%253FN%253DV",
            "/a?u=https://h/p?N=V",
            "/a;N=V/b",
            "/a;x=1;N=V;y/b",
            "/a;N=V;V/b?c=d",
            "/a;N=V%2FV/b",
            "/a/;N=V",
            "/;N=V",
            "/a%3BN=V/b",
            "/a%3FN=V",
            "/a%3FN%3DV%26x",
            "/a%3FN=V/V",
            "/a&N=V/V;V",
            "/a;N%3DV/b",
            "http://h/a;N=V/b?N=V",
            "https://h?N=V",
            "//h/a?N=V");

    @Test
    void canary_of_no_name_in_no_place_in_no_mode_appears() {
        for (String name : NAMES) {
            for (String spelling : spellings(name)) {
                for (String place : PLACES) {
                    String target = place.replace("N", spelling).replace("V", CANARY);
                    for (AuditUri mode : MODES) {
                        assertHidden(mode, target, target);
                    }
                }
            }
        }
    }

    private static void assertHidden(AuditUri mode, String target, String message) {
        int question = target.indexOf('?');
        Origin origin = new Origin("https", "h", 443, false);
        String split = question < 0
                ? mode.of(origin, "GET", target, null, false)
                : mode.of(origin, "GET", target.substring(0, question), target.substring(question + 1), false);
        assertFalse(split.contains(CANARY), () -> message + " -> " + split);
        String whole = mode.of(origin, "GET", target, null, false);
        assertFalse(whole.contains(CANARY), () -> message + " -> " + whole);
        String header = mode.clean(target);
        assertFalse(header.contains(CANARY), () -> message + " -> " + header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://CANARY@h/a",
                "http://CANARY:CANARY@h/a",
                "http://u:CANARY@h",
                "http://u:CANARY@h?x=1",
                "http://u:CANARY@CANARY@h/a",
                "http://u:CANARY%40h/a",
                "HTTPS://u:CANARY@[::1]:8080/a",
                "http://u:CANARY/CANARY@h/a",
                "http://u:CANARY?CANARY@h/a",
                "http://u:CANARY#CANARY@h/a",
                "http:CANARY@h/a",
                "http:/u:CANARY@h/a",
                "http:\\\\u:CANARY@h/a",
                "//u:CANARY@h/a",
                "u:CANARY@h",
                "/proxy/http://u:CANARY@h/a",
                "/proxy/http%3A%2F%2Fu%3ACANARY%40h%2Fa",
                "/a?u=http://u:CANARY@h/a",
                "/a?u=http%3A%2F%2Fu%3ACANARY%40h%2Fa",
                "/a?u=http%253A%252F%252Fu%253ACANARY%2540h",
                "/a?u=http://u:CAN%2FCANARY@h/a",
                "/a#http://u:CANARY@h/a",
            })
    void userinfo_appears_nowhere(String target) {
        for (AuditUri mode : MODES) {
            for (String method : List.of("GET", "CONNECT")) {
                String uri = mode.of(new Origin("https", "u:CANARY@h", 443, false), method, target, null, true);
                assertFalse(uri.contains(CANARY), uri);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=1234-5&state=final",
                "_has:Observation:patient:code=1",
                "address-state=NY&code:in=x",
                "identifier=http://hl7.org/token|1",
                "signature-type=1&encoding=a",
                "design=1&mytoken=2&keyword=3&code-value-quantity=5",
                "client_assertion_type=x&passwords=y",
                "name=token&password=",
                "email=a@b.example",
                "a=http://h/x@y",
            })
    void search_parameters_of_fhir_are_kept(String query) {
        String uri = MODES.get(0).of(new Origin("https", "h", 443, false), "GET", "/a", query, true);

        assertEquals("https://h:443/a?" + query, uri);
    }

    @Test
    void no_patient_name_of_a_query_survives_the_modes_without_values() {
        Random random = new Random(18);
        String alphabet = "&;=#?+%/: .";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder query = new StringBuilder("name=");
            for (int j = random.nextInt(6); j >= 0; j--) {
                // An ampersand that is not encoded makes what follows it a parameter, and before an equals sign its
                // name.
                char c = alphabet.charAt(1 + random.nextInt(alphabet.length() - 1));
                query.append(c).append(random.nextBoolean() ? CANARY : "");
            }
            for (AuditUri mode : MODES.subList(1, 4)) {
                String uri = mode.of(new Origin("https", "h", 443, false), "GET", "/a", query.toString(), true);
                assertFalse(uri.contains(CANARY), () -> query + " -> " + uri);
            }
        }
    }

    @Test
    void hostile_input_neither_throws_nor_grows_without_bound() {
        Random random = new Random(3986);
        String alphabet = "/?#&;=%25%2F%3d:@[]\\*+ aA0token=jsessionid\u0000\r\n\u0085\u00fc\ud83d\ude00\ud800http://";
        for (int i = 0; i < 30_000; i++) {
            String host = text(random, alphabet);
            String target = text(random, alphabet);
            String query = random.nextBoolean() ? text(random, alphabet) : null;
            for (AuditUri mode : MODES) {
                String uri = mode.of(new Origin("http", host, 80, random.nextBoolean()), "GET", target, query, true);
                assertTrue(uri.contains("://") && uri.length() < 4096, uri);
                assertTrue(uri.chars().noneMatch(c -> c <= ' ' || (c >= 0x7F && c < 0xA0)), uri);
                mode.clean(target);
            }
            assertTrue(AuditUri.host(host).chars().allMatch(c -> c > ' ' && c < 0x7F), host);
        }
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":%2F%2F",
                "://",
                ":%2F/",
                "%253A%252F%252F",
                "=",
                ";",
                "%",
                "%25",
                "token=",
                "@",
                ":/%252F:%2F%2F"
            })
    void text_made_to_be_slow_is_read_once(String piece) {
        String hostile = "/" + piece.repeat(AuditUri.LONGEST_INPUT);
        for (AuditUri mode : MODES) {
            String uri = mode.of(new Origin("http", "h", 80, false), "GET", hostile, null, false);
            assertTrue(uri.length() < 4 * AuditUri.LONGEST_INPUT);
        }
    }
}
