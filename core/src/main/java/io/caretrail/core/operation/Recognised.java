package io.caretrail.core.operation;

import org.jspecify.annotations.Nullable;

/**
 * What a request was recognised as, and where it stands. Immutable and thread-safe.
 *
 * @param operation {@link Operation#OTHER} when no recogniser knows it
 * @param path the normalised path
 * @param baseLength how many of the path's segments are the service's base path; -1 when the path is below none
 */
public record Recognised(Operation operation, RequestPath path, int baseLength) {

    /** What nobody could look at. */
    public static final Recognised NOTHING = new Recognised(Operation.OTHER, RequestPath.of(""), -1);

    /** The base path: {@code /hapi/fhir}, {@code /} for the root; null when the path is below none. */
    public @Nullable String base() {
        return baseLength < 0 ? null : path.text(0, baseLength);
    }

    /** The path below the base: {@code /Patient/1}, {@code /} for the base itself; null when the path is below none. */
    public @Nullable String belowBase() {
        return baseLength < 0 ? null : path.text(baseLength, path.size());
    }
}
