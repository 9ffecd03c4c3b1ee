package io.caretrail.core.caller;

import org.jspecify.annotations.Nullable;

/**
 * An IP address, read from text and never from a name server. Two addresses are equal when they mean the same one: IPv6
 * zones are dropped and IPv4-mapped IPv6 addresses (RFC 4291 section 2.5.5.2) are IPv4. Immutable and thread-safe.
 *
 * @param v6 whether it is an IPv6 address
 * @param high the first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the last 64 bits, or the 32 of an IPv4 address
 */
public record IpAddress(boolean v6, long high, long low) {

    private static final int LONGEST = 128;
    private static final long MAPPED = 0xFFFFL;
    private static final int HIGHEST_PORT = 65535;

    /**
     * Reads an address: four decimal numbers without leading zeros, or IPv6 (RFC 4291 section 2.2) with or without a zone.
     *
     * @return null when it is anything else, white space around it included
     */
    public static @Nullable IpAddress parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
    }

    /**
     * Reads a node of a forwarding header (RFC 7239 section 6): an address, an IPv6 one in brackets or not, with or
     * without a port ({@code [::1]:80}, {@code 192.0.2.1:_p}).
     *
     * @return null when it is anything else: {@code unknown}, an obfuscated identifier, a name
     */
    static @Nullable IpAddress parseNode(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            boolean whole = close > 0 && (close + 1 == text.length() || isPort(text, close + 1));
            String literal = whole ? text.substring(1, close) : "";
            return literal.indexOf(':') < 0 ? null : parseV6(literal);
        }
        int colon = text.indexOf(':');
        if (colon >= 0 && colon == text.lastIndexOf(':')) {
            return isPort(text, colon) ? parseV4(text.substring(0, colon)) : null;
        }
        return parse(text);
    }

    /** The canonical text of an address that was read from this one: four decimal numbers have but one spelling. */
    String spelling(String read) {
        return read.indexOf(':') < 0 ? read : toString();
    }

    /** The canonical text: dotted decimal, or RFC 5952 section 4. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(40);
        if (v6) {
            appendV6(out);
        } else {
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.append((low >> shift) & 0xFF).append(shift > 0 ? "." : "");
            }
        }
        return out.toString();
    }

    private void appendV6(StringBuilder out) {
        int gap = -1;
        int gapEnd = -1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(end) == 0) {
                end++;
            }
            if (end - i > Math.max(1, gapEnd - gap)) {
                gap = i;
                gapEnd = end;
            }
            i = Math.max(i, end);
        }
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                out.append("::");
                i = gapEnd - 1;
            } else {
                out.append(i > 0 && i != gapEnd ? ":" : "").append(Integer.toHexString(group(i)));
            }
        }
    }

    private int group(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> ((3 - index % 4) * 16)) & 0xFFFF;
    }

    private static boolean isPort(String text, int colon) {
        int length = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || length < 1) {
            return false;
        }
        boolean obfuscated = text.charAt(colon + 1) == '_';
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (obfuscated ? !isObfuscation(c) : (c < '0' || c > '9')) {
                return false;
            }
            port = Math.min(port * 10 + c - '0', HIGHEST_PORT + 1);
        }
        return obfuscated ? length > 1 : port <= HIGHEST_PORT;
    }

    private static boolean isObfuscation(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
    }

    private static @Nullable IpAddress parseV4(String text) {
        long bits = dotted(text, 0, text.length());
        return bits < 0 ? null : new IpAddress(false, 0, bits);
    }

    /** Four decimal numbers; -1 when they are not. A leading zero is octal to some and decimal to others: refused. */
    static long dotted(String text, int from, int to) {
        long bits = 0;
        int parts = 0;
        int at = from;
        while (parts < 4) {
            int start = at;
            int value = 0;
            while (at < to && at - start < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * 10 + text.charAt(at++) - '0';
            }
            boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
            if (at == start || value > 255 || leadingZero) {
                return -1;
            }
            bits = (bits << 8) | value;
            parts++;
            if (parts < 4 && (at == to || text.charAt(at++) != '.')) {
                return -1;
            }
        }
        return at == to ? bits : -1;
    }

    private static @Nullable IpAddress parseV6(String text) {
        int zone = text.indexOf('%');
        if (zone == text.length() - 1) {
            return null;
        }
        long[] halves = Ipv6Groups.read(zone < 0 ? text : text.substring(0, zone));
        if (halves == null) {
            return null;
        }
        boolean mapped = halves[0] == 0 && halves[1] >>> 32 == MAPPED;
        return mapped ? new IpAddress(false, 0, halves[1] & 0xFFFFFFFFL) : new IpAddress(true, halves[0], halves[1]);
    }
}
