package io.caretrail.agent.jetty;

import java.lang.reflect.Field;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpChannelState;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request whose path Jetty 12.0 refuses as ambiguous: it puts {@code /badURI} in its place, so as not to
 * show it again, while the stream keeps what was sent.
 */
final class JettyTarget {

    private static final String REPLACED = "/badURI";

    private static final @Nullable Field SENT = field();

    private JettyTarget() {}

    /** As the client sent it, or else as Jetty shows it. */
    static HttpURI of(Request request) {
        HttpURI shown = request.getHttpURI();
        if (SENT == null
                || !REPLACED.equals(shown.getPath())
                || !(request.getComponents() instanceof HttpChannelState channel)) {
            return shown;
        }
        HttpStream stream = channel.getHttpStream();
        try {
            return SENT.getDeclaringClass().isInstance(stream) ? (HttpURI) SENT.get(stream) : shown;
        } catch (IllegalAccessException e) {
            return shown;
        }
    }

    /** Null where a newer Jetty keeps it elsewhere, or does not replace it. */
    private static @Nullable Field field() {
        try {
            Field field = Class.forName(
                            HttpConnection.class.getName() + "$HttpStreamOverHTTP1",
                            false,
                            HttpConnection.class.getClassLoader())
                    .getDeclaredField("_uri");
            field.setAccessible(true);
            return HttpURI.class.isAssignableFrom(field.getType()) ? field : null;
        } catch (ReflectiveOperationException | RuntimeException absent) {
            return null;
        }
    }
}
