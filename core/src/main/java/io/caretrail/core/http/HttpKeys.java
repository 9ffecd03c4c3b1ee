package io.caretrail.core.http;

import static io.caretrail.core.config.ConfigKey.Type.CHOICE;
import static io.caretrail.core.config.ConfigKey.Type.DURATION;
import static io.caretrail.core.config.ConfigKey.Type.NUMBER;
import static io.caretrail.core.config.ConfigKey.Type.PATH;
import static io.caretrail.core.config.ConfigKey.Type.SIZE;
import static io.caretrail.core.config.ConfigKey.Type.TEXT;
import static io.caretrail.core.config.ConfigKey.Type.TEXT_MAP;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.http.format.WireFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of the destination {@code http}; those of the formats follow them. */
final class HttpKeys {

    static final String NEGOTIATE = "negotiate";

    private HttpKeys() {}

    private static final List<ConfigKey> CONNECTION = List.of(
            choice("compression", "none", List.of("none", "gzip"), "What is done to the body of a request.", "gzip"),
            key(
                    "headers",
                    TEXT_MAP,
                    null,
                    "Further headers of each request. A secret comes from a file or the environment.",
                    "{ Authorization: \"Bearer ${file:/run/secrets/token}\" }"),
            choice(
                    "version",
                    NEGOTIATE,
                    List.of(NEGOTIATE, "HTTP/1.1", "HTTP/2"),
                    "The version of HTTP; negotiate means HTTP/2 where TLS agrees on it, else HTTP/1.1.",
                    "HTTP/1.1"),
            key("timeout.connect", DURATION, "10s", "How long a connection may take, TLS included.", "5s"),
            key(
                    "timeout.request",
                    DURATION,
                    "30s",
                    "How long a request may take, to the last byte of its answer.",
                    "1m"),
            key("batch.records", NUMBER, "500", "The most records in one request, 1 to 10000.", "1000"),
            key("batch.bytes", SIZE, "1MB", "The sum of records after which a request is full, 16MB at most.", "512KB"),
            key(
                    "batch.age",
                    DURATION,
                    "1s",
                    "How long the first record of a request may wait for further ones; a minute at most.",
                    "200ms"),
            key(
                    "spool.size",
                    SIZE,
                    "1GB",
                    "The room on disk for records that wait for the collector; what finds none is counted in a Gap"
                            + " record.",
                    "10GB"),
            key(
                    "quarantine.size",
                    SIZE,
                    "64MB",
                    "The room for records that the collector rejects for good; while it is full, nothing more is sent.",
                    "10MB"));

    private static final List<ConfigKey> CREDENTIALS = List.of(
            key(
                    "auth.tokenFile",
                    PATH,
                    null,
                    "A token for the Authorization header; read anew whenever it changes.",
                    "/run/secrets/token"),
            key(
                    "auth.scheme",
                    TEXT,
                    null,
                    "What stands before the token. Default: `Bearer`; `Splunk` with the format splunk-hec.",
                    "ApiKey"),
            key("auth.user", TEXT, null, "The user of Basic authentication.", "caretrail"),
            key(
                    "auth.passwordFile",
                    PATH,
                    null,
                    "The user's password; read anew whenever it changes.",
                    "/run/secrets/password"),
            key(
                    "auth.tokenUrl",
                    TEXT,
                    null,
                    "Where OAuth 2.0 client credentials are exchanged for a token.",
                    "https://login.example.org/oauth2/token"),
            key("auth.clientId", TEXT, null, "The OAuth 2.0 client.", "caretrail"),
            key("auth.clientSecretFile", PATH, null, "The client's secret.", "/run/secrets/client-secret"),
            key("auth.scope", TEXT, null, "The scope to ask for.", "audit.write"),
            key(
                    "tls.caFile",
                    PATH,
                    null,
                    "The certificates (PEM) that the collector's is checked against, instead of Java's own.",
                    "/etc/caretrail/ca.pem"),
            key("tls.trustStore", PATH, null, "The same as a key store (PKCS#12 or JKS).", "/etc/caretrail/trust.p12"),
            key("tls.trustStorePasswordFile", PATH, null, "Its password.", "/run/secrets/trust-password"),
            key(
                    "tls.keyStore",
                    PATH,
                    null,
                    "The own key and certificates (PKCS#12 or JKS) for mutual TLS; read anew when the file changes.",
                    "/etc/caretrail/client.p12"),
            key("tls.keyStorePasswordFile", PATH, null, "Its password.", "/run/secrets/key-password"),
            key("tls.certFile", PATH, null, "The own certificates as PEM, the own first.", "/etc/caretrail/client.pem"),
            key(
                    "tls.keyFile",
                    PATH,
                    null,
                    "The own key as PEM, PKCS#8 and not encrypted.",
                    "/etc/caretrail/client.key"),
            key("proxy.address", TEXT, null, "The proxy to go through, HOST:PORT.", "proxy.example.org:3128"),
            key("proxy.user", TEXT, null, "The user at the proxy (Basic).", "caretrail"),
            key("proxy.passwordFile", PATH, null, "That user's password.", "/run/secrets/proxy-password"));

    static List<ConfigKey> all(List<WireFormat> formats) {
        List<String> names = formats.stream().map(WireFormat::name).toList();
        List<ConfigKey> all = new ArrayList<>();
        all.add(new ConfigKey(
                "url",
                TEXT,
                null,
                true,
                List.of(),
                "Where the collector is, http or https. Formats with a path of their own put it behind this one.",
                "https://collector:8443/audit"));
        all.add(choice("format", "ndjson", names, "How records are written in a request.", "json"));
        all.addAll(CONNECTION);
        all.addAll(CREDENTIALS);
        formats.forEach(format -> all.addAll(format.keys()));
        return List.copyOf(all);
    }

    private static ConfigKey key(
            String name, ConfigKey.Type type, @Nullable String fallback, String description, String example) {
        return new ConfigKey(name, type, fallback, false, List.of(), description, example);
    }

    private static ConfigKey choice(
            String name, String fallback, List<String> allowed, String description, String example) {
        return new ConfigKey(name, CHOICE, fallback, false, allowed, description, example);
    }
}
