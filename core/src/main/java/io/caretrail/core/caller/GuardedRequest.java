package io.caretrail.core.caller;

import io.caretrail.core.exchange.Request;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request, each attribute guarded by itself: what a container refuses to give is unknown and takes nothing else
 * with it. {@link Request} allows its methods to throw.
 */
record GuardedRequest(Request request) {

    @Nullable
    String peerAddress() {
        return read(request::peerAddress);
    }

    /** Never empty. */
    @Nullable
    String user() {
        String user = read(request::user);
        return user == null || user.isEmpty() ? null : user;
    }

    @Nullable
    String authMethod() {
        return read(request::authMethod);
    }

    @Nullable
    String clientCertificateSubject() {
        return read(request::clientCertificateSubject);
    }

    @Nullable
    String header(String name) {
        return read(() -> request.header(name));
    }

    List<String> headers(String name) {
        List<String> values = read(() -> request.headers(name));
        return values == null ? List.of() : values;
    }

    List<String> headerNames() {
        List<String> names = read(request::headerNames);
        return names == null ? List.of() : names;
    }

    private static <T> @Nullable T read(Supplier<@Nullable T> attribute) {
        try {
            return attribute.get();
        } catch (RuntimeException unreadable) {
            return null;
        }
    }
}
