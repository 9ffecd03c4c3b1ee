package io.caretrail.filter.spring;

import java.lang.reflect.Method;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Spring Security's {@code Authentication}, which is a principal, asked by name: the jar works without Spring Security.
 * Principals of other makes are taken as they are.
 */
final class SpringAuthentication {

    private static final String ANONYMOUS = "org.springframework.security.authentication.AnonymousAuthenticationToken";
    private static final String BEARER = "Bearer";

    private SpringAuthentication() {}

    /** Not of the anonymous user, nor of one who only says so. */
    static boolean isOfSomebody(Principal principal) throws ReflectiveOperationException {
        return !principal.getClass().getName().equals(ANONYMOUS)
                && !Boolean.FALSE.equals(ask(principal, "isAuthenticated"));
    }

    /** Whether a name is what the Authorization header holds: home-made authentications take a key for a name. */
    static boolean isCredential(@Nullable String name, @Nullable String authorization) {
        return name != null
                && authorization != null
                && !name.isBlank()
                && authorization
                        .substring(authorization.indexOf(' ') + 1)
                        .strip()
                        .equals(name);
    }

    /**
     * How this request was authenticated, where Spring Security knows it better than the header: by the bearer token of
     * this very request, and not by a session or another header while the token beside it may be forged. Else null.
     */
    static @Nullable String method(Principal principal, @Nullable String authorization)
            throws ReflectiveOperationException {
        Object credentials = ask(principal, "getCredentials");
        Object token = credentials == null ? null : ask(credentials, "getTokenValue");
        return token != null
                        && authorization != null
                        && authorization.regionMatches(true, 0, BEARER + " ", 0, BEARER.length() + 1)
                        && authorization.substring(BEARER.length()).strip().equals(token)
                ? BEARER
                : null;
    }

    /** Null where there is no such question. */
    private static @Nullable Object ask(Object whom, String question) throws ReflectiveOperationException {
        Method method = ReflectionUtils.findMethod(whom.getClass(), question);
        if (method == null) {
            return null;
        }
        ReflectionUtils.makeAccessible(method);
        return method.invoke(whom);
    }
}
