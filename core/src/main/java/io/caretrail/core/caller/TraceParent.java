package io.caretrail.core.caller;

import org.jspecify.annotations.Nullable;

/** Reads the {@code traceparent} header (W3C Trace Context section 3.2.2): {@code 00-TRACEID-PARENTID-FLAGS}. */
final class TraceParent {

    private static final int TRACE_ID = 3;
    private static final int PARENT_ID = 36;
    private static final int FLAGS = 53;
    private static final int LENGTH = 55;

    private TraceParent() {}

    /** The trace-id, 32 lower-case hexadecimal digits; null when the header is not valid. */
    static @Nullable String traceId(String header) {
        boolean fits = header.length() == LENGTH
                || (header.length() > LENGTH && header.charAt(LENGTH) == '-' && !header.startsWith("00"));
        boolean valid = fits
                && isHex(header, 0, 2)
                && !header.startsWith("ff")
                && header.charAt(2) == '-'
                && isId(header, TRACE_ID, PARENT_ID - 1)
                && header.charAt(PARENT_ID - 1) == '-'
                && isId(header, PARENT_ID, FLAGS - 1)
                && header.charAt(FLAGS - 1) == '-'
                && isHex(header, FLAGS, LENGTH);
        return valid ? header.substring(TRACE_ID, PARENT_ID - 1) : null;
    }

    /** Hexadecimal and not all zero. */
    private static boolean isId(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return isHex(text, from, to);
            }
        }
        return false;
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
