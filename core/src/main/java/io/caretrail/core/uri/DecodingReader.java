package io.caretrail.core.uri;

/**
 * Reads the text of a URI character by character as percent-decoding would show it, however often it was encoded, and
 * says for each where it stood and how deep. In linear time and without allocation.
 */
final class DecodingReader {

    /** No server decodes as often; also keeps {@link CredentialMask}'s look-ahead linear. */
    static final int DEEPEST = 8;

    private final String text;
    private final int end;
    private int next;
    private char character;
    private int depth;

    DecodingReader(String text, int from, int end) {
        this.text = text;
        this.next = from;
        this.end = end;
    }

    /** Goes to the next character; false at the end. */
    boolean advance() {
        if (next >= end) {
            return false;
        }
        depth = 0;
        character = text.charAt(next++);
        if (character == '%' && isPair(next)) {
            decode();
        }
        return true;
    }

    /** The decoded character; a byte above 0x7F stands for itself, since no structure hides in it. */
    char character() {
        return character;
    }

    /** How often it was encoded; 0 when it stands there as it is. */
    int depth() {
        return depth;
    }

    /** Where the character after this one starts. */
    int next() {
        return next;
    }

    void moveTo(int position) {
        next = position;
    }

    private void decode() {
        depth = 1;
        while (depth < DEEPEST && text.startsWith("25", next) && isPair(next + 2)) {
            next += 2;
            depth++;
        }
        character = (char) ((digit(next) << 4) | digit(next + 1));
        next += 2;
    }

    private boolean isPair(int at) {
        return at + 1 < end && digit(at) >= 0 && digit(at + 1) >= 0;
    }

    private int digit(int at) {
        return Ascii.hexDigit(text.charAt(at));
    }
}
