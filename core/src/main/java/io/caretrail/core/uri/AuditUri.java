package io.caretrail.core.uri;

import java.util.Locale;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Makes the uri field of a record (contract, Records and Credentials): absolute, the port always there, the path as the
 * client sent it, credentials masked, the query after {@code uri.query}. Takes any input, however hostile: never throws,
 * works in linear time, reads at most {@link #LONGEST_INPUT} characters. Immutable and thread-safe.
 */
public final class AuditUri {

    /** Characters of path and query together that are looked at; what is behind them is cut. */
    public static final int LONGEST_INPUT = 64 * 1024;

    private static final int LONGEST_SCHEME = 32;
    private static final int TYPICAL_LENGTH = 160;

    private final QueryRule query;

    /** What the uris of the last origin start with: as a rule all requests of a server name the same host. */
    private volatile Started last = new Started(new Origin("", null, -1, false));

    private static final class Started {
        private final Origin origin;
        private final String text;

        Started(Origin origin) {
            this.origin = origin;
            text = start(origin).toString();
        }
    }

    /**
     * Takes the rules of the configuration.
     *
     * @param mode {@code uri.query}: {@code keep}, {@code names}, {@code hash} or {@code drop}
     * @param hashKey the key of {@code hash}; null for the other modes
     * @throws IllegalArgumentException when the mode is unknown, or its key missing or unusable
     */
    public AuditUri(String mode, @Nullable SecretKey hashKey) {
        this.query = QueryRule.of(mode, hashKey);
    }

    /**
     * The uri of a request. Every form of a request target is taken (RFC 9112 section 3.2); of a target that is none of
     * them, the text is written behind a slash; of an empty one, what is known.
     *
     * @param method as sent; decides whether the target is an authority (CONNECT)
     * @param target as sent, without the query
     * @param query as sent, without the question mark; null when there was none
     * @param fhir whether a FHIR interaction was recognised, where {@code code} and {@code state} are search parameters
     * @return never null; an absolute URI without control characters
     */
    public String of(Origin origin, String method, String target, @Nullable String query, boolean fhir) {
        String start = start(origin, target, query);
        return start + rest(start, origin, method, target, query, fhir);
    }

    /**
     * The beginning of {@link #of}, as far as many requests have it; made once for all that come from one origin. Empty for
     * a request whose uri is made as a whole.
     */
    public String start(Origin origin, String target, @Nullable String sentQuery) {
        int length = target.length() + (sentQuery == null ? 0 : sentQuery.length() + 1);
        if (length >= LONGEST_INPUT || !isPlainPath(target)) {
            return "";
        }
        Started start = last;
        if (!start.origin.equals(origin)) {
            start = new Started(origin);
            last = start;
        }
        return start.text;
    }

    /** What follows {@link #start}; as a rule the target itself. */
    public String rest(
            String start, Origin origin, String method, String target, @Nullable String sentQuery, boolean fhir) {
        if (start.isEmpty()) {
            return ofAny(origin, method, target, sentQuery, fhir);
        }
        if (sentQuery == null) {
            return target;
        }
        StringBuilder out = new StringBuilder(TYPICAL_LENGTH).append(target);
        query.append('?', sentQuery, 0, !fhir, out);
        return out.toString();
    }

    /** As {@link #of}, whatever there is to be masked, cut or encoded. */
    String ofAny(Origin origin, String method, String target, @Nullable String query, boolean fhir) {
        String text = cut(target, query);
        int authority = authorityStart(text);
        if (authority > 0) {
            return absolute(origin, text, authority, !fhir);
        }
        if (method.equals("CONNECT") && !text.isEmpty() && text.charAt(0) != '/') {
            return start(scheme(origin.scheme()), Authority.clean(text), origin.port())
                    .toString();
        }
        StringBuilder out = start(origin);
        int from = 0;
        if (!text.isEmpty() && "/?".indexOf(text.charAt(0)) < 0) {
            // No form of a target but *: it could have been meant as an authority, so what may be userinfo goes.
            from = isCut(text) ? text.length() : text.lastIndexOf('@') + 1;
            out.append(from == 0 ? "/" : "/" + Credentials.MASK + "@");
        }
        appendTarget(text, from, !fhir, out);
        return out.toString();
    }

    /** Whether a path holds nothing that any rule masks, hides or encodes, nor what could end it. */
    private static boolean isPlainPath(String path) {
        if (!path.startsWith("/")) {
            return false;
        }
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean slash = c == '/' && before != '/';
            if (!slash && !Ascii.isLetter(c) && !Ascii.isDigit(c) && c != '-' && c != '.' && c != '_' && c != '$') {
                return false;
            }
            before = c;
        }
        return true;
    }

    /**
     * Applies the rules to text that may be a URI, such as the value of {@code Referer}: a URI or a path becomes what
     * {@link #of} would make of it but for the port; in other text only credentials are masked, best effort.
     *
     * @return never null, without control characters; at most about {@link #LONGEST_INPUT} characters are looked at
     */
    public String clean(String value) {
        return value.length() < LONGEST_INPUT && isPlainText(value) ? value : cleanAny(value);
    }

    /** Whether text is no path and has nothing that a credential or a userinfo stands behind. */
    private static boolean isPlainText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '=' || c == ':' || c == '%') {
                return false;
            }
        }
        return !text.startsWith("/");
    }

    /** As {@link #clean}, whatever there is to be masked, cut or encoded. */
    String cleanAny(String value) {
        String text = cut(value, null);
        int authority = authorityStart(text);
        StringBuilder out = new StringBuilder(TYPICAL_LENGTH);
        if (authority > 0) {
            int path = authorityEnd(text, authority);
            out.append(text, 0, authority);
            if (isBroken(text, authority, path)) {
                return out.append(Authority.UNKNOWN_HOST).toString();
            }
            out.append(Authority.clean(text.substring(authority, path)));
            appendTarget(text, path, true, out);
        } else if (text.startsWith("/")) {
            appendTarget(text, 0, true, out);
        } else {
            CredentialMask.copy(text, 0, text.length(), CredentialMask.Part.TEXT, false, out);
        }
        return out.toString();
    }

    /** The Host header made fit for a record: see {@link Authority#clean}. Never null, at most 765 characters and a port. */
    public static String host(String host) {
        return Authority.clean(host).toString();
    }

    private String absolute(Origin origin, String text, int authority, boolean outsideFhir) {
        int path = authorityEnd(text, authority);
        if (isBroken(text, authority, path)) {
            return start(origin).toString();
        }
        StringBuilder out;
        if (origin.forwarded()) {
            out = start(origin);
        } else {
            String scheme = text.substring(0, authority - "://".length()).toLowerCase(Locale.ROOT);
            out = start(scheme, Authority.clean(text.substring(authority, path)), origin.port());
        }
        appendTarget(text, path, outsideFhir, out);
        return out.toString();
    }

    /**
     * Whether it cannot be told where userinfo ends: the text was cut before the authority's end, or a password holds one
     * of the characters that end an authority. Then nothing of it is shown.
     */
    private static boolean isBroken(String text, int authority, int end) {
        boolean cut = isCut(text);
        if (cut && end == text.length()) {
            return true;
        }
        String named = text.substring(authority, end);
        return named.indexOf('@') < 0 && Authority.parse(named) == null && (cut || text.indexOf('@', end) >= 0);
    }

    private static StringBuilder start(Origin origin) {
        String host = origin.host();
        Authority authority =
                host == null ? new Authority(Authority.UNKNOWN_HOST, origin.port()) : Authority.clean(host);
        return start(scheme(origin.scheme()), authority, origin.port());
    }

    private static StringBuilder start(String scheme, Authority authority, int connectionPort) {
        int port = authority.port();
        if (port <= 0) {
            port = switch (scheme) {
                case "http", "ws" -> 80;
                case "https", "wss" -> 443;
                default -> Math.max(connectionPort, 0);
            };
        }
        return new StringBuilder(TYPICAL_LENGTH)
                .append(scheme)
                .append("://")
                .append(authority.host())
                .append(':')
                .append(port);
    }

    private void appendTarget(String text, int from, boolean outsideFhir, StringBuilder out) {
        int pathEnd = from;
        while (pathEnd < text.length() && text.charAt(pathEnd) != '?' && text.charAt(pathEnd) != '#') {
            pathEnd++;
        }
        if (query.showsValues()) {
            CredentialMask.copy(text, from, pathEnd, CredentialMask.Part.PATH, outsideFhir, out);
        } else {
            StringBuilder path = new StringBuilder(pathEnd - from);
            CredentialMask.copy(text, from, pathEnd, CredentialMask.Part.PATH, outsideFhir, path);
            PathParameters.hide(path.toString(), out);
        }
        if (pathEnd < text.length()) {
            query.append(text.charAt(pathEnd), text, pathEnd + 1, outsideFhir, out);
        }
    }

    private static String cut(String target, @Nullable String query) {
        if (target.length() >= LONGEST_INPUT) {
            return target.substring(0, LONGEST_INPUT);
        }
        if (query == null) {
            return target;
        }
        int room = LONGEST_INPUT - target.length() - 1;
        return target + '?' + (query.length() > room ? query.substring(0, room) : query);
    }

    static boolean isCut(String text) {
        return text.length() >= LONGEST_INPUT;
    }

    private static int authorityEnd(String text, int from) {
        int end = from;
        while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Where the authority of an absolute URI starts; 0 when the text is none. */
    private static int authorityStart(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && colon <= LONGEST_SCHEME && text.startsWith("://", colon) && isScheme(text, colon)
                ? colon + "://".length()
                : 0;
    }

    private static String scheme(String scheme) {
        return !scheme.isEmpty() && scheme.length() <= LONGEST_SCHEME && isScheme(scheme, scheme.length())
                ? scheme.toLowerCase(Locale.ROOT)
                : "http";
    }

    /** RFC 3986 section 3.1. */
    private static boolean isScheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!Ascii.isLetter(c) && (i == 0 || (!Ascii.isDigit(c) && "+-.".indexOf(c) < 0))) {
                return false;
            }
        }
        return true;
    }
}
