package io.caretrail.filter;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What Tomcat keeps behind the facade of a request and the servlet API gives to no request listener: the response, and
 * whether the request has gone asynchronous. The names are those of Tomcat 7 to 11. Thread-safe.
 */
final class BehindFacade {

    private static final String TOMCAT = "org.apache.catalina.connector.RequestFacade";

    /** Where to look in a facade of one class. */
    private record Place(Class<?> facade, Field request, Method response, Method async) {}

    private volatile @Nullable Place place;
    private volatile boolean unlikeTomcat;

    /** Null where the container does not show it. */
    @Nullable
    ServletResponse response(ServletRequest request) {
        Place found = place(request);
        return found != null && ask(found, found.response(), request) instanceof ServletResponse response
                ? response
                : null;
    }

    /** Whether the container still holds it as asynchronous, completed already or not. */
    boolean isAsync(ServletRequest request) {
        Place found = place(request);
        return found != null && Boolean.TRUE.equals(ask(found, found.async(), request));
    }

    private @Nullable Object ask(Place found, Method question, ServletRequest request) {
        try {
            return question.invoke(found.request().get(request));
        } catch (ReflectiveOperationException | RuntimeException refused) {
            // Then only what reaches the filter is seen, as on any other server.
            unlikeTomcat = true;
            return null;
        }
    }

    private @Nullable Place place(ServletRequest request) {
        Class<?> type = request.getClass();
        Place found = place;
        if (unlikeTomcat || !type.getName().equals(TOMCAT)) {
            return null;
        }
        if (found == null || found.facade() != type) {
            found = find(type);
            place = found;
        }
        return found;
    }

    private @Nullable Place find(Class<?> facade) {
        try {
            Field request = facade.getDeclaredField("request");
            request.setAccessible(true);
            Class<?> behind = request.getType();
            return new Place(facade, request, behind.getMethod("getResponse"), behind.getMethod("isAsync"));
        } catch (ReflectiveOperationException | RuntimeException other) {
            unlikeTomcat = true;
            return null;
        }
    }
}
