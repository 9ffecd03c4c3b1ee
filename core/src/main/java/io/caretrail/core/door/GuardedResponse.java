package io.caretrail.core.door;

import org.jspecify.annotations.Nullable;

/** Reads a response, each attribute guarded by itself; see {@link GuardedRequest}. */
public final class GuardedResponse {

    private GuardedResponse() {}

    /** 0 when it cannot be read. */
    public static int status(Response response) {
        return (int) Math.max(GuardedRequest.number(response::status), 0);
    }

    public static @Nullable String location(Response response) {
        return GuardedRequest.read(response::location);
    }

    public static long requestBytes(Response response) {
        return GuardedRequest.number(response::requestBytes);
    }

    public static long responseBytes(Response response) {
        return GuardedRequest.number(response::responseBytes);
    }
}
