package io.caretrail.core.caller;

import org.jspecify.annotations.Nullable;

/** Reads the groups of an IPv6 address from left to right. */
final class Ipv6Groups {
    private final String text;
    private final int[] values = new int[8];
    private int count;
    private int gap = -1;
    private int at;

    private Ipv6Groups(String text) {
        this.text = text;
    }

    /** The two halves of the address, high first; null when the text is no IPv6 address. */
    static long @Nullable [] read(String text) {
        Ipv6Groups groups = new Ipv6Groups(text);
        return groups.readAll() ? groups.halves() : null;
    }

    private boolean readAll() {
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            if (!readGroup()) {
                return false;
            }
            if (at < text.length() && !readColon()) {
                return false;
            }
        }
        return gap < 0 ? count == 8 : count < 8;
    }

    private boolean readGroup() {
        int start = at;
        int value = 0;
        while (at < text.length() && at - start < 4 && digit(text.charAt(at)) >= 0) {
            value = (value << 4) | digit(text.charAt(at++));
        }
        if (at < text.length() && text.charAt(at) == '.') {
            return readDotted(start);
        }
        return at > start && add(value);
    }

    private boolean readDotted(int start) {
        long bits = IpAddress.dotted(text, start, text.length());
        at = text.length();
        return bits >= 0 && add((int) (bits >> 16)) && add((int) bits & 0xFFFF);
    }

    private boolean add(int value) {
        if (count == 8) {
            return false;
        }
        values[count++] = value;
        return true;
    }

    /** One colon with a group behind it, or the gap. */
    private boolean readColon() {
        if (text.charAt(at++) != ':' || at == text.length()) {
            return false;
        }
        if (text.charAt(at) == ':') {
            if (gap >= 0) {
                return false;
            }
            gap = count;
            at++;
        }
        return true;
    }

    private long[] halves() {
        long[] halves = new long[2];
        for (int i = 0; i < count; i++) {
            int index = gap >= 0 && i >= gap ? 8 - count + i : i;
            halves[index / 4] |= (long) values[i] << ((3 - index % 4) * 16);
        }
        return halves;
    }

    /** ASCII only: Character.digit takes the digits of every script. */
    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
