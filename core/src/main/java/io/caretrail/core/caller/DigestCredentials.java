package io.caretrail.core.caller;

import org.jspecify.annotations.Nullable;

/** Reads the user name of Digest credentials (RFC 7616 section 3.4); {@code username*} and hashed names are left unknown. */
final class DigestCredentials {

    private DigestCredentials() {}

    static @Nullable String userName(String credentials) {
        int at = 0;
        while (at < credentials.length()) {
            int equals = credentials.indexOf('=', at);
            if (equals < 0) {
                return null;
            }
            String name = credentials.substring(at, equals).strip();
            StringBuilder value = new StringBuilder();
            int end = value(credentials, equals + 1, value);
            if (name.equalsIgnoreCase("username")) {
                return end < 0 || value.isEmpty() ? null : value.toString();
            }
            int comma = end < 0 ? -1 : credentials.indexOf(',', end);
            at = comma < 0 ? credentials.length() : comma + 1;
        }
        return null;
    }

    /** Reads a value and gives where it ends; -1 when its closing quotation mark is missing, wherever that belonged. */
    private static int value(String text, int from, StringBuilder value) {
        boolean quoted = from < text.length() && text.charAt(from) == '"';
        for (int i = quoted ? from + 1 : from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted ? c == '"' : c <= ' ' || c == ',' || c == '"') {
                return i + 1 - (c == ',' ? 1 : 0);
            }
            if (c == '\\' && quoted && i + 1 < text.length()) {
                c = text.charAt(++i);
            }
            value.append(c);
        }
        return quoted ? -1 : text.length();
    }
}
