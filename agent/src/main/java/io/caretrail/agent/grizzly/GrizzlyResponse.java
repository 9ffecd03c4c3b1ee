package io.caretrail.agent.grizzly;

import io.caretrail.core.door.Response;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.jspecify.annotations.Nullable;

/** The end of a request as Grizzly's HTTP codec knows it. */
final class GrizzlyResponse implements Response {

    private final HttpResponsePacket response;

    GrizzlyResponse(HttpResponsePacket response) {
        this.response = response;
    }

    /** What was never committed was never sent, whatever status stands there. */
    @Override
    public int status() {
        return response.isCommitted() ? response.getStatus() : 0;
    }

    @Override
    public @Nullable String location() {
        return response.getHeader("Location");
    }

    /** Grizzly does not count them. */
    @Override
    public long requestBytes() {
        return -1;
    }

    /** Nor these. */
    @Override
    public long responseBytes() {
        return -1;
    }
}
