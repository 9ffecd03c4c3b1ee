package io.caretrail.core.operation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request as a server resolves it: path parameters dropped, percent-encoding undone once, empty and dot
 * segments removed (RFC 3986 sections 3.3 and 5.2.4, in the order Tomcat takes). Immutable and thread-safe.
 *
 * <p>An encoded slash stays inside its segment. A backslash separates, since some servers let it.
 */
public final class RequestPath {

    /** Of the asterisk form ({@code OPTIONS *}), which names the server and no resource. */
    private static final RequestPath ASTERISK = new RequestPath(new String[0], 0, "*", false);

    private static final int TYPICAL_SIZE = 6;

    /** Behind the size there may be anything. */
    private final @Nullable String[] segments;

    private final int size;
    private final String asterisk;
    private final boolean ambiguous;

    private RequestPath(@Nullable String[] segments, int size, String asterisk, boolean ambiguous) {
        this.segments = segments;
        this.size = size;
        this.asterisk = asterisk;
        this.ambiguous = ambiguous;
    }

    /**
     * Reads a request target; linear in its length, never throws.
     *
     * @param target as sent: origin form, absolute form, {@code *} or empty; what follows a question mark or a number
     *     sign is ignored
     */
    public static RequestPath of(String target) {
        if (target.equals("*")) {
            return ASTERISK;
        }
        int from = pathStart(target);
        int end = pathEnd(target, from);
        Collector collector = new Collector();
        while (from < end) {
            int slash = target.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            if (to > from) {
                collector.raw(target, from, to);
            }
            from = to + 1;
        }
        return new RequestPath(collector.segments, collector.size, "", collector.ambiguous);
    }

    private static int pathStart(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        int colon = target.indexOf("://");
        if (colon <= 0 || !isScheme(target, colon)) {
            return 0;
        }
        for (int at = colon + 3; at < target.length(); at++) {
            char c = target.charAt(at);
            if (c == '/' || c == '?' || c == '#') {
                return at;
            }
        }
        return target.length();
    }

    private static boolean isScheme(String target, int end) {
        for (int at = 0; at < end; at++) {
            char c = target.charAt(at);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && !(other && at > 0)) {
                return false;
            }
        }
        return true;
    }

    private static int pathEnd(String target, int from) {
        for (int at = from; at < target.length(); at++) {
            char c = target.charAt(at);
            if (c == '?' || c == '#') {
                return at;
            }
        }
        return target.length();
    }

    /** The decoded segments, none empty, none a dot segment; empty for the root and for {@code *}. */
    public List<String> segments() {
        List<String> all = new ArrayList<>(size);
        for (int index = 0; index < size; index++) {
            all.add(segment(index));
        }
        return Collections.unmodifiableList(all);
    }

    /** How many segments there are. */
    public int size() {
        return size;
    }

    String segment(int index) {
        return Objects.requireNonNull(segments[Objects.checkIndex(index, size)]);
    }

    boolean startsWith(List<String> base) {
        if (base.size() > size) {
            return false;
        }
        for (int index = 0; index < base.size(); index++) {
            if (!segment(index).equals(base.get(index))) {
                return false;
            }
        }
        return true;
    }

    /** The normalised path: {@code /fhir/Patient/1}, {@code /} for the root, {@code *} for the asterisk form. */
    public String text() {
        return asterisk.isEmpty() ? text(0, size) : asterisk;
    }

    /** The normalised path of the segments from one to before another; a slash inside a segment stays encoded. */
    String text(int from, int end) {
        if (from >= end) {
            return "/";
        }
        StringBuilder text = new StringBuilder(48);
        for (int index = from; index < end; index++) {
            String segment = segment(index);
            text.append('/').append(segment.indexOf('/') < 0 ? segment : segment.replace("/", "%2F"));
        }
        return text.toString();
    }

    boolean isAsterisk() {
        return !asterisk.isEmpty();
    }

    /**
     * Whether servers can disagree on what the sent path means: a parent segment, a backslash, an encoded slash, a second
     * layer of percent-encoding, a NUL, an escape that cannot be decoded. Nothing is exempted by such a path.
     */
    public boolean ambiguous() {
        return ambiguous;
    }

    @Override
    public String toString() {
        return text();
    }

    /** Takes raw segments and keeps the normalised ones. */
    private static final class Collector {
        private @Nullable String[] segments = new String[TYPICAL_SIZE];
        private int size;
        private boolean ambiguous;

        void raw(String target, int from, int to) {
            if (isPlain(target, from, to)) {
                keep(Words.of(target, from, to));
                return;
            }
            String raw = target.substring(from, to);
            int parameters = raw.indexOf(';');
            String decoded = PercentEncoding.decode(parameters < 0 ? raw : raw.substring(0, parameters));
            ambiguous |= doubtful(decoded);
            int start = 0;
            for (int at = decoded.indexOf('\\'); at >= 0; at = decoded.indexOf('\\', start)) {
                keep(decoded.substring(start, at));
                start = at + 1;
            }
            keep(start == 0 ? decoded : decoded.substring(start));
        }

        /** Whether it stands for itself: nothing is to be decoded, cut off or taken for doubtful. */
        private static boolean isPlain(String target, int from, int to) {
            for (int at = from; at < to; at++) {
                char c = target.charAt(at);
                if (c <= ' ' || c > '~' || c == '%' || c == ';' || c == '\\') {
                    return false;
                }
            }
            return true;
        }

        private void keep(String segment) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    ambiguous = true;
                    size = Math.max(0, size - 1);
                }
                default -> {
                    if (size == segments.length) {
                        segments = Arrays.copyOf(segments, 2 * size);
                    }
                    segments[size++] = segment;
                }
            }
        }

        private static boolean doubtful(String decoded) {
            for (int at = 0; at < decoded.length(); at++) {
                char c = decoded.charAt(at);
                if (c == '/' || c == '\\' || c == '%' || c == 0 || c == '\uFFFD') {
                    return true;
                }
            }
            return false;
        }
    }
}
