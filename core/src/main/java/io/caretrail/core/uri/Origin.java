package io.caretrail.core.uri;

import org.jspecify.annotations.Nullable;

/**
 * Where a request was sent to, as far as the request target does not say it. Immutable and thread-safe.
 *
 * @param scheme {@code http} or {@code https}; anything that is no scheme is taken for {@code http}
 * @param host the authority the client named, of any content; null when it named none
 * @param port the port of the connection, for when no host is named; -1 when unknown
 * @param forwarded whether a trusted proxy named the host; it then outranks the one of an absolute-form target
 */
public record Origin(String scheme, @Nullable String host, int port, boolean forwarded) {}
