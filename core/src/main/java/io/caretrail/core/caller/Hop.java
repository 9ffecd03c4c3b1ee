package io.caretrail.core.caller;

import io.caretrail.core.uri.Authority;
import org.jspecify.annotations.Nullable;

/**
 * What one proxy says of the one it was called by. Immutable and thread-safe.
 *
 * @param address null when it is not said, hidden or malformed
 * @param scheme {@code http} or {@code https}; null when it is not said or another
 * @param host an authority that a server could have; null when it is not said or none
 */
record Hop(
        @Nullable IpAddress address,
        @Nullable String scheme,
        @Nullable String host) {

    static final Hop NOTHING = new Hop(null, null, null);

    static Hop of(@Nullable String node, @Nullable String scheme, @Nullable String host) {
        return new Hop(node == null ? null : IpAddress.parseNode(node), scheme(scheme), host(host));
    }

    static @Nullable String scheme(@Nullable String text) {
        if ("https".equalsIgnoreCase(text)) {
            return "https";
        }
        return "http".equalsIgnoreCase(text) ? "http" : null;
    }

    static @Nullable String host(@Nullable String text) {
        return text == null || Authority.parse(text) == null ? null : text;
    }
}
