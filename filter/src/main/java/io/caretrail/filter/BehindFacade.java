package io.caretrail.filter;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What containers keep behind a request and the servlet API gives to no request listener: the response that belongs to it.
 * The names are those of Tomcat 7 to 11, Jetty 9.4 and its likeness in Jetty 12 (ee8, ee9), and Undertow 2. Thread-safe.
 */
final class BehindFacade {

    private static final String TOMCAT = "org.apache.catalina.connector.RequestFacade";
    private static final String UNDERTOW = "io.undertow.servlet.spec.HttpServletRequestImpl";
    private static final String UNDERTOW_CONTEXT = "io.undertow.servlet.handlers.ServletRequestContext";
    private static final String JETTY = "org.eclipse.jetty.";
    /** WildFly's class loaders: its Undertow does not tell listeners of the end when an error page throws (39.0). */
    private static final String WILDFLY = "org.jboss.modules.";

    /** Where to look in a request of one class: first what holds the response, then the response. */
    private record Place(
            Class<?> type,
            @Nullable AccessibleObject holder,
            Method response,
            @Nullable Method async) {}

    private volatile @Nullable Place place;
    private volatile @Nullable Class<?> opaque;

    /** Null where the container does not show it. */
    @Nullable
    ServletResponse response(ServletRequest request) {
        Place found = place(request);
        if (found == null || (found.type().getName().equals(UNDERTOW) && isAsync(found, request))) {
            // Undertow calls request listeners once more when it ends what was asynchronous and has lost its
            // attributes.
            return null;
        }
        return ask(found, found.response(), request) instanceof ServletResponse response ? response : null;
    }

    /**
     * Whether nobody is told any more of the end of a request out of which an exception goes: Tomcat tells no listener once it
     * has gone asynchronous, and Jetty answers after all listeners.
     */
    boolean endsAsItThrows(ServletRequest request) {
        if (request.getClass().getName().startsWith(JETTY)) {
            return true;
        }
        Place found = place(request);
        return found != null && found.type().getName().equals(TOMCAT) && isAsync(found, request);
    }

    private boolean isAsync(Place found, ServletRequest request) {
        Object async = found.async() == null ? null : ask(found, found.async(), request);
        return async != null && !async.equals(false);
    }

    private @Nullable Object ask(Place found, Method question, ServletRequest request) {
        try {
            Object holder = request;
            if (found.holder() instanceof Field field) {
                holder = field.get(request);
            } else if (found.holder() instanceof Method method && !question.equals(found.async())) {
                holder = method.invoke(null);
            }
            return holder == null ? null : question.invoke(holder);
        } catch (ReflectiveOperationException | RuntimeException refused) {
            // Then only what reaches the filter is seen, as on any other server.
            opaque = found.type();
            return null;
        }
    }

    private @Nullable Place place(ServletRequest request) {
        Class<?> type = request.getClass();
        Place found = place;
        if (type == opaque) {
            return null;
        }
        if (found == null || found.type() != type) {
            found = find(type);
            if (found == null) {
                opaque = type;
            } else {
                place = found;
            }
        }
        return found;
    }

    private static @Nullable Place find(Class<?> type) {
        try {
            String name = type.getName();
            if (name.equals(TOMCAT)) {
                Field request = type.getDeclaredField("request");
                request.setAccessible(true);
                Class<?> behind = request.getType();
                return new Place(type, request, behind.getMethod("getResponse"), behind.getMethod("isAsync"));
            }
            if (name.equals(UNDERTOW) && !isWildFly(type)) {
                Class<?> context = Class.forName(UNDERTOW_CONTEXT, false, type.getClassLoader());
                return new Place(
                        type,
                        context.getMethod("current"),
                        context.getMethod("getOriginalResponse"),
                        type.getMethod("getAsyncContextInternal"));
            }
            return name.startsWith(JETTY) && name.endsWith(".Request")
                    ? new Place(type, null, type.getMethod("getResponse"), null)
                    : null;
        } catch (ReflectiveOperationException | RuntimeException other) {
            return null;
        }
    }

    private static boolean isWildFly(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader.getClass().getName().startsWith(WILDFLY);
    }
}
