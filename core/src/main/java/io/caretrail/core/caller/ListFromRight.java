package io.caretrail.core.caller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the elements of a list header (RFC 9110 section 5.6.1), sent as one line or several, from right to left: what
 * stands on the right was appended by the nearest proxy, and nothing a client sent to its left can change how it reads,
 * not even an open quotation mark. Reads no further than it is asked to.
 */
final class ListFromRight {

    private final List<String> lines;
    private final boolean quotes;
    private int line;
    private int end;

    /** @param quotes whether commas in quoted strings are part of an element */
    ListFromRight(List<String> lines, boolean quotes) {
        this.lines = lines;
        this.quotes = quotes;
        this.line = lines.size();
    }

    /** The next element to the left, without white space around it, never empty; null when there is none. */
    @Nullable
    String next() {
        while (end > 0 || line > 0) {
            if (end == 0) {
                // One more than the line is long: as if a comma followed it.
                end = lines.get(--line).length() + 1;
            }
            String text = lines.get(line);
            int start = elementStart(text, end - 1);
            String element = text.substring(start, end - 1).strip();
            end = start;
            if (!element.isEmpty()) {
                return element;
            }
        }
        return null;
    }

    private int elementStart(String text, int elementEnd) {
        boolean quoted = false;
        for (int i = elementEnd - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == ',' && !quoted) {
                return i + 1;
            }
            if (c == '"' && quotes && !(quoted && isEscaped(text, i))) {
                quoted = !quoted;
            }
        }
        return 0;
    }

    /** One backslash is enough to look at: no address, scheme or host has two of them before a quotation mark. */
    private static boolean isEscaped(String text, int at) {
        return at > 0 && text.charAt(at - 1) == '\\';
    }
}
