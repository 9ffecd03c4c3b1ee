package io.caretrail.core.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.caretrail.core.door.SentRequest;
import io.caretrail.core.record.Identity;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {

    private static final String PAYLOAD =
            "{\"sub\":\"s-1\",\"iss\":\"https://sts.example/\",\"secret\":\"CANARY\",\"oid\":\"o-1\"}";
    private final Identities identities = new Identities(List.of("iss", "oid", "sub", "azp", "fhirUser"));

    private static SentRequest request() {
        return SentRequest.from("192.0.2.1");
    }

    private static String url64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String token(String payload) {
        return url64("{\"alg\":\"RS256\"}") + "." + url64(payload) + ".CANARYsignature";
    }

    private static String basic(String credentials, Charset charset) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(charset));
    }

    private Identity started(String authorization) {
        return identities.started(request().with("Authorization", authorization));
    }

    @Test
    void claims_of_a_bearer_token_are_recorded_in_configured_order_and_not_as_verified() {
        Identity identity = started("bearer   " + token(PAYLOAD));

        assertEquals(
                new Identity(
                        Map.of("iss", "https://sts.example/", "oid", "o-1", "sub", "s-1"), null, "Bearer", null, false),
                identity);
        assertEquals(
                List.of("iss", "oid", "sub"), new ArrayList<>(identity.claims().keySet()));
        assertFalse(identity.toString().contains("CANARY"));
    }

    @Test
    void claims_are_texts_numbers_booleans_and_lists() {
        Identities all =
                new Identities(List.of("t", "n", "big", "f", "b", "l", "o", "z", "twice", "long", "nested", ""));
        String payload =
                "{\"t\":\"M\\u00fcller \u65e5\",\"n\":-7,\"big\":123456789012345678901234567890,\"f\":1.50,\"b\":true,"
                        + "\"l\":[\"a\",1,true,null,{\"x\":[1]},[\"y\"],\"b\"],\"o\":{\"sub\":\"inner\"},\"z\":null,"
                        + "\"twice\":1,\"twice\":\"last\",\"long\":\"" + "x".repeat(1025) + "\",\"\":false}";

        Identity identity = all.started(request().with("Authorization", "Bearer " + token(payload)));

        assertEquals(
                Map.of(
                        "t",
                        "M\u00fcller \u65e5",
                        "n",
                        -7L,
                        "big",
                        "123456789012345678901234567890",
                        "f",
                        "1.50",
                        "b",
                        true,
                        "l",
                        List.of("a", "1", "true", "b"),
                        "twice",
                        "last",
                        "",
                        false),
                identity.claims());
    }

    @Test
    void list_ends_after_64_elements() {
        Identity identity = started("Bearer " + token("{\"sub\":[" + "1,".repeat(99) + "1]}"));

        assertEquals(64, ((List<?>) identity.claims().get("sub")).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b",
                "a.b.c",
                "a..c",
                ".e30.",
                "a.e30",
                "a.e30.c.d",
                "a.e30.c.d.e",
                "a.!!!.c",
                "a.W10.c",
                "a.Im4i.c",
                "a.bnVsbA.c",
                "a.eyJzdWIi.c",
                "a.eyJzdWIiOg.c",
                "a.eyJzdWIiOnRydQ.c",
                "a.__8.c",
                "a.AAAA.c",
                "a.e30=.c",
                "a b.e30.c",
                "a.e30.c d"
            })
    void broken_or_encrypted_token_gives_no_claims_and_no_error(String token) {
        assertEquals(new Identity(Map.of(), null, "Bearer", null, null), started("Bearer " + token));
    }

    @Test
    void token_beyond_the_limits_gives_no_claims() {
        Identity none = new Identity(Map.of(), null, "Bearer", null, null);

        assertEquals(none, started("Bearer " + token("{\"sub\":" + "[".repeat(17) + "]".repeat(17) + "}")));
        assertEquals(none, started("Bearer " + token("{\"sub\":\"a\",\"" + "n".repeat(257) + "\":1}")));
        assertEquals(none, started("Bearer " + token("{\"sub\":\"a\",\"n\":" + "1".repeat(65) + "}")));
        assertEquals(none, started("Bearer " + token("{\"sub\":\"a\",\"l\":[" + "1,".repeat(4200) + "1]}")));
        assertEquals(Identity.UNKNOWN, started("Bearer " + token("{\"sub\":\"" + "x".repeat(16 * 1024) + "\"}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "alice:CANARY|alice",
                "alice:|alice",
                "alice:CAN:ARY|alice",
                "CANARY|-",
                ":CANARY|-",
                "''|-",
                "M\u00fcller:CANARY|M\u00fcller",
                "a b@c.example:CANARY|a b@c.example",
                "eyJhbGciOiJub25lIn0.e30.CANARY:|-"
            })
    void basic_gives_the_user_and_never_the_password(String credentials, String user) {
        Identity expected = new Identity(Map.of(), user, "BASIC", null, null);

        assertEquals(expected, started(basic(credentials, StandardCharsets.UTF_8)));
        assertEquals(expected, started(basic(credentials, StandardCharsets.ISO_8859_1)));
        assertEquals(
                expected, started(basic(credentials, StandardCharsets.UTF_8).replace("=", "")));
        assertEquals(
                expected, started(basic(credentials, StandardCharsets.UTF_8).replace("Basic ", "bASIC   ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !", "Basic YQ", "Basic Y", "Basic ====", "Basic \u00fc\u0000"})
    void broken_basic_gives_no_user(String header) {
        assertEquals(new Identity(Map.of(), null, "BASIC", null, null), started(header));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Negotiate CANARY|Negotiate|-",
                "NTLM CANARY|NTLM|-",
                "dpop CANARY|DPoP|-",
                "AWS4-HMAC-SHA256 Credential=CANARY|AWS4-HMAC-SHA256|-",
                "Digest username=\"Mufasa\", realm=\"r, s\", response=\"CANARY\"|DIGEST|Mufasa",
                "Digest realm=\"a=\\\"b\\\", username=x\", username=\"M\\\"u\"|DIGEST|M\"u",
                "Digest response=\"CANARY\", username=Mufasa|DIGEST|Mufasa",
                "Digest username=Mufasa response=CANARY|DIGEST|Mufasa",
                "Digest username=\"Mufasa\"response=\"CANARY\"|DIGEST|Mufasa",
                "Digest username=\"Mufasa, response=CANARY|DIGEST|-",
                "Digest username*=UTF-8''CANARY|DIGEST|-",
                "Digest username=|DIGEST|-",
                "Digest username|DIGEST|-",
                "Digest CANARY|DIGEST|-",
                // what is no known scheme may be the secret itself
                "CANARY|-|-",
                "CANARY x|-|-",
                "eyJhbGciOiJub25lIn0.e30.CANARY|-|-",
                "''|-|-",
                "' '|-|-",
                "Bearer,Basic CANARY|-|-",
            })
    void other_schemes_are_named_and_their_credentials_never(String header, String method, String user) {
        Identity identity = started(header);

        assertEquals(new Identity(Map.of(), user, method, null, null), identity);
        assertFalse(identity.toString().contains("CANARY"));
        assertFalse(Authorization.parse(header).toString().contains("CANARY"));
    }

    @Test
    void user_is_the_principal_else_the_basic_user_else_the_certificate() {
        String basic = basic("alice:CANARY", StandardCharsets.UTF_8);

        assertEquals(
                new Identity(Map.of(), "bob", "FORM", true, null),
                identities.started(request()
                        .user("bob", "FORM")
                        .with("Authorization", basic)
                        .certificate("CN=carol")));
        assertEquals(
                new Identity(Map.of(), "alice", "BASIC", null, null),
                identities.started(request().with("Authorization", basic).certificate("CN=carol")));
        assertEquals(
                new Identity(Map.of(), "CN=carol", "CLIENT_CERT", null, null),
                identities.started(request().certificate("CN=carol")));
        assertEquals(Identity.UNKNOWN, identities.started(request()));
        assertEquals(Identity.UNKNOWN, identities.started(request().user("", null)));
    }

    @Test
    void attribute_that_cannot_be_read_takes_no_other_with_it() {
        SentRequest request = request()
                .throwing("user")
                .throwing("authMethod")
                .throwing("certificate")
                .with("Authorization", basic("alice:x", StandardCharsets.UTF_8));

        assertEquals(new Identity(Map.of(), "alice", "BASIC", null, null), identities.started(request));
        assertEquals(Identity.UNKNOWN, identities.started(request().throwing("headers")));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // status, user and method at the end -> user, method, authenticated, claimsVerified
                "200, alice, BEARER_TOKEN, alice, BEARER_TOKEN, true, true",
                "200, alice, MP-JWT, alice, MP-JWT, true, true",
                "403, alice, oauth2, alice, oauth2, true, true",
                "200, alice, FORM, alice, FORM, true, false",
                "200, alice, BASIC, alice, BASIC, true, false",
                "200, alice, -, alice, Bearer, true, false",
                "200, -, -, -, Bearer, -, false",
                "200, -, BEARER, -, BEARER, -, false",
                "401, -, -, -, Bearer, false, false",
                "401, alice, BEARER, alice, BEARER, true, true",
                "403, -, -, -, Bearer, -, false",
                "0, -, -, -, Bearer, -, false",
            })
    void end_says_whether_the_server_believed_the_token(
            int status,
            String user,
            String method,
            String expectedUser,
            String expectedMethod,
            Boolean authenticated,
            Boolean verified) {
        Identity started = started("Bearer " + token(PAYLOAD));

        assertEquals(
                new Identity(started.claims(), expectedUser, expectedMethod, authenticated, verified),
                identities.completed(started, status, user, method));
    }

    @Test
    void user_known_at_the_beginning_stays_known() {
        Identity started =
                identities.started(request().user("alice", "BEARER").with("Authorization", "Bearer " + token(PAYLOAD)));

        assertEquals(new Identity(started.claims(), "alice", "BEARER", true, true), started);
        assertEquals(started, identities.completed(started, 401, null, null));
    }

    @Test
    void identity_without_claims_has_none_to_verify() {
        Identity basic = started(basic("alice:x", StandardCharsets.UTF_8));

        assertEquals(
                new Identity(Map.of(), "alice", "BASIC", false, null), identities.completed(basic, 401, null, null));
        assertEquals(
                new Identity(Map.of(), "alice", "BASIC", true, null),
                identities.completed(basic, 200, "alice", "BASIC"));
        assertEquals(
                new Identity(Map.of(), null, null, false, null), identities.completed(Identity.UNKNOWN, 401, "", null));
    }

    @Test
    void hostile_headers_neither_throw_nor_leak() {
        Random random = new Random(7519);
        List<String> schemes = List.of("Bearer ", "Basic ", "Digest ", "", "Negotiate ");
        String good = token(PAYLOAD);
        for (int i = 0; i < 30_000; i++) {
            StringBuilder header = new StringBuilder(i % 2 == 0 ? good : basic("a:CANARY", StandardCharsets.UTF_8));
            for (int j = random.nextInt(4); j >= 0; j--) {
                header.setCharAt(random.nextInt(header.length()), (char) random.nextInt(0x180));
            }
            header.setLength(random.nextInt(header.length() + 1));
            Identity identity = started(schemes.get(i % schemes.size()) + header);
            assertFalse(identity.toString().contains("CANARYsig"), () -> header.toString());
        }
        assertNull(started("\u0000").authMethod());
    }
}
