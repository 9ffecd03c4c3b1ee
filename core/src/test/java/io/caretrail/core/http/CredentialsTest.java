package io.caretrail.core.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.caretrail.core.http.Collecting.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.caretrail.core.destination.Destination;
import io.caretrail.core.destination.UndeliveredException;
import io.caretrail.core.http.format.WireAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens, passwords and OAuth 2.0, all of which change while the server runs. */
class CredentialsTest {

    @RegisterExtension
    static WireMockExtension collector = WireMockExtension.newInstance()
            .options(options().dynamicPort().gzipDisabled(true))
            .build();

    private final Collecting collecting;

    CredentialsTest(@TempDir Path folder) {
        collecting = new Collecting(folder);
    }

    private Destination open(String... keys) throws IOException {
        return collecting.open("url: " + collector.baseUrl() + "/audit", String.join("\n", keys));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(collecting.folder.resolve(name), text);
    }

    private static void accept(String authorization) {
        collector.resetAll();
        collector.stubFor(any(anyUrl()).atPriority(9).willReturn(status(401)));
        collector.stubFor(post(urlEqualTo("/audit"))
                .withHeader("Authorization", equalTo(authorization))
                .willReturn(status(200)));
    }

    private static String undelivered(Destination destination) {
        return assertThrows(UndeliveredException.class, () -> destination.write(records(1)))
                .getMessage();
    }

    @Test
    void token_is_read_anew_when_it_has_rotated() throws Exception {
        write("token", "canary-one\r\n");
        try (Destination http = open("auth: { tokenFile: token, scheme: ApiKey }")) {
            accept("ApiKey canary-one");
            http.write(records(1));
            accept("ApiKey canary-two");
            assertTrue(undelivered(http).contains("answered 401: it does not accept the credentials; correct `auth`"));
            write("token", "canary-two\n");
            http.write(records(1));
        }
    }

    @Test
    void refused_token_that_has_not_changed_is_not_sent_twice() throws Exception {
        write("token", "canary-one");
        try (Destination http = open("auth: { tokenFile: token }")) {
            accept("Bearer another");
            undelivered(http);
            collector.verify(1, postRequestedFor(anyUrl()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty; write the secret into it",
                "'canary\nmore' | holds more than one line of ASCII; write the secret alone into it",
            })
    void token_file_that_is_wrong_keeps_the_records(String content, String said) throws Exception {
        write("token", content);
        try (Destination http = open("auth: { tokenFile: token }")) {
            String message = undelivered(http);
            assertTrue(
                    message.contains("auth.tokenFile \"" + collecting.folder.resolve("token") + "\" " + said), message);
            assertFalse(message.contains("canary"), message);
        }
    }

    @Test
    void basic_is_user_and_password() throws Exception {
        write("password", "canary p\u00E4ss:word\n");
        accept("Basic Y2FyZXRyYWlsOmNhbmFyeSBww6Rzczp3b3Jk");
        try (Destination http = open("auth: { user: caretrail, passwordFile: password }")) {
            http.write(records(1));
        }
    }

    private String oauth() throws IOException {
        write("secret", "canary & secret\n");
        return "auth: { tokenUrl: '" + collector.baseUrl()
                + "/token', clientId: care, clientSecretFile: secret, scope: 'audit/.default' }";
    }

    private static void grant(String token, String more) {
        collector.stubFor(post(urlEqualTo("/token"))
                .atPriority(1)
                .willReturn(okJson("{\"token_type\":\"Bearer\",\"access_token\":\"" + token + "\"" + more + "}")));
    }

    @Test
    void client_credentials_give_a_token_that_is_kept() throws Exception {
        accept("Bearer canary-one");
        grant("canary-one", ",\"expires_in\":3600");
        try (Destination http = open(oauth())) {
            http.write(records(1));
            http.write(records(1));
        }
        collector.verify(
                1,
                postRequestedFor(urlEqualTo("/token"))
                        .withRequestBody(equalTo("grant_type=client_credentials&client_id=care"
                                + "&client_secret=canary+%26+secret&scope=audit%2F.default")));
    }

    @Test
    void token_that_is_not_accepted_any_more_is_got_anew_once() throws Exception {
        accept("Bearer canary-one");
        grant("canary-one", ",\"expires_in\":3600");
        try (Destination http = open(oauth())) {
            http.write(records(1));
            accept("Bearer canary-two");
            grant("canary-two", ",\"expires_in\":3600");
            http.write(records(1));
            collector.verify(1, postRequestedFor(urlEqualTo("/token")));
            accept("Bearer canary-three");
            grant("canary-four", "");
            assertTrue(undelivered(http).contains("answered 401: "));
            collector.verify(1, postRequestedFor(urlEqualTo("/token")));
        }
    }

    @Test
    void token_is_renewed_before_its_end() throws Exception {
        grant("canary-one", ",\"expires_in\":600");
        write("secret", "s");
        long[] now = {0};
        List<Long> asked = new ArrayList<>();
        Path file = collecting.folder.resolve("secret");
        try (Destination unused = open()) {
            ClientCredentials credentials = new ClientCredentials(
                    "auth.tokenUrl",
                    URI.create(collector.baseUrl() + "/token"),
                    "care",
                    new SecretFile("auth.clientSecretFile", file),
                    null,
                    () -> now[0]);
            Credentials.Exchange exchange = request -> {
                asked.add(now[0] / 1_000_000_000);
                return new WireAnswer(
                        200,
                        HttpHeaders.of(Map.of(), (name, value) -> true),
                        "{\"access_token\":\"t\",\"expires_in\":600}".getBytes(StandardCharsets.UTF_8));
            };
            for (; now[0] < 1_300_000_000_000L; now[0] += 10_000_000_000L) {
                assertEquals("Bearer t", credentials.authorization(exchange));
            }
        }
        assertEquals(List.of(0L, 540L, 1080L), asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":\"invalid_client\",\"error_description\":\"canary\"} | answered 401 (invalid_client); correct auth.clientId",
                "500 | canary | answered 500; correct auth.clientId",
                "200 | {\"token\":\"canary\"} | answered 200 without an access_token; correct auth.tokenUrl",
                "200 | {\"access_token\":\"canary line\"} | answered 200 without an access_token; correct auth.tokenUrl",
            })
    void token_endpoint_that_gives_none_keeps_the_records(int status, String body, String said) throws Exception {
        accept("Bearer canary-one");
        collector.stubFor(post(urlEqualTo("/token"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(status).withBody(body)));
        try (Destination http = open(oauth())) {
            String message = undelivered(http);
            assertTrue(message.contains("auth.tokenUrl (" + collector.baseUrl() + "): no token: " + said), message);
            assertFalse(message.contains("canary"), message);
        }
    }
}
