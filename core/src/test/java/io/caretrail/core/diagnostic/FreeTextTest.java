package io.caretrail.core.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreeTextTest {

    private static final String SECRET = "s3cr3tS3cr3t.x-y_z";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer {}",
                "Authorization: Digest username=\"m\", response=\"{}\"",
                "headers: {Authorization=Basic {}}",
                "\"authorization\" : \"Bearer {}\"",
                "Proxy-Authorization: Negotiate {}",
                "Cookie: a=b; JSESSIONID={}; c={}",
                "Set-Cookie: id={}; HttpOnly",
                "got bearer {} from the gateway",
                "user basic {}",
                "POST /token?grant_type=x&client_secret={}&scope=y",
                "GET /x;jsessionid={}?a=b",
                "access_token={}",
                "{\"access_token\":\"{}\",\"expires_in\":3600}",
                "{'password': '{}'}",
                "password = {}",
                "db.password={}",
                "X-Api-Key: {}",
                "apiKey={}",
                "?X-Amz-Signature={}&X-Amz-Credential={}",
                "connecting to https://user:{}@db.example.org/x",
                "jdbc:postgresql://m:{}@host:5432/db",
                "SAMLResponse={}",
            })
    void known_credential_is_masked(String text) {
        String masked = FreeText.masked(text.replace("{}", SECRET));
        assertFalse(masked.contains(SECRET), masked);
    }

    @Test
    void token_is_masked_wherever_it_stands() {
        assertEquals(
                "rejected *** (expired)",
                FreeText.masked("rejected eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.abc-_ (expired)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stored 1.2.840.113619.2.1 in 12 ms",
                "Patient/42: name is missing",
                "GET https://pacs.example.org:443/studies?PatientID=7 -> 200",
                "signed in as mueller at 10:31:12",
                "the tokens of the bearer of this card",
                "code=8480-6 state=final",
            })
    void other_text_stays_as_it_is(String text) {
        assertEquals(text, FreeText.masked(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eyJ", "://", "password=", "token", "bearer ", "\"password\":\"", "cookie:", "a.", "\\\""})
    void hostile_text_takes_no_longer_than_its_length_needs(String part) {
        String text = part.repeat(200_000 / part.length());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> FreeText.masked(text));
    }

    @Test
    void what_is_longer_than_any_record_is_cut() {
        assertEquals(FreeText.LONGEST, FreeText.masked("x".repeat(100_000)).length());
    }
}
