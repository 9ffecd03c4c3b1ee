package io.caretrail.core.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks names of header fields (RFC 9110 section 5.1) and keeps credentials out of the trail (contract, "Credentials"). */
final class HeaderNames {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final List<String> CREDENTIALS = List.of("authorization", "proxy-authorization", "cookie");

    /** Headers that carry the response itself; writing one of these would change what the client gets (Law 2). */
    private static final Set<String> OF_THE_RESPONSE = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "etag",
            "location",
            "set-cookie",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "www-authenticate");

    private HeaderNames() {}

    /** A name of a request header to copy; a {@code *} at its end stands for any rest. */
    static void checkCopied(String pattern) throws BadValueException {
        boolean open = pattern.endsWith("*");
        String name = open ? pattern.substring(0, pattern.length() - 1) : pattern;
        if (name.contains("*") || (!name.isEmpty() && !TOKEN.matcher(name).matches()) || pattern.isEmpty()) {
            throw new BadValueException(
                    "is not the name of a header", "use a name such as X-Purpose, with * only at its end");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        for (String credential : CREDENTIALS) {
            if (open ? credential.startsWith(lower) : credential.equals(lower)) {
                throw new BadValueException(
                        (open ? "would match " : "is ") + "a header with credentials (" + credential + ")",
                        "name other headers: credentials are never recorded");
            }
        }
    }

    /** A name of a request header that gives the correlation id. */
    static void checkCorrelation(String name) throws BadValueException {
        if (name.contains("*")) {
            throw new BadValueException("has a *", "name each header");
        }
        checkCopied(name);
    }

    /** The response header of the correlation id. */
    static void checkResponse(String name) throws BadValueException {
        if (name.contains("*") || !TOKEN.matcher(name).matches()) {
            throw new BadValueException("is not the name of a header", "use a name such as X-Request-Id");
        }
        if (OF_THE_RESPONSE.contains(name.toLowerCase(Locale.ROOT))) {
            throw new BadValueException("is a header of the response itself", "use a name such as X-Request-Id");
        }
    }
}
