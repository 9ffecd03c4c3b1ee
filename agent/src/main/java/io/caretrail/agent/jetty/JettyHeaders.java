package io.caretrail.agent.jetty;

import java.lang.reflect.Field;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request that Jetty refuses when it has read them: it makes a request without any to answer, while those
 * that came stay where the parser has left them. Who asked, and under which correlation id, is in there.
 */
final class JettyHeaders {

    private static final @Nullable Field READ = field();

    private JettyHeaders() {}

    /** Those the request has, or those that were read for it. */
    static HttpFields of(Request request) {
        HttpFields known = request.getHeaders();
        if (known.size() > 0
                || READ == null
                || !(request.getConnectionMetaData().getConnection() instanceof HttpConnection connection)) {
            return known;
        }
        try {
            return (HttpFields) READ.get(connection);
        } catch (IllegalAccessException e) {
            return known;
        }
    }

    /** Null where a newer Jetty keeps them elsewhere: then they are unknown. */
    private static @Nullable Field field() {
        try {
            Field field = HttpConnection.class.getDeclaredField("_headerBuilder");
            field.setAccessible(true);
            return HttpFields.class.isAssignableFrom(field.getType()) ? field : null;
        } catch (ReflectiveOperationException | RuntimeException absent) {
            return null;
        }
    }
}
