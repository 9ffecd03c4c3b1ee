package io.caretrail.core.operation;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What recognisers may look at: a request's line and its headers, never its body. */
record RequestHead(Verb verb, RequestPath path, @Nullable String query, Function<String, @Nullable String> headers) {

    /** The methods recognition tells apart; HEAD is GET without a body (RFC 9110 section 9.3.2). */
    enum Verb {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE,
        OPTIONS,
        OTHER;

        /** Some frameworks accept {@code get}; taking it as GET hides nothing. */
        static Verb of(String method) {
            Verb verb = exactly(method);
            return verb == OTHER && method.length() <= 7 ? exactly(method.toUpperCase(Locale.ROOT)) : verb;
        }

        private static Verb exactly(String method) {
            return switch (method) {
                case "GET", "HEAD" -> GET;
                case "POST" -> POST;
                case "PUT" -> PUT;
                case "PATCH" -> PATCH;
                case "DELETE" -> DELETE;
                case "OPTIONS" -> OPTIONS;
                default -> OTHER;
            };
        }
    }

    /** Whether the method is this one. */
    boolean is(Verb expected) {
        return verb == expected;
    }

    /** How many segments there are from one on. */
    int left(int from) {
        return path.size() - from;
    }

    String segment(int index) {
        return path.segment(index);
    }

    boolean hasQuery() {
        return query != null && !query.isEmpty();
    }

    /** Whether a header is there and not blank; a door whose look-up fails knows no header. */
    boolean hasHeader(String name) {
        return !header(name).isBlank();
    }

    /** A header's value, empty when it is absent. */
    String header(String name) {
        String value = headers.apply(name);
        return value == null ? "" : value;
    }

    /** Whether a header starts with this text in any case. */
    boolean headerStarts(String name, String start) {
        String value = header(name).strip();
        return value.regionMatches(true, 0, start, 0, start.length());
    }

    /** A browser's question before a cross-origin request (Fetch standard, CORS preflight); it asks for no capabilities. */
    boolean isPreflight() {
        return is(Verb.OPTIONS) && hasHeader("Access-Control-Request-Method");
    }
}
