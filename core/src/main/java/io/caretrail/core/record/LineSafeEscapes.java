package io.caretrail.core.record;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Beside what JSON must escape (RFC 8259 section 7), every other character that a tool may take for a line end or a
 * terminal for a command: DEL, the C1 controls with U+0085, and U+2028, U+2029. Immutable and thread-safe.
 */
final class LineSafeEscapes extends CharacterEscapes {

    private static final int FIRST_CONTROL = 0x7F;
    private static final int LAST_CONTROL = 0x9F;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private static final int[] ASCII = standardAsciiEscapesForJSON();
    private static final SerializableString[] CONTROLS = new SerializableString[LAST_CONTROL - FIRST_CONTROL + 1];

    static {
        ASCII[FIRST_CONTROL] = ESCAPE_CUSTOM;
        for (int ch = FIRST_CONTROL; ch <= LAST_CONTROL; ch++) {
            CONTROLS[ch - FIRST_CONTROL] = new SerializedString(String.format("\\u%04X", ch));
        }
    }

    private static final SerializableString ESCAPED_LINE_SEPARATOR = new SerializedString("\\u2028");
    private static final SerializableString ESCAPED_PARAGRAPH_SEPARATOR = new SerializedString("\\u2029");

    /** Whether a character beyond what JSON itself escapes is written as {@code \}{@code uXXXX}. */
    static boolean escapes(int ch) {
        return ch >= FIRST_CONTROL && (ch <= LAST_CONTROL || ch == LINE_SEPARATOR || ch == PARAGRAPH_SEPARATOR);
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ASCII;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
        if (!escapes(ch)) {
            return null;
        }
        return switch (ch) {
            case LINE_SEPARATOR -> ESCAPED_LINE_SEPARATOR;
            case PARAGRAPH_SEPARATOR -> ESCAPED_PARAGRAPH_SEPARATOR;
            default -> CONTROLS[ch - FIRST_CONTROL];
        };
    }
}
