package io.caretrail.core.http;

import io.caretrail.core.http.format.WireAnswer;
import io.caretrail.core.http.format.WireRequest;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Sends the requests of a format: with address, headers, credentials and compression. Used by one thread at a time. */
final class Caller implements Closeable {

    private final HttpSettings settings;
    private final Secrets secrets;
    private Connection connection;

    Caller(HttpSettings settings, Connection connection) {
        this.settings = settings;
        this.connection = connection;
        this.secrets = new Secrets(settings.headers());
        secrets.addQuery(settings.url());
    }

    /** What a collector said, without the secrets it was sent. */
    String quotable(String text) {
        return secrets.without(text);
    }

    /**
     * Sends a request; credentials that are not accepted are got anew once.
     *
     * @throws IOException with a message that names the collector, the reason and the remedy
     */
    WireAnswer call(WireRequest request) throws IOException {
        String authorization = authorization();
        WireAnswer answer = send(request, authorization);
        if (answer.status() == 401 || answer.status() == 403) {
            settings.credentials().forget();
            String fresh = authorization();
            if (fresh != null && !fresh.equals(authorization)) {
                answer = send(request, fresh);
            }
        }
        if (answer.status() / 100 == 3) {
            throw new IOException(settings.collector() + ": answered " + answer.status() + " and points to "
                    + target(answer) + "; redirections are not followed: write the final address in `url`");
        }
        if (answer.status() == 407) {
            throw new IOException(
                    settings.collector() + ": the proxy answered 407: it wants other credentials; " + proxyRemedy());
        }
        return answer;
    }

    /** Java's own rule, set for the whole JVM; see jdk.http.auth.tunneling.disabledSchemes in net.properties. */
    private String proxyRemedy() {
        return settings.proxyCredentials() != Credentials.NONE && settings.isEncrypted()
                ? "correct proxy.user and proxy.passwordFile, and start the JVM with"
                        + " -Djdk.http.auth.tunneling.disabledSchemes= since Java sends no Basic credentials through a"
                        + " tunnel without"
                : "set proxy.user and proxy.passwordFile";
    }

    private @Nullable String authorization() throws IOException {
        String authorization = remembered(settings.credentials());
        Credentials proxy = settings.proxyCredentials();
        if (proxy != null) {
            remembered(proxy);
        }
        return authorization;
    }

    /** Whoever is sent a secret can send it back. */
    private @Nullable String remembered(Credentials credentials) throws IOException {
        String authorization = credentials.authorization(connection::exchange);
        if (authorization != null) {
            secrets.add(authorization);
        }
        return authorization;
    }

    private WireAnswer send(WireRequest request, @Nullable String authorization) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(settings.at(request.path()));
        request.headers().forEach(builder::setHeader);
        settings.headers().forEach(builder::setHeader);
        if (authorization != null) {
            builder.setHeader("Authorization", authorization);
        }
        byte[] body = request.body();
        if (settings.gzip() && body.length > 0) {
            body = gzip(body);
            builder.setHeader("Content-Encoding", "gzip");
        }
        builder.method(request.method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        try {
            return connection.exchange(builder);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // Not as the cause: it may quote what was answered, and that what was asked.
            throw new IOException(settings.collector() + ": " + Trouble.reason(e));
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream small = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(small)) {
            out.write(body);
        }
        return small.toByteArray();
    }

    /** Without the query, which may carry a ticket. */
    private String target(WireAnswer answer) {
        String location = answer.headers().firstValue("Location").orElse("");
        try {
            URI target = settings.url().resolve(new URI(location));
            String path = target.getRawPath() == null ? "" : target.getRawPath();
            return target.getHost() == null ? "nowhere" : secrets.without(HttpSettings.origin(target) + path);
        } catch (URISyntaxException | IllegalArgumentException rubbish) {
            return "nowhere";
        }
    }

    /** Takes up changed keys and certificates. */
    void refresh() throws IOException {
        if (connection.isOutdated()) {
            Connection fresh = Connection.open(settings);
            connection.close();
            connection = fresh;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
