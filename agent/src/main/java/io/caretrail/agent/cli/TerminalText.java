package io.caretrail.agent.cli;

/** Text of unknown origin made fit for a terminal: a record can hold what moves its cursor or turns its letters round. */
final class TerminalText {

    private TerminalText() {}

    /** Control and format characters, line ends of any kind, and half characters become {@code \}{@code uXXXX}. */
    static String of(String text) {
        StringBuilder out = null;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int length = Character.charCount(c);
            if (isPlain(c)) {
                if (out != null) {
                    out.appendCodePoint(c);
                }
            } else {
                if (out == null) {
                    out = new StringBuilder(text.length() + 16).append(text, 0, at);
                }
                for (int i = at; i < at + length; i++) {
                    out.append(String.format("\\u%04X", (int) text.charAt(i)));
                }
            }
            at += length;
        }
        return out == null ? text : out.toString();
    }

    private static boolean isPlain(int c) {
        if (c >= ' ' && c < 0x7F) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
