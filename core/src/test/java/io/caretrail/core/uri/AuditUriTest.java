package io.caretrail.core.uri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditUriTest {

    private static final SecretKeySpec KEY =
            new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    private static final Origin ORIGIN = new Origin("https", "fhir.example", 8443, false);

    private final AuditUri keep = new AuditUri("keep", null);

    private static AuditUri mode(String mode) {
        return new AuditUri(mode, mode.equals("hash") ? KEY : null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // the seed's example
                "https|xxx.azurehealthcareapis.com|443|GET|/Patient|-|https://xxx.azurehealthcareapis.com:443/Patient",
                "https|h|8443|GET|/Patient/1|-|https://h:443/Patient/1",
                "http|h|8080|GET|/|-|http://h:80/",
                "http|h:8080|8080|GET|/a|b=c|http://h:8080/a?b=c",
                "http|h:|8080|GET|/a|''|http://h:80/a?",
                "HTTPS|h|1|GET|/a|-|https://h:443/a",
                "http|[::1]|8080|GET|/a|-|http://[::1]:80/a",
                "http|[::1]:8080|8080|GET|/a|-|http://[::1]:8080/a",
                "http|::1|8080|GET|/a|-|http://[::1]:80/a",
                "http|-|8080|GET|/a|-|http://unknown:8080/a",
                "http|''|8080|GET|/a|-|http://unknown:80/a",
                "https|-|-1|GET|/a|-|https://unknown:443/a",
                // absolute-form: the target's own scheme and authority, RFC 9112 section 3.2.2
                "http|h|8080|GET|HTTP://Other.example/a%2Fb|x=1|http://Other.example:80/a%2Fb?x=1",
                "http|h|8080|GET|https://other:9/|-|https://other:9/",
                "http|h|8080|GET|https://other|x=1|https://other:443?x=1",
                "http|h|8080|GET|http://user:pass@other/a|-|http://other:80/a",
                "http|h|8080|GET|http://us@er:pass@other/a@b|-|http://other:80/a@b",
                "http|h|8080|GET|http://user:p/a%2Fs@other/a|-|http://h:80",
                "http|h|8080|GET|http:///a|-|http://unknown:80/a",
                "http|h|8080|GET|foo://other/a|-|foo://other:8080/a",
                // asterisk-form, authority-form, nothing, and what is none of these
                "http|h|8080|OPTIONS|*|-|http://h:80/*",
                "http|h|8080|CONNECT|db.example:5432|-|http://db.example:5432",
                "http|h|8080|CONNECT|user:pass@db.example:5432|-|http://db.example:5432",
                "http|h|8080||''|-|http://h:80",
                "http|-|8080||''|-|http://unknown:8080",
                "http|h|8080||''|a=b|http://h:80?a=b",
                "http|h|8080|GET|Patient/1|-|http://h:80/Patient/1",
                "http|h|8080|GET|user:pass@other/x|-|http://h:80/***@other/x",
                "http|h|8080|GET|http:user:pass@other/x|-|http://h:80/***@other/x",
                "http|h|8080|GET|//user:pass@other/x|-|http://h:80//***@other/x",
                // as sent
                "http|h|1|GET|/fhir//a/./b/..;x=y/%7e%zz%|a=%zz&&b|http://h:80/fhir//a/./b/..;x=y/%7e%zz%?a=%zz&&b",
                "http|h|1|GET|/M\u00fcller|q=\u65e5|http://h:80/M\u00fcller?q=\u65e5",
                "http|h|1|GET|/a#frag|-|http://h:80/a#frag",
            })
    void uri_is_absolute_with_port(
            String scheme, String host, int port, String method, String target, String query, String expected) {
        Origin origin = new Origin(scheme, host, port, false);

        assertEquals(expected, keep.of(origin, method == null ? "" : method, target, query, true));
    }

    @Test
    void controls_and_spaces_are_percent_encoded() {
        assertEquals(
                "https://fhir.example:443/a%00%0D%0A%09%20b%7F%85?%0A",
                keep.of(new Origin("https", "fhir.example", 1, false), "GET", "/a\0\r\n\t b\177\u0085", "\n", true));
        assertEquals(
                "http://evil%0D%0AX-Y:80/",
                keep.of(new Origin("http", "evil\r\nX-Y: z", 1, false), "GET", "/", null, true));
    }

    @Test
    void forwarded_host_outranks_an_absolute_target() {
        Origin origin = new Origin("https", "front.example", 8080, true);

        assertEquals("https://front.example:443/a", keep.of(origin, "GET", "http://u:p@inner:8080/a", null, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evil\u0000.example|http://evil%00.example:80/a",
                "a b c|http://a%20b%20c:80/a",
                "user:pass@h:81|http://h:81/a",
                "user:pass@|http://unknown:80/a",
                "user:pass|http://user:80/a",
                "h/path?access_token=secret|http://h:80/a",
                "h\\@x|http://h:80/a",
                "h#@x|http://h:80/a",
                "h:99999|http://h:80/a",
                "h:0|http://h:80/a",
                "h:80:90|http://h:80/a",
                "[::1|http://unknown:80/a",
                "[zz]:81|http://%5Bzz%5D:81/a",
                "h%41|http://h%2541:80/a",
                "b\u00fccher.example|http://b%C3%BCcher.example:80/a",
                "<script>|http://%3Cscript%3E:80/a",
                "?|http://unknown:80/a",
                "\ud800|http://%3F:80/a",
            })
    void hostile_host_becomes_a_sensible_one(String host, String expected) {
        assertEquals(expected, keep.of(new Origin("http", host, 8080, false), "GET", "/a", null, true));
    }

    @Test
    void host_of_8_kilobytes_is_cut() {
        String uri = keep.of(new Origin("http", "\u0001".repeat(8192), 1, false), "GET", "/a", null, true);

        assertEquals("http://" + "%01".repeat(255) + ":80/a", uri);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name=Smith&_id=1|name=***&_id=***",
                "family:exact=Smith|family:exact=***",
                "_has:Observation:patient:code=1234-5|_has:Observation:patient:code=***",
                "subject.name=Smith%20John|subject.name=***",
                "PatientName=Smith^John|PatientName=***",
                "00100010=Smith|00100010=***",
                "%5Fid=1|%5Fid=***",
                "name=|name=",
                "Smith|***",
                "1.2.840.1|***",
                "name=Smith;Jones|name=***",
                "name=Smith;Jones=Mary|name=***",
                "name=Smith#Jones|name=***",
                "name=a?Smith=b|name=***",
                "name=Smith&Jones|name=***&***",
                "Smith^John=1|***=***",
                "Smith%20John=1|***=***",
                "name%3DSmith=1|***=***",
                "name%3DSmith|***",
                "=Smith|***=***",
                "a=1&&b=2|a=***&&b=***",
                "password=x|password=***",
            })
    void names_shows_names_only(String query, String expected) {
        assertEquals("https://fhir.example:443/p?" + expected, mode("names").of(ORIGIN, "GET", "/p", query, true));
    }

    @Test
    void long_name_is_no_name() {
        assertEquals(
                "https://fhir.example:443/p?***=***",
                mode("names").of(ORIGIN, "GET", "/p", "S".repeat(129) + "=1", true));
    }

    @Test
    void hash_is_the_same_for_the_same_value_however_encoded() {
        QueryHash hash = new QueryHash(KEY);
        String expected = hash.of("Müller Anna+");

        assertEquals(32, expected.length());
        assertEquals(
                "https://fhir.example:443/p?name=" + expected + "&family:exact=" + expected + "&x=" + expected,
                mode("hash")
                        .of(
                                ORIGIN,
                                "GET",
                                "/p",
                                "name=M%C3%BCller+Anna%2B&family:exact=M%c3%bcller%20Anna%2b&x=Müller%20Anna%2B",
                                true));
        assertEquals(
                "https://fhir.example:443/w?" + hash.of("1.2.9"), mode("hash").of(ORIGIN, "POST", "/w", "1.2.9", true));
    }

    @Test
    void hash_is_hmac_sha_256() {
        // RFC 4231 section 4.3, test case 2, the first 128 bits
        SecretKeySpec jefe = new SecretKeySpec("Jefe".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

        assertEquals("5bdcc146bf60754e6a042426089575c7", new QueryHash(jefe).of("what do ya want for nothing?"));
    }

    @Test
    void hash_masks_credentials_instead() {
        assertEquals(
                "https://fhir.example:443/p?access_token=***&code=" + new QueryHash(KEY).of("x"),
                mode("hash").of(ORIGIN, "GET", "/p", "access_token=x&code=x", true));
        assertEquals("https://fhir.example:443/p?code=***", mode("hash").of(ORIGIN, "GET", "/p", "code=x", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/Patient?name=Smith|/Patient",
                "/Patient#Smith|/Patient",
                "/Patient%3Fname=Smith|/Patient%3F***",
                "/Patient%253Fname=Smith|/Patient%253F***",
                "/Patient%23Smith|/Patient%23***",
                "/Patient;name=Smith/1|/Patient;***/1",
                "/Patient;Smith%2FJones/1;Mary|/Patient;***/1;***",
                "/Patient%3BSmith%2F1|/Patient%3B***%2F1",
                "/a/../Patient/1|/a/../Patient/1",
            })
    void drop_shows_the_path_only(String target, String expected) {
        assertEquals("https://fhir.example:443" + expected, mode("drop").of(ORIGIN, "GET", target, null, true));
    }

    @Test
    void every_mode_that_shows_no_values_hides_the_fragment_and_path_parameters() {
        assertEquals(
                "https://fhir.example:443/a;***?***",
                mode("names").of(ORIGIN, "GET", "/a;name=Smith?Smith#Smith", null, true));
        assertEquals("https://fhir.example:443/a#***", mode("names").of(ORIGIN, "GET", "/a#Smith", null, true));
    }

    @Test
    void value_that_may_be_a_url_goes_by_the_same_rules() {
        assertEquals(
                "https://h/p;jsessionid=***/x?access_token=***&a=b",
                keep.clean("https://u:p@h/p;jsessionid=1/x?access_token=2&a=b"));
        assertEquals("/cb?code=***", keep.clean("/cb?code=1"));
        assertEquals("https://h/Patient", mode("drop").clean("https://h/Patient?name=Smith"));
        assertEquals("https://h/Patient?name=***", mode("names").clean("https://h/Patient?name=Smith"));
        assertEquals("Mozilla/5.0 (X11; Linux) x", mode("drop").clean("Mozilla/5.0 (X11; Linux) x"));
        assertEquals("see http://***@h/ token=***", keep.clean("see http://u:p@h/ token=1 2"));
        assertEquals("a%0Ab", keep.clean("a\nb"));
    }

    @Test
    void configuration_that_cannot_work_is_refused() {
        assertEquals(
                "uri.query \"hush\": unknown mode; use keep, names, hash or drop",
                assertThrows(IllegalArgumentException.class, () -> new AuditUri("hush", null))
                        .getMessage());
        assertEquals(
                "uri.query \"hash\": needs a key; set uri.hashKeyFile",
                assertThrows(IllegalArgumentException.class, () -> new AuditUri("hash", null))
                        .getMessage());
    }

    @Test
    void megabyte_of_uri_is_cut() {
        String uri = keep.of(ORIGIN, "GET", "/" + "a".repeat(1 << 20), "b=c", true);

        assertEquals("https://fhir.example:443/" + "a".repeat(AuditUri.LONGEST_INPUT - 1), uri);
        assertTrue(mode("hash")
                        .of(ORIGIN, "GET", "/", "a=b&".repeat(1 << 18), true)
                        .length()
                < 20_000);
    }

    @Test
    void cut_never_unmasks() {
        String longest = "x".repeat(AuditUri.LONGEST_INPUT);
        for (int before = 0; before < 40; before++) {
            String room = "x".repeat(AuditUri.LONGEST_INPUT - 40 + before);
            assertFalse(keep.of(ORIGIN, "GET", "/" + room, "access_token=CANARY", false)
                    .contains("CAN"));
            assertFalse(keep.of(ORIGIN, "GET", "/", "a=" + room + "&access%5Ftoken=CANARY", false)
                    .contains("CAN"));
        }
        assertEquals(
                "https://fhir.example:443", keep.of(ORIGIN, "GET", "http://CANARY" + longest + "@h/", null, false));
        assertEquals(
                "https://fhir.example:443", keep.of(ORIGIN, "GET", "http://u:CANARY/" + longest + "@h/", null, false));
        assertEquals("http://unknown", keep.clean("http://u:CANARY" + longest + "@h/"));
        for (String start :
                new String[] {"//", "/a/http://", "/a?u=http://", "/a?u=http%3A%2F%2F", "", "http:", "u:/"}) {
            assertFalse(
                    keep.of(ORIGIN, "GET", start + "u:CANARY" + longest + "@h/", null, false)
                            .contains("CAN"),
                    start);
        }
        assertFalse(keep.clean("see http://u:CANARY" + longest + "@h/").contains("CAN"));
    }
}
