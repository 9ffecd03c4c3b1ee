package io.caretrail.core.caller;

import io.caretrail.core.door.GuardedRequest;
import io.caretrail.core.door.Request;
import io.caretrail.core.record.Identity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds who a request says it is from, and at its end whether the server believed it. Nothing is verified here: no
 * signature, no password, no expiry. What the caller says is recorded as said, and what the server decided as decided:
 *
 * <ul>
 *   <li>{@code authenticated} is true when the container names a user, at the beginning or the end; else false when the
 *       status is 401; else absent.
 *   <li>{@code claimsVerified} is absent without claims. It is true only when the container names a user and, as the way
 *       it authenticated this request, a bearer token ({@code BEARER…}, {@code …JWT}, {@code OAUTH…}); a user alone can
 *       come from a session while the token beside it is forged. Else it is false.
 * </ul>
 *
 * <p>No token, password or signature is ever in an {@link Identity}. Never throws. Immutable and thread-safe.
 */
public final class Identities {

    private static final int UNAUTHORIZED = 401;

    private final JsonWebToken tokens;

    /** @param claims names of claims to record, in this order */
    public Identities(List<String> claims) {
        this.tokens = new JsonWebToken(claims);
    }

    /** The identity at the beginning, from the container's user, the Authorization header and the client certificate. */
    public Identity started(Request request) {
        GuardedRequest guarded = GuardedRequest.of(request);
        Authorization authorization = Authorization.parse(guarded.header("Authorization"));
        String certificate = guarded.clientCertificateSubject();
        String principal = guarded.user();
        String containerMethod = guarded.authMethod();
        if (principal == null && containerMethod == null && certificate == null && authorization.scheme() == null) {
            return Identity.UNKNOWN;
        }
        Map<String, Object> claims = authorization.isBearer() ? tokens.claims(authorization.credentials()) : Map.of();
        return new Identity(
                claims,
                first(principal, authorization.user(), certificate),
                first(containerMethod, authorization.scheme(), certificate == null ? null : "CLIENT_CERT"),
                principal == null ? null : Boolean.TRUE,
                claims.isEmpty() ? null : principal != null && isToken(containerMethod));
    }

    /**
     * The identity at the end: {@code started}, and what the container knows by now.
     *
     * @param status the HTTP status the client was sent; 0 when none was
     * @param user whom the container authenticated by the end; null when nobody
     * @param authMethod how; null when unknown
     */
    public Identity completed(Identity started, int status, @Nullable String user, @Nullable String authMethod) {
        boolean named = user != null && !user.isEmpty();
        if (status != UNAUTHORIZED && !named && authMethod == null && started.equals(Identity.UNKNOWN)) {
            return started;
        }
        Boolean authenticated = started.authenticated();
        if (named) {
            authenticated = Boolean.TRUE;
        } else if (authenticated == null && status == UNAUTHORIZED) {
            authenticated = Boolean.FALSE;
        }
        boolean verified = Boolean.TRUE.equals(started.claimsVerified()) || (named && isToken(authMethod));
        return new Identity(
                started.claims(),
                first(user, started.user(), null),
                first(authMethod, started.authMethod(), null),
                authenticated,
                started.claims().isEmpty() ? null : verified);
    }

    /** What containers call it: BEARER_TOKEN (Elytron), MP-JWT (MicroProfile), JWT, OAUTH, OAUTH2. */
    private static boolean isToken(@Nullable String containerMethod) {
        if (containerMethod == null) {
            return false;
        }
        String method = containerMethod.toUpperCase(Locale.ROOT);
        return method.startsWith("BEARER") || method.startsWith("OAUTH") || method.endsWith("JWT");
    }

    private static @Nullable String first(@Nullable String one, @Nullable String two, @Nullable String three) {
        if (one != null && !one.isEmpty()) {
            return one;
        }
        return two != null && !two.isEmpty() ? two : three;
    }
}
