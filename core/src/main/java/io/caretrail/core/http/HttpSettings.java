package io.caretrail.core.http;

import io.caretrail.core.config.DestinationSettings;
import io.caretrail.core.destination.Batching;
import io.caretrail.core.http.format.Wire;
import io.caretrail.core.http.format.WireFormat;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an http destination was told.
 *
 * @param key where it stands in the configuration
 * @param headers configured ones, which may hold secrets
 * @param version null to negotiate
 * @param proxy null for none; not looked up
 * @param quarantine bytes
 */
record HttpSettings(
        String key,
        URI url,
        Wire wire,
        boolean gzip,
        Map<String, String> headers,
        HttpClient.@Nullable Version version,
        Duration connectTimeout,
        Duration requestTimeout,
        Batching batching,
        Credentials credentials,
        TlsFiles tls,
        @Nullable InetSocketAddress proxy,
        @Nullable Credentials proxyCredentials,
        long quarantine) {

    static HttpSettings of(DestinationSettings settings, WireFormat format) {
        String proxy = settings.find("proxy.address", String.class);
        return new HttpSettings(
                settings.key(),
                URI.create(settings.get("url", String.class)),
                format.open(settings),
                settings.get("compression", String.class).equals("gzip"),
                headers(settings),
                version(settings.get("version", String.class)),
                settings.get("timeout.connect", Duration.class),
                settings.get("timeout.request", Duration.class),
                new Batching(
                        settings.get("batch.records", Long.class).intValue(),
                        settings.get("batch.bytes", Long.class),
                        settings.get("batch.age", Duration.class)),
                Credentials.of(settings, format.tokenScheme()),
                TlsFiles.of(settings),
                proxy == null ? null : address(proxy),
                proxy == null ? null : Credentials.ofProxy(settings),
                settings.get("quarantine.size", Long.class));
    }

    private static Map<String, String> headers(DestinationSettings settings) {
        Map<?, ?> headers = settings.find("headers", Map.class);
        Map<String, String> copy = new TreeMap<>();
        if (headers != null) {
            headers.forEach((name, value) -> copy.put(name.toString(), value.toString()));
        }
        return Map.copyOf(copy);
    }

    private static HttpClient.@Nullable Version version(String version) {
        return switch (version) {
            case "HTTP/1.1" -> HttpClient.Version.HTTP_1_1;
            case "HTTP/2" -> HttpClient.Version.HTTP_2;
            default -> null;
        };
    }

    /** The name is looked up for each connection, not once for ever. */
    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = hostAndPort.substring(0, colon);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return InetSocketAddress.createUnresolved(bare, Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /** Where what a format asks for is; its path is put behind the configured one unless that ends in it already. */
    URI at(String path) {
        if (path.isEmpty()) {
            return url;
        }
        int question = path.indexOf('?');
        String end = question < 0 ? path : path.substring(0, question);
        String query = question < 0 ? "" : path.substring(question + 1);
        String base = url.getRawPath() == null ? "" : url.getRawPath();
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        String whole = base.endsWith(end) ? base : base + end;
        String ownQuery = url.getRawQuery() == null ? "" : url.getRawQuery();
        String between = ownQuery.isEmpty() || query.isEmpty() ? "" : "&";
        String all = ownQuery + between + query;
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + whole + (all.isEmpty() ? "" : "?" + all));
    }

    /** The collector as messages name it: paths and queries can be secrets. */
    String collector() {
        return key + " (" + origin(url) + ")";
    }

    /** Scheme, host and port. */
    static String origin(URI url) {
        String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        return url.getScheme() + "://" + host;
    }

    boolean isEncrypted() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** The place alone: all else can be a secret. */
    @Override
    public String toString() {
        return collector();
    }
}
