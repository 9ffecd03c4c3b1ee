package io.caretrail.core.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who the request says it is from. Immutable and thread-safe; null means unknown, and an unknown is not written.
 *
 * @param claims the configured claims found in a JSON Web Token, in configured order; values are String, Long, Boolean
 *     or List of String
 * @param user the container's principal, else the Basic user name, else the client certificate's subject
 * @param authMethod {@code Bearer}, {@code BASIC}, {@code FORM}, {@code CLIENT_CERT}, …
 * @param authenticated whether the server accepted the credentials
 * @param claimsVerified true only when the server accepted the token the claims came from
 */
public record Identity(
        Map<String, Object> claims,
        @Nullable String user,
        @Nullable String authMethod,
        @Nullable Boolean authenticated,
        @Nullable Boolean claimsVerified) {

    public static final Identity UNKNOWN = new Identity(Map.of(), null, null, null, null);
}
