package io.caretrail.core.http;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.http.format.WireAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What the Authorization header says. Used by one thread at a time. No message of it shows any secret. */
interface Credentials {

    /** Sends a request and waits for its whole answer. */
    interface Exchange {
        WireAnswer send(HttpRequest.Builder request) throws IOException;
    }

    /** Without any. */
    Credentials NONE = exchange -> null;

    /**
     * The value of the header; null for none.
     *
     * @param exchange for credentials that have to be asked for
     * @throws IOException when they cannot be had now: names the key and the remedy
     */
    @Nullable
    String authorization(Exchange exchange) throws IOException;

    /** The collector did not take the last ones: forgets what can be got anew. */
    default void forget() {}

    static Credentials of(DestinationSettings settings, String tokenScheme) {
        Path token = settings.find("auth.tokenFile", Path.class);
        if (token != null) {
            String given = settings.find("auth.scheme", String.class);
            String scheme = given == null ? tokenScheme : given;
            SecretFile file = new SecretFile(settings.key() + ".auth.tokenFile", token);
            return exchange -> scheme + " " + file.visible();
        }
        if (settings.find("auth.tokenUrl", String.class) != null) {
            return new ClientCredentials(
                    settings.key() + ".auth.tokenUrl",
                    URI.create(settings.get("auth.tokenUrl", String.class)),
                    settings.get("auth.clientId", String.class),
                    new SecretFile(
                            settings.key() + ".auth.clientSecretFile",
                            settings.get("auth.clientSecretFile", Path.class)),
                    settings.find("auth.scope", String.class));
        }
        return basic(settings, "auth");
    }

    static Credentials ofProxy(DestinationSettings settings) {
        return basic(settings, "proxy");
    }

    /** RFC 7617. */
    private static Credentials basic(DestinationSettings settings, String group) {
        String user = settings.find(group + ".user", String.class);
        if (user == null) {
            return NONE;
        }
        SecretFile file = new SecretFile(
                settings.key() + "." + group + ".passwordFile", settings.get(group + ".passwordFile", Path.class));
        return exchange -> "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + file.text()).getBytes(StandardCharsets.UTF_8));
    }
}
