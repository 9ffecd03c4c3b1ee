package io.caretrail.core.http;

import io.caretrail.core.config.KeyProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must be right about the settings beyond the type of each; nothing it says holds any part of a value. */
final class HttpRules {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\x80-\\xFF]*");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:/@\\s]+):(\\d{1,5})");

    /** Headers that the request has by itself, or that the HTTP client keeps for itself. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");

    private final Map<String, Object> values;
    private final List<KeyProblem> problems = new ArrayList<>();

    private HttpRules(Map<String, Object> values) {
        this.values = values;
    }

    static List<KeyProblem> problems(Map<String, Object> values) {
        HttpRules rules = new HttpRules(values);
        rules.url("url");
        rules.headers();
        rules.bounds();
        rules.credentials();
        rules.tls();
        rules.proxy();
        return rules.problems;
    }

    /** One problem a key: of a key that two others miss, once is enough. */
    private void add(String name, String wrong, String instead) {
        if (problems.stream().noneMatch(problem -> problem.name().equals(name))) {
            problems.add(new KeyProblem(name, wrong, instead));
        }
    }

    private void url(String name) {
        URI url = uri(values.get(name));
        if (url == null || url.getHost() == null) {
            add(name, "is not a URL", "write it as in https://collector:8443/audit, special characters as %XX");
        } else if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
            add(name, "unknown scheme", "use https");
        } else if (url.getRawUserInfo() != null) {
            add(name, "has a user in it", "use auth.user and auth.passwordFile, so that no password stands here");
        } else if (url.getRawFragment() != null) {
            add(name, "has a fragment (#)", "remove it");
        }
    }

    private static @Nullable URI uri(@Nullable Object value) {
        try {
            return value == null ? null : new URI(value.toString()).parseServerAuthority();
        } catch (URISyntaxException wrong) {
            return null;
        }
    }

    private void headers() {
        if (!(values.get("headers") instanceof Map<?, ?> headers)) {
            return;
        }
        headers.forEach((name, value) -> {
            String key = "headers." + name;
            if (!TOKEN.matcher(name.toString()).matches()) {
                add(key, "is not the name of a header", "use a name such as X-Api-Key");
            } else if (OWN.contains(name.toString().toLowerCase(Locale.ROOT))) {
                add(key, "is a header that the request has by itself", "remove it");
            } else if (!VALUE.matcher(value.toString()).matches()) {
                add(key, "has a character that no header has", "use ASCII");
            } else if (name.toString().equalsIgnoreCase("Authorization") && authentications() > 0) {
                add(key, "is there beside auth", "keep one of them");
            }
        });
    }

    private void bounds() {
        between("batch.records", 1, 10_000);
        between("batch.bytes", 1, 16L << 20);
        notLonger("batch.age", Duration.ofMinutes(1));
        notLonger("timeout.connect", Duration.ofMinutes(5));
        notLonger("timeout.request", Duration.ofMinutes(10));
    }

    private void between(String name, long least, long most) {
        if (values.get(name) instanceof Long value && (value < least || value > most)) {
            add(name, "is out of bounds", "use " + least + " to " + most);
        }
    }

    private void notLonger(String name, Duration most) {
        if (values.get(name) instanceof Duration value && value.compareTo(most) > 0) {
            add(name, "is too long", "use " + most.toMinutes() + "m at most");
        }
        if (name.startsWith("timeout") && values.get(name) instanceof Duration value && value.isZero()) {
            add(name, "is no time at all", "use 1s or more");
        }
    }

    private long authentications() {
        return List.of("auth.tokenFile", "auth.user", "auth.tokenUrl").stream()
                .filter(values::containsKey)
                .count();
    }

    private void credentials() {
        if (authentications() > 1) {
            add("auth", "has several ways to authenticate", "keep one of tokenFile, user and tokenUrl");
        }
        together("auth.user", "auth.passwordFile");
        together("auth.tokenUrl", "auth.clientId");
        together("auth.tokenUrl", "auth.clientSecretFile");
        needs("auth.scheme", "auth.tokenFile");
        needs("auth.scope", "auth.tokenUrl");
        if (values.containsKey("auth.tokenUrl")) {
            url("auth.tokenUrl");
        }
        if (values.get("auth.scheme") instanceof String scheme
                && !TOKEN.matcher(scheme).matches()) {
            add("auth.scheme", "is not a scheme", "use a word such as Bearer");
        }
        if (values.get("auth.user") instanceof String user && user.contains(":")) {
            add("auth.user", "has a colon", "use a user without one: Basic authentication cannot say it");
        }
    }

    private void tls() {
        exclude("tls.caFile", "tls.trustStore");
        exclude("tls.keyStore", "tls.keyFile");
        exclude("tls.keyStore", "tls.certFile");
        together("tls.certFile", "tls.keyFile");
        needs("tls.trustStorePasswordFile", "tls.trustStore");
        needs("tls.keyStorePasswordFile", "tls.keyStore");
        boolean plain = values.get("url") instanceof String url && url.regionMatches(true, 0, "http:", 0, 5);
        boolean tls = values.keySet().stream().anyMatch(name -> name.startsWith("tls."));
        if (plain && tls) {
            add("url", "is not encrypted, so tls.* would do nothing", "use https, or remove tls");
        }
    }

    private void proxy() {
        together("proxy.user", "proxy.passwordFile");
        needs("proxy.user", "proxy.address");
        if (values.get("proxy.address") instanceof String address && !isAddress(address)) {
            add("proxy.address", "is not HOST:PORT", "write it as in proxy.example.org:3128, without scheme and user");
        }
    }

    private static boolean isAddress(String address) {
        var parts = ADDRESS.matcher(address);
        return parts.matches() && Integer.parseInt(parts.group(2)) > 0 && Integer.parseInt(parts.group(2)) < 65_536;
    }

    private void together(String one, String other) {
        needs(one, other);
        needs(other, one);
    }

    private void needs(String name, String other) {
        if (values.containsKey(name) && !values.containsKey(other)) {
            add(other, "is missing, as " + name + " is there", "add it, or remove " + name);
        }
    }

    private void exclude(String one, String other) {
        if (values.containsKey(one) && values.containsKey(other)) {
            add(other, "is there beside " + one, "keep one of them");
        }
    }
}
