package io.caretrail.filter;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The response that belongs to a request, which the servlet API gives to no request listener. Tomcat keeps it with the
 * request behind its facade, under the same names since Tomcat 6. Thread-safe.
 */
final class ServerResponse {

    private static final String TOMCAT = "org.apache.catalina.connector.RequestFacade";

    /** Where to look in requests of one class; nothing when there is nothing to be found. */
    private record Place(
            Class<?> type,
            @Nullable Field request,
            @Nullable Method response) {}

    private volatile @Nullable Place last;

    /** Null where the container does not show it. */
    @Nullable
    ServletResponse of(ServletRequest request) {
        Place place = last;
        if (place == null || place.type() != request.getClass()) {
            place = find(request.getClass());
            last = place;
        }
        if (place.request() == null || place.response() == null) {
            return null;
        }
        try {
            Object behind = place.request().get(request);
            return behind != null && place.response().invoke(behind) instanceof ServletResponse response
                    ? response
                    : null;
        } catch (ReflectiveOperationException | RuntimeException unlikeTomcat) {
            // Then only what reaches the filter is seen, as on any other server.
            return null;
        }
    }

    private static Place find(Class<?> type) {
        if (type.getName().equals(TOMCAT)) {
            try {
                Field request = type.getDeclaredField("request");
                request.setAccessible(true);
                return new Place(type, request, request.getType().getMethod("getResponse"));
            } catch (ReflectiveOperationException | RuntimeException unlikeTomcat) {
                return new Place(type, null, null);
            }
        }
        return new Place(type, null, null);
    }
}
