package io.caretrail.core.uri;

/** The character classes of RFC 3986, ASCII only: {@link Character} would let other scripts in. */
final class Ascii {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Ascii() {}

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The value of a hexadecimal digit; -1 when it is none. */
    static int hexDigit(char c) {
        if (isDigit(c)) {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return c < 0x80 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** C0, DEL and C1: what must not reach a record's uri as it is. */
    static boolean isControl(char c) {
        return c < 0x20 || (c >= 0x7F && c < 0xA0);
    }

    static void percentEncode(StringBuilder out, int octet) {
        out.append('%').append(HEX[(octet >> 4) & 0xF]).append(HEX[octet & 0xF]);
    }
}
