package io.caretrail.agent.jetty;

import io.caretrail.agent.hook.PublicMethod;
import java.security.Principal;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What the servlet environments ee8 to ee11 know. Each has class loaders of its own below the server's, so that its classes
 * are asked by the names of their methods; that happens when something goes wrong or somebody logs in.
 */
final class JettyEnvironment {

    private static final PublicMethod EE10_CHANNEL = new PublicMethod("getServletChannel");
    private static final PublicMethod NESTED_CHANNEL = new PublicMethod("getHttpChannel");
    private static final PublicMethod NESTED_REQUEST = new PublicMethod("getCoreRequest");
    private static final PublicMethod EE10_REQUEST = new PublicMethod("getRequest");
    private static final PublicMethod AUTHENTICATION = new PublicMethod("getAuthentication");
    private static final PublicMethod USER_IDENTITY = new PublicMethod("getUserIdentity");
    private static final PublicMethod PRINCIPAL = new PublicMethod("getUserPrincipal");
    private static final PublicMethod AUTHENTICATION_TYPE = new PublicMethod("getAuthenticationType");
    private static final PublicMethod AUTH_METHOD = new PublicMethod("getAuthMethod");

    private JettyEnvironment() {}

    /** The channel of an environment's channel state or request. */
    static Object channelOf(Object part) {
        Object channel = EE10_CHANNEL.of(part);
        channel = channel == null ? NESTED_CHANNEL.of(part) : channel;
        if (channel == null) {
            throw new IllegalStateException(part.getClass() + " does not tell its channel");
        }
        return channel;
    }

    /** The core server's request of an environment's channel; null when that has none any more. */
    static @Nullable Request coreRequest(Object channel) {
        Object request = NESTED_REQUEST.of(channel);
        request = request == null ? EE10_REQUEST.of(channel) : request;
        // A channel of ee8 or ee9 that has none any more shows its own request instead.
        return request instanceof Request core ? core : null;
    }

    /** The Authentication of ee8's or ee9's request; null when it has none. */
    static @Nullable Object authentication(Object nestedRequest) {
        return AUTHENTICATION.of(nestedRequest);
    }

    /** The user of ee8's and ee9's Authentication; null when it names none. */
    static @Nullable Principal principal(Object authentication) {
        Object identity = USER_IDENTITY.of(authentication);
        return identity == null ? null : (Principal) PRINCIPAL.of(identity);
    }

    /** How the user was authenticated; null when unknown. */
    static @Nullable String authMethod(@Nullable Object authentication) {
        if (authentication == null) {
            return null;
        }
        Object method = AUTHENTICATION_TYPE.of(authentication);
        return (String) (method == null ? AUTH_METHOD.of(authentication) : method);
    }
}
