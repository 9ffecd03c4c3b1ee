package io.caretrail.core.door;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request, each attribute guarded by itself: a client that can make one of them throw (a NUL in Host did,
 * elsewhere) must not thereby hide its request. What cannot be read is unknown. Only exceptions are caught; an Error is
 * for the edge to the application.
 *
 * @param request the door's
 */
public record GuardedRequest(Request request) implements Request {

    /** Guards a request; one that is guarded already is returned as it is. */
    public static GuardedRequest of(Request request) {
        return request instanceof GuardedRequest guarded ? guarded : new GuardedRequest(request);
    }

    @Override
    public String method() {
        return orEmpty(read(request::method));
    }

    @Override
    public String scheme() {
        return orEmpty(read(request::scheme));
    }

    @Override
    public @Nullable String host() {
        return read(request::host);
    }

    @Override
    public int port() {
        return (int) number(request::port);
    }

    @Override
    public String path() {
        return orEmpty(read(request::path));
    }

    @Override
    public @Nullable String query() {
        return read(request::query);
    }

    @Override
    public @Nullable String header(String name) {
        return read(() -> request.header(name));
    }

    @Override
    public List<String> headers(String name) {
        return orEmpty(read(() -> request.headers(name)));
    }

    @Override
    public List<String> headerNames() {
        return orEmpty(read(request::headerNames));
    }

    @Override
    public @Nullable String peerAddress() {
        return read(request::peerAddress);
    }

    /** Never empty. */
    @Override
    public @Nullable String user() {
        String user = read(request::user);
        return user == null || user.isEmpty() ? null : user;
    }

    @Override
    public @Nullable String authMethod() {
        return read(request::authMethod);
    }

    @Override
    public @Nullable String clientCertificateSubject() {
        return read(request::clientCertificateSubject);
    }

    @Override
    public long contentLength() {
        return number(request::contentLength);
    }

    static <T> @Nullable T read(Supplier<@Nullable T> attribute) {
        try {
            return attribute.get();
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    static long number(LongSupplier attribute) {
        try {
            return attribute.getAsLong();
        } catch (RuntimeException unreadable) {
            return -1;
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static List<String> orEmpty(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
