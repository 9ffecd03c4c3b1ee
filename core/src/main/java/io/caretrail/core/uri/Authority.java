package io.caretrail.core.uri;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Host and port of a URI (RFC 3986 section 3.2). Immutable and thread-safe.
 *
 * @param host a name, an IPv4 address or an IPv6 address in brackets, spelled as given; never empty
 * @param port 1 to 65535; -1 when none was named
 */
public record Authority(String host, int port) {

    /** Stands for a host that nothing names. */
    public static final String UNKNOWN_HOST = "unknown";

    /** DNS allows no longer name (RFC 1035 section 2.3.4). */
    private static final int LONGEST_HOST = 255;

    private static final int HIGHEST_PORT = 65535;

    /** Reads an authority without userinfo; null unless it is one that a server could have. */
    public static @Nullable Authority parse(String text) {
        int hostEnd = hostEnd(text);
        if (hostEnd <= 0 || hostEnd > LONGEST_HOST) {
            return null;
        }
        String host = text.substring(0, hostEnd);
        if (!isLiteral(host) && !isName(host)) {
            return null;
        }
        if (hostEnd == text.length()) {
            return new Authority(host, -1);
        }
        int port = port(text, hostEnd + 1);
        return text.charAt(hostEnd) == ':' && port > 0 ? new Authority(host, port) : null;
    }

    /**
     * Makes the best of what a client sent as an authority, whatever it holds: userinfo goes, what cannot stand in a host
     * is percent-encoded, what follows a {@code :} and is no port goes, and so does the rest from a {@code /},
     * {@code \}, {@code ?} or {@code #} on. The host has at most 255 characters before encoding.
     */
    public static Authority clean(String text) {
        int end = end(text);
        int start = text.lastIndexOf('@', end - 1) + 1;
        String bare = text.substring(Math.min(start, end), end).strip();
        if (bare.indexOf(':') != bare.lastIndexOf(':') && isLiteral("[" + bare + "]")) {
            return new Authority("[" + bare + "]", -1);
        }
        int hostEnd = hostEnd(bare);
        String host = hostEnd > 0 ? bare.substring(0, Math.min(hostEnd, LONGEST_HOST)) : "";
        int port = hostEnd >= 0 && hostEnd < bare.length() ? port(bare, hostEnd + 1) : -1;
        if (host.isEmpty()) {
            return new Authority(UNKNOWN_HOST, port);
        }
        return new Authority(isLiteral(host) || isName(host) ? host : encode(host), port);
    }

    /** The authority as it stands in a URI, the port only when there is one. */
    @Override
    public String toString() {
        return port < 0 ? host : host + ":" + port;
    }

    /** Where an authority ends in a URI: at the first character that cannot be in one. */
    private static int end(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '\\' || c == '?' || c == '#') {
                return i;
            }
        }
        return text.length();
    }

    private static int hostEnd(String text) {
        if (text.startsWith("[")) {
            return text.indexOf(']') + 1;
        }
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    private static int port(String text, int from) {
        int port = 0;
        for (int i = from; i < text.length() && port <= HIGHEST_PORT; i++) {
            char c = text.charAt(i);
            if (!Ascii.isDigit(c)) {
                return -1;
            }
            port = port * 10 + c - '0';
        }
        return port > 0 && port <= HIGHEST_PORT ? port : -1;
    }

    /** An IPv6 address in brackets, by its characters; at most as long as one with a zone (RFC 6874) is. */
    private static boolean isLiteral(String text) {
        int last = text.length() - 1;
        if (last < 3 || last > 80 || text.charAt(0) != '[' || text.charAt(last) != ']') {
            return false;
        }
        int zone = text.indexOf('%');
        int end = zone < 0 ? last : zone;
        int colons = 0;
        for (int i = 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == ':') {
                colons++;
            } else if (c != '.' && Ascii.hexDigit(c) < 0) {
                return false;
            }
        }
        for (int i = end + 1; i < last; i++) {
            if (!isUnreserved(text.charAt(i))) {
                return false;
            }
        }
        return colons >= 2;
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isUnreserved(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c) || c == '.' || c == '-' || c == '_' || c == '~';
    }

    private static String encode(String host) {
        StringBuilder out = new StringBuilder(host.length() * 3);
        for (byte octet : host.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved((char) (octet & 0xFF))) {
                out.append((char) octet);
            } else {
                Ascii.percentEncode(out, octet);
            }
        }
        return out.toString();
    }
}
