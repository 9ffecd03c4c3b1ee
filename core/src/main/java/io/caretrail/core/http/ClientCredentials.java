package io.caretrail.core.http;

import io.caretrail.core.http.format.Json;
import io.caretrail.core.http.format.WireAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * OAuth 2.0 client credentials (RFC 6749 section 4.4), the client's id and secret in the body. A token is kept until shortly
 * before its end.
 */
final class ClientCredentials implements Credentials {

    /** RFC 6749 section 5.1 only recommends expires_in. */
    private static final long UNSAID_LIFETIME = 300;

    private static final long LONGEST_LIFETIME = TimeUnit.DAYS.toSeconds(1);

    private final String key;
    private final URI url;
    private final String clientId;
    private final SecretFile clientSecret;
    private final @Nullable String scope;
    private final LongSupplier nanos;

    private @Nullable String token;
    private long goodUntil;

    ClientCredentials(String key, URI url, String clientId, SecretFile clientSecret, @Nullable String scope) {
        this(key, url, clientId, clientSecret, scope, System::nanoTime);
    }

    ClientCredentials(
            String key, URI url, String clientId, SecretFile clientSecret, @Nullable String scope, LongSupplier nanos) {
        this.key = key;
        this.url = url;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.scope = scope;
        this.nanos = nanos;
    }

    @Override
    public String authorization(Exchange exchange) throws IOException {
        String known = token;
        if (known == null || goodUntil - nanos.getAsLong() <= 0) {
            known = ask(exchange);
            token = known;
        }
        return "Bearer " + known;
    }

    @Override
    public void forget() {
        token = null;
    }

    private String ask(Exchange exchange) throws IOException {
        String form = "grant_type=client_credentials" + field("client_id", clientId)
                + field("client_secret", clientSecret.text())
                + (scope == null ? "" : field("scope", scope));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form));
        WireAnswer answer;
        try {
            answer = exchange.send(request);
        } catch (IOException e) {
            throw new IOException(here() + ": no token: " + Trouble.reason(e));
        }
        Map<String, Object> said = Json.topFields(answer.body());
        if (!answer.isSuccess()) {
            throw new IOException(here() + ": no token: answered " + answer.status() + errorCode(said)
                    + "; correct auth.clientId, auth.clientSecretFile, auth.scope or auth.tokenUrl");
        }
        if (!(said.get("access_token") instanceof String fresh) || !isVisible(fresh)) {
            throw new IOException(here() + ": no token: answered " + answer.status()
                    + " without an access_token; correct auth.tokenUrl");
        }
        long lifetime = said.get("expires_in") instanceof Long seconds ? seconds : UNSAID_LIFETIME;
        long sure = Math.min(Math.max(lifetime, 0), LONGEST_LIFETIME);
        // A minute, or a fifth of a short life, for clocks and the way.
        goodUntil = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(sure - Math.min(60, sure / 5));
        return fresh;
    }

    private String here() {
        return key + " (" + HttpSettings.origin(url) + ")";
    }

    /** RFC 6749 section 5.2: the code is one of a few words; a stranger's text is not shown. */
    private static String errorCode(Map<String, Object> said) {
        return said.get("error") instanceof String code && code.matches("[a-z_]{1,40}") ? " (" + code + ")" : "";
    }

    private static boolean isVisible(String token) {
        return !token.isEmpty() && token.chars().allMatch(character -> character > 0x20 && character < 0x7F);
    }

    private static String field(String name, String value) {
        return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
