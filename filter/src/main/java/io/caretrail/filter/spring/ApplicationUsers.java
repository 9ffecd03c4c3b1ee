package io.caretrail.filter.spring;

import io.caretrail.filter.servlet.ServletExchange;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Whom Spring Security has authenticated: known behind its filter chain by the request it hands on, and for requests that
 * it refuses or answers itself by the events it publishes on the request's thread. Thread-safe.
 */
final class ApplicationUsers implements SmartApplicationListener {

    private static final String SECURITY = "org.springframework.security.";

    /** One request on its way through the filters of this thread. */
    private record Current(ServletExchange exchange, HttpServletRequest request) {}

    private static final ThreadLocal<Current> CURRENT = new ThreadLocal<>();

    /** Before every other filter: makes the request known to {@link #onApplicationEvent}. */
    PassingFilter binding() {
        return (request, response, chain) -> {
            ServletExchange exchange = ServletExchange.of(request);
            if (exchange == null || !(request instanceof HttpServletRequest http)) {
                chain.doFilter(request, response);
                return;
            }
            Current before = CURRENT.get();
            CURRENT.set(new Current(exchange, http));
            try {
                chain.doFilter(request, response);
            } finally {
                if (before == null) {
                    CURRENT.remove();
                } else {
                    CURRENT.set(before);
                }
            }
        };
    }

    /** Behind Spring Security: asks the request for its user, before the application can log out and again after it. */
    PassingFilter noting() {
        return (request, response, chain) -> {
            note(request);
            try {
                chain.doFilter(request, response);
            } finally {
                note(request);
            }
        };
    }

    private void note(Object request) {
        Current now = CURRENT.get();
        // What is excluded is not recorded, and to ask may load a session.
        if (now != null && now.exchange().correlationId() != null && request instanceof HttpServletRequest http) {
            try {
                note(now, http.getUserPrincipal());
            } catch (ReflectiveOperationException | RuntimeException unlikeSpringSecurity) {
                return;
            }
        }
    }

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
        return type.getName().startsWith(SECURITY);
    }

    /** Success, denial and logout say who it was; a failed login is not authenticated and says nothing here. */
    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        Current now = CURRENT.get();
        if (now == null || now.exchange().correlationId() == null) {
            return;
        }
        try {
            Object authentication =
                    event.getClass().getMethod("getAuthentication").invoke(event);
            if (authentication instanceof Supplier<?> later) {
                authentication = later.get();
            }
            if (authentication instanceof Principal principal) {
                note(now, principal);
            }
        } catch (ReflectiveOperationException | RuntimeException ofAnotherKind) {
            // An event without an authentication, or one that can no longer be asked: the request's own user stays.
            return;
        }
    }

    private static void note(Current now, @Nullable Principal principal) throws ReflectiveOperationException {
        if (principal != null && SpringAuthentication.isOfSomebody(principal)) {
            String authorization = now.request().getHeader("Authorization");
            if (!SpringAuthentication.isCredential(principal.getName(), authorization)) {
                now.exchange()
                        .authenticated(principal.getName(), SpringAuthentication.method(principal, authorization));
            }
        }
    }
}
