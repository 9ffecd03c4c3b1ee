package io.caretrail.agent.jetty9;

import java.lang.reflect.Field;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Whether the request line of what Jetty refuses has been read. Where it has not, Jetty 10 and 11 answer in the name of the
 * request before on the same connection, with its method, its target and its headers.
 */
final class Jetty9Line {

    /** Null again when the parser begins a request, and set with the last word of its line. */
    private static final @Nullable Field VERSION = field();

    private Jetty9Line() {}

    static boolean isRead(HttpChannel channel) {
        Connection connection = channel.getEndPoint().getConnection();
        if (VERSION == null || !(connection instanceof HttpConnection http)) {
            return true;
        }
        try {
            return VERSION.get(http.getParser()) instanceof HttpVersion version && isServed(version);
        } catch (IllegalAccessException e) {
            return true;
        }
    }

    /** With any other, 0.9 or 3.0, Jetty does not take the line. */
    private static boolean isServed(HttpVersion version) {
        return version.getVersion() >= HttpVersion.HTTP_1_0.getVersion()
                && version.getVersion() <= HttpVersion.HTTP_2.getVersion();
    }

    /** Null where it is out of reach: then there is nothing but Jetty's own word. */
    private static @Nullable Field field() {
        try {
            Field field = HttpParser.class.getDeclaredField("_version");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException absent) {
            return null;
        }
    }
}
