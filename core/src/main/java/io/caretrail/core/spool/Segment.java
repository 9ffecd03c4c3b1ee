package io.caretrail.core.spool;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One file of a spool, frames behind each other, never changed once written. Thread-safe.
 *
 * <p>Named after the position of its first entry, so that the names sort as the entries do.
 */
final class Segment {

    private static final String PATTERN = "\\d{19}\\.spool";
    private static final int DIGITS = 19;

    private final Path path;
    private final long first;
    private volatile End end;

    /**
     * How far a segment may be read.
     *
     * @param offset behind the last whole frame; all before it was written before this is seen
     * @param number of the last entry; -1 when not known, which it always is of the newest segment
     * @param position of the last entry; -1 when not known
     */
    record End(long offset, long number, long position) {}

    Segment(Path folder, long first, End end) {
        path = folder.resolve(String.format(Locale.ROOT, "%019d.spool", first));
        this.first = first;
        this.end = end;
    }

    static boolean isName(String name) {
        return name.matches(PATTERN);
    }

    static long first(String name) {
        return Long.parseLong(name.substring(0, DIGITS));
    }

    Path path() {
        return path;
    }

    /** Position of the first entry. */
    long first() {
        return first;
    }

    End end() {
        return end;
    }

    void endsAt(End end) {
        this.end = end;
    }
}
