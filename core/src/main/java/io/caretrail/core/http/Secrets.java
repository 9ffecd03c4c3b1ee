package io.caretrail.core.http;

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

    /** The beginning of a text without them. */
    String without(String text) {
        String masked = text;
        for (String secret : known) {
            masked = masked.replace(secret, "***");
        }
        return masked.length() > LONGEST_QUOTE ? masked.substring(0, LONGEST_QUOTE) : masked;
    }
}
