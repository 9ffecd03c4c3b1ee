package io.caretrail.core.operation;

import org.jspecify.annotations.Nullable;

/** Looks parameters up in a query without parsing it into a map; never throws. Thread-safe. */
final class QueryString {

    private QueryString() {}

    /** The first value of a parameter, decoded; empty when it has none; null when the parameter is absent. */
    static @Nullable String value(@Nullable String query, String name) {
        int from = 0;
        int length = query == null ? 0 : query.length();
        while (query != null && from < length) {
            int end = end(query, from);
            int nameEnd = nameEnd(query, from, end);
            if (isNamed(query, from, nameEnd, name)) {
                return nameEnd == end ? "" : PercentEncoding.decode(query.substring(nameEnd + 1, end));
            }
            from = end + 1;
        }
        return null;
    }

    static boolean has(@Nullable String query, String name) {
        return value(query, name) != null;
    }

    /** Whether a parameter's name starts with an underscore: FHIR's parameters of all resources do (R4 "Search"). */
    static boolean hasUnderscore(@Nullable String query) {
        int from = 0;
        int length = query == null ? 0 : query.length();
        while (query != null && from < length) {
            if (query.charAt(from) == '_' || query.regionMatches(true, from, "%5f", 0, 3)) {
                return true;
            }
            from = end(query, from) + 1;
        }
        return false;
    }

    /** What the query starts with when that is no name-value pair: {@code 1.2.9} of {@code ?1.2.9}; null when it is one. */
    static @Nullable String bare(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return null;
        }
        String first = PercentEncoding.decode(query.substring(0, end(query, 0)));
        return first.isEmpty() || first.indexOf('=') >= 0 ? null : first;
    }

    private static int end(String query, int from) {
        int end = query.indexOf('&', from);
        return end < 0 ? query.length() : end;
    }

    /** Looks no further than this parameter: a query of a million ampersands would take a million times as long. */
    private static int nameEnd(String query, int from, int end) {
        int at = from;
        while (at < end && query.charAt(at) != '=') {
            at++;
        }
        return at;
    }

    private static boolean isNamed(String query, int from, int end, String name) {
        if (end - from == name.length()) {
            return query.startsWith(name, from);
        }
        // Only an escape can make a longer text the same name.
        return end - from > name.length()
                && end - from <= 3 * name.length()
                && PercentEncoding.decode(query.substring(from, end)).equals(name);
    }
}
