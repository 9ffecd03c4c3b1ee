package io.caretrail.core.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The secrets that were sent to a collector, to be taken out of what it answers before that is kept anywhere. Used by one
 * thread.
 */
final class Secrets {

    /** Less is found in every text. */
    private static final int SHORTEST = 4;

    private static final int MOST = 64;
    private static final int LONGEST_QUOTE = 500;

    private final Set<String> known = new LinkedHashSet<>();

    /** Any header may hold one: an API key has no name that tells. */
    Secrets(Map<String, String> headers) {
        headers.values().forEach(this::add);
    }

    /** Adds a value and, of a header such as {@code Bearer …}, what follows the scheme. */
    void add(String value) {
        int space = value.indexOf(' ');
        if (space >= 0) {
            add(value.substring(space + 1).strip());
        }
        if (value.length() >= SHORTEST) {
            known.remove(value);
            known.add(value);
        }
        if (known.size() > MOST) {
            known.remove(known.iterator().next());
        }
    }

    /** Adds what the parameters of a URL say, as it is written and as it is meant. */
    void addQuery(URI url) {
        String query = url.getRawQuery();
        if (query == null) {
            return;
        }
        for (String parameter : query.split("&", -1)) {
            String value = parameter.substring(parameter.indexOf('=') + 1);
            add(value);
            // Of a URI every % begins an escape, so this cannot fail.
            add(URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
    }

    /** The beginning of a text without them. */
    String without(String text) {
        String masked = text;
        for (String secret : known) {
            masked = masked.replace(secret, "***");
        }
        return masked.length() > LONGEST_QUOTE ? masked.substring(0, LONGEST_QUOTE) : masked;
    }
}
