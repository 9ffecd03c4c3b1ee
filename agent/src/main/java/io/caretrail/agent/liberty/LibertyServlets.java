package io.caretrail.agent.liberty;

import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.core.exchange.Exchange;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** What Open Liberty's servlet requests know, whichever their namespace. */
final class LibertyServlets {

    /** The request attribute that lets the servlet-level hooks and the filter stand down. */
    private static final String ATTRIBUTE = "io.caretrail.exchange";

    private static final PublicMethod ASKED = new PublicMethod("getIRequest");
    private static final PublicMethod CONNECTION = new PublicMethod("getHttpInboundConnection");
    private static final PublicMethod WRAPPED = new PublicMethod("getRequest");
    private static final PublicMethod GET_ATTRIBUTE = new PublicMethod("getAttribute", String.class);
    private static final PublicMethod SET_ATTRIBUTE = new PublicMethod("setAttribute", String.class, Object.class);
    private static final PublicMethod USER = new PublicMethod("getUserPrincipal");
    private static final PublicMethod AUTH_METHOD = new PublicMethod("getAuthType");

    private LibertyServlets() {}

    /** The channel's dispatcher that a request came from; null when it has none, or is over. */
    static @Nullable Object dispatcher(Object request) {
        Object asked = ASKED.of(request);
        return asked == null ? null : CONNECTION.of(asked);
    }

    static void put(Object request, Exchange exchange) {
        SET_ATTRIBUTE.of(request, ATTRIBUTE, exchange);
    }

    static @Nullable Exchange exchangeOf(@Nullable Object request) {
        Object innermost = innermost(request);
        return innermost != null && GET_ATTRIBUTE.of(innermost, ATTRIBUTE) instanceof Exchange exchange
                ? exchange
                : null;
    }

    /** Notes who the user is by now. */
    static void knows(@Nullable Object request) {
        Object innermost = innermost(request);
        Exchange exchange = exchangeOf(innermost);
        if (innermost != null && exchange != null && USER.of(innermost) instanceof Principal user) {
            exchange.authenticated(user.getName(), (String) AUTH_METHOD.of(innermost));
        }
    }

    /** Liberty's own: a wrapper is the application's, and may have its own ideas. Null when it is over. */
    private static @Nullable Object innermost(@Nullable Object request) {
        Object each = request;
        while (each != null && ASKED.of(each) == null) {
            each = WRAPPED.of(each);
        }
        return each;
    }
}
