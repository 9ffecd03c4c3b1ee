package io.caretrail.core.record;

/** Text as it stands in a record: well-formed UTF-16 and, once escaped, of a known length in bytes. */
final class EscapedText {

    private static final char REPLACEMENT = '\uFFFD';

    private EscapedText() {}

    /** Whether every surrogate has its other half (Unicode, D84). */
    static boolean isWellFormed(String text) {
        return firstLoneSurrogate(text) == text.length();
    }

    /** The text with U+FFFD in place of each lone surrogate; the same instance when there is none. */
    static String wellFormed(String text) {
        int lone = firstLoneSurrogate(text);
        if (lone == text.length()) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (int i = lone; i < text.length(); i++) {
            if (isPair(text, i)) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return repaired.toString();
    }

    /** How many bytes the text is in a record, quotes not counted. */
    static int bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isPair(text, i)) {
                i++;
                bytes += 4;
            } else {
                bytes += bytes(text.charAt(i));
            }
        }
        return bytes;
    }

    /** How many chars of the text, from its start, are at most so many bytes in a record; pairs stay whole. */
    static int charsWithin(String text, int maxBytes) {
        int bytes = 0;
        int chars = 0;
        while (chars < text.length()) {
            boolean pair = isPair(text, chars);
            bytes += pair ? 4 : bytes(text.charAt(chars));
            if (bytes > maxBytes) {
                return chars;
            }
            chars += pair ? 2 : 1;
        }
        return chars;
    }

    private static int bytes(char ch) {
        if (ch < 0x20) {
            return switch (ch) {
                case '\b', '\t', '\n', '\f', '\r' -> 2;
                default -> 6;
            };
        }
        if (LineSafeEscapes.escapes(ch)) {
            return 6;
        }
        if (ch < 0x80) {
            return ch == '"' || ch == '\\' ? 2 : 1;
        }
        return ch < 0x800 ? 2 : 3;
    }

    private static int firstLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return text.length();
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
