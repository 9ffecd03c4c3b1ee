package io.caretrail.core.uri;

/**
 * Hides what a path holds beside its segments, for the modes of {@code uri.query} that show no values: path parameters,
 * and a query whose question mark the client percent-encoded. Linear in the path.
 */
final class PathParameters {

    private PathParameters() {}

    static void hide(String path, StringBuilder out) {
        DecodingReader reader = new DecodingReader(path, 0, path.length());
        int shown = 0;
        while (reader.advance()) {
            char c = reader.character();
            if (c == ';' || c == '?' || c == '#') {
                out.append(path, shown, reader.next()).append(Credentials.MASK);
                shown = c == ';' ? segmentEnd(path, reader) : path.length();
                reader.moveTo(shown);
            }
        }
        out.append(path, shown, path.length());
    }

    /** Where the next segment's slash starts; one that is encoded deeper than the semicolon belongs to the value. */
    private static int segmentEnd(String path, DecodingReader semicolon) {
        DecodingReader ahead = new DecodingReader(path, semicolon.next(), path.length());
        int end = semicolon.next();
        while (ahead.advance() && !(ahead.character() == '/' && ahead.depth() <= semicolon.depth())) {
            end = ahead.next();
        }
        return end;
    }
}
