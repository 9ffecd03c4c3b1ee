package io.caretrail.core.caller;

import io.caretrail.core.uri.Authority;
import io.caretrail.core.uri.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, and how it was addressed before the trusted proxies. Immutable and thread-safe.
 *
 * @param address {@code callerIpAddress}: canonical, without port; null when unknown
 * @param peer {@code properties.peerIpAddress}: the socket's peer; null when it is the client itself or unknown
 * @param scheme {@code http} or {@code https}, as a trusted proxy says; null when none does
 * @param host the authority a trusted proxy says the client named; null when none does
 * @param port the port a trusted proxy says the client used; -1 when none does
 * @param disputed the client X-Forwarded-For names when Forwarded names another one: a trusted proxy lets one of the two
 *     headers through unchecked; null when they agree or only one of them is there
 */
public record Client(
        @Nullable String address,
        @Nullable String peer,
        @Nullable String scheme,
        @Nullable String host,
        int port,
        @Nullable String disputed) {

    /** A client of which nothing is known. */
    public static final Client UNKNOWN = direct(null);

    static Client direct(@Nullable String address) {
        return new Client(address, null, null, null, -1, null);
    }

    /**
     * What the uri of the request starts with: what the trusted proxies said, else what the server saw.
     *
     * @param scheme of the connection
     * @param host the Host header or {@code :authority}; null when there was none
     * @param port the local port of the connection; -1 when unknown
     */
    public Origin origin(String scheme, @Nullable String host, int port) {
        String named = this.host == null ? host : this.host;
        if (named != null && this.port > 0) {
            Authority authority = Authority.clean(named);
            named = authority.port() > 0 ? named : new Authority(authority.host(), this.port).toString();
        }
        return new Origin(this.scheme == null ? scheme : this.scheme, named, port, this.host != null);
    }
}
