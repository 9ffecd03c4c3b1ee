package io.caretrail.core.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of {@code exclude} and {@code required.exempt}: {@code /actuator/**}, {@code "GET /metadata"}. {@code *}
 * stands for any characters of one segment, {@code **} for any segments or none. Immutable and thread-safe.
 */
public final class PathPatterns {

    private static final String ANY_SEGMENTS = "**";

    private final List<Pattern> patterns;

    private PathPatterns(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * Reads patterns.
     *
     * @throws IllegalArgumentException when one is wrong, with what {@link #problem} says of the first
     */
    public static PathPatterns of(List<String> patterns) {
        for (String pattern : patterns) {
            String problem = problem(pattern);
            if (problem != null) {
                throw new IllegalArgumentException(problem);
            }
        }
        return new PathPatterns(patterns.stream().map(Pattern::parse).toList());
    }

    /** What is wrong with a pattern and what to write instead; null when it is right. */
    public static @Nullable String problem(String pattern) {
        int space = methodEnd(pattern);
        String path = pattern.substring(space + 1);
        if (space >= 0 && !isMethod(pattern.substring(0, space))) {
            return "\"" + pattern + "\": what stands before the space is no HTTP method; write it as \"GET /metadata\"";
        }
        if (!path.startsWith("/")) {
            return "\"" + pattern + "\": the path does not start with a slash; write \"/" + path + "\"";
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.isEmpty() && path.contains("//")) {
                return "\"" + pattern + "\": an empty segment matches no request; write one slash";
            }
            if (segment.equals(".") || segment.equals("..")) {
                return "\"" + pattern + "\": a dot segment matches no request; write the path a server resolves it to";
            }
            if (segment.contains(ANY_SEGMENTS) && !segment.equals(ANY_SEGMENTS)) {
                return "\"" + pattern + "\": ** is a whole segment; write * for characters of one segment";
            }
        }
        return unmatchable(pattern, path);
    }

    private static @Nullable String unmatchable(String pattern, String path) {
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            if (c == '?' || c == '#' || c == ';' || c == '%' || c == '\\' || c < ' ') {
                String shown = c < ' ' ? "a control character" : "\"" + c + "\"";
                return "\"" + pattern + "\": " + shown
                        + " matches no request, since patterns meet the decoded path without query and path parameters;"
                        + " leave it out";
            }
        }
        return null;
    }

    /** Where the space behind a method stands; -1 when there is none, as in a path that has a space. */
    private static int methodEnd(String pattern) {
        return pattern.startsWith("/") ? -1 : pattern.indexOf(' ');
    }

    private static boolean isMethod(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    /**
     * Whether a request matches one of the patterns, by its whole path or by its path below the base. A path that servers
     * can read differently ({@link RequestPath#ambiguous}) matches none: nobody takes a request out of the trail by the way
     * it is spelled.
     *
     * @param method as sent; methods are case-sensitive (RFC 9110 section 9.1)
     */
    public boolean matches(String method, Recognised request) {
        if (patterns.isEmpty() || request.path().ambiguous()) {
            return false;
        }
        List<String> path = request.path().segments();
        List<String> below = request.baseLength() > 0 ? path.subList(request.baseLength(), path.size()) : path;
        for (Pattern pattern : patterns) {
            if (pattern.method().isEmpty() || pattern.method().equals(method)) {
                if (pattern.matches(path) || (below != path && pattern.matches(below))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One pattern; an empty method stands for all. */
    private record Pattern(String method, List<String> segments) {

        static Pattern parse(String pattern) {
            int space = methodEnd(pattern);
            List<String> segments = RequestPath.of(pattern.substring(space + 1)).segments();
            return new Pattern(space < 0 ? "" : pattern.substring(0, space), segments);
        }

        /** Goes back to the last ** only, which is enough, and keeps the time linear in the path for a given pattern. */
        boolean matches(List<String> path) {
            int at = 0;
            int next = 0;
            int retry = -1;
            int star = -1;
            while (at < path.size()) {
                if (next < segments.size() && segments.get(next).equals(ANY_SEGMENTS)) {
                    star = next++;
                    retry = at;
                } else if (next < segments.size() && matches(segments.get(next), path.get(at))) {
                    next++;
                    at++;
                } else if (star >= 0) {
                    next = star + 1;
                    at = ++retry;
                } else {
                    return false;
                }
            }
            while (next < segments.size() && segments.get(next).equals(ANY_SEGMENTS)) {
                next++;
            }
            return next == segments.size();
        }

        private static boolean matches(String pattern, String segment) {
            int at = 0;
            int next = 0;
            int retry = -1;
            int star = -1;
            while (at < segment.length()) {
                if (next < pattern.length() && pattern.charAt(next) == '*') {
                    star = next++;
                    retry = at;
                } else if (next < pattern.length() && pattern.charAt(next) == segment.charAt(at)) {
                    next++;
                    at++;
                } else if (star >= 0) {
                    next = star + 1;
                    at = ++retry;
                } else {
                    return false;
                }
            }
            while (next < pattern.length() && pattern.charAt(next) == '*') {
                next++;
            }
            return next == pattern.length();
        }
    }
}
