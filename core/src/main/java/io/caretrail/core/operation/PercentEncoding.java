package io.caretrail.core.operation;

import java.nio.charset.StandardCharsets;

/** Undoes percent-encoding (RFC 3986 section 2.1) of UTF-8; thread-safe. */
final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * Decodes once. An escape that is not two hexadecimal digits stays as it is; bytes that are not UTF-8, overlong forms
     * among them, become U+FFFD.
     */
    static String decode(String encoded) {
        int percent = encoded.indexOf('%');
        if (percent < 0) {
            return encoded;
        }
        int length = encoded.length();
        StringBuilder decoded = new StringBuilder(length);
        byte[] bytes = new byte[(length - percent) / 3];
        int from = 0;
        while (percent >= 0) {
            decoded.append(encoded, from, percent);
            int count = 0;
            int at = percent;
            for (int octet = octet(encoded, at); octet >= 0; octet = octet(encoded, at)) {
                bytes[count++] = (byte) octet;
                at += 3;
            }
            if (count == 0) {
                decoded.append('%');
                at++;
            } else {
                decoded.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
            from = at;
            percent = encoded.indexOf('%', from);
        }
        return decoded.append(encoded, from, length).toString();
    }

    /** The octet an escape at this place stands for; -1 when there is no escape. */
    private static int octet(String text, int at) {
        if (at + 2 >= text.length() || text.charAt(at) != '%') {
            return -1;
        }
        int high = digit(text.charAt(at + 1));
        int low = digit(text.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }

    /** ASCII only, which Character.digit is not. */
    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
