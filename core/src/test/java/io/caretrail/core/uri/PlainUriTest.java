package io.caretrail.core.uri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has nothing to be masked goes a shorter way, to the same text. */
class PlainUriTest {

    private static final SecretKey KEY =
            new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

    private static final List<String> PIECES = List.of(
            "/",
            "/",
            "/",
            "Patient",
            "1",
            "a-b.c_d",
            "$everything",
            "fhir",
            "//",
            ":",
            "@",
            ";",
            "=",
            "?",
            "#",
            "%2F",
            "%",
            "token",
            "password",
            "code",
            "\\",
            "~",
            "+",
            " ",
            "\n",
            "ü",
            "\u0085",
            "&",
            "http://",
            "u:p@h",
            "..",
            ";jsessionid=x",
            "token=x",
            "%253D",
            "(X11; Linux)",
            "Mozilla/5.0",
            ",",
            "*");

    private static final List<Origin> ORIGINS = List.of(
            new Origin("https", "fhir.example.org", 8443, false),
            new Origin("http", "fhir.example.org:8080", 80, true),
            new Origin("", null, -1, false),
            new Origin("https", "user:secret@[::1]:1", 443, false),
            new Origin("https", "::1", 443, false));

    @ParameterizedTest
    @ValueSource(strings = {"keep", "names", "hash", "drop"})
    void every_target_becomes_what_the_long_way_makes_of_it(String mode) {
        AuditUri uris = new AuditUri(mode, KEY);
        Random random = new Random(31);
        for (int i = 0; i < 40_000; i++) {
            Origin origin = ORIGINS.get(random.nextInt(ORIGINS.size()));
            String target = (random.nextInt(4) == 0 ? "" : "/") + text(random, 6);
            String query = random.nextBoolean() ? null : text(random, 6);
            boolean fhir = random.nextBoolean();
            String method = random.nextInt(10) == 0 ? "CONNECT" : "GET";
            assertEquals(
                    uris.ofAny(origin, method, target, query, fhir),
                    uris.of(origin, method, target, query, fhir),
                    () -> target + " ? " + query);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "drop"})
    void every_text_becomes_what_the_long_way_makes_of_it(String mode) {
        AuditUri uris = new AuditUri(mode, KEY);
        Random random = new Random(32);
        for (int i = 0; i < 40_000; i++) {
            String text = text(random, 6);
            assertEquals(uris.cleanAny(text), uris.clean(text), text);
        }
    }

    @Test
    void targets_about_as_long_as_is_looked_at_are_alike() {
        AuditUri uris = new AuditUri("keep", null);
        for (int length = AuditUri.LONGEST_INPUT - 3; length < AuditUri.LONGEST_INPUT + 3; length++) {
            for (String query : new String[] {null, "", "a", "token=secret"}) {
                String target = "/" + "a".repeat(length - 1);
                Origin origin = ORIGINS.get(0);
                assertEquals(
                        uris.ofAny(origin, "GET", target, query, true), uris.of(origin, "GET", target, query, true));
            }
            String text = "a".repeat(length);
            assertEquals(uris.cleanAny(text), uris.clean(text));
        }
    }

    @Test
    void text_that_stays_as_it_is_is_not_copied() {
        String text = "Mozilla/5.0 (X11; Linux x86_64)";
        assertSame(text, new AuditUri("keep", null).clean(text));
    }

    private static String text(Random random, int mostPieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(mostPieces + 1); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
