package io.caretrail.agent.tomcat;

import io.caretrail.core.door.Response;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/** The end of a request as Tomcat's connector knows it. */
final class TomcatResponse implements Response {

    private final Request request;
    private final org.apache.coyote.Response response;

    TomcatResponse(Request request, org.apache.coyote.Response response) {
        this.request = request;
        this.response = response;
    }

    /** What was never committed was never sent, whatever status stands there. */
    @Override
    public int status() {
        return response.isCommitted() ? response.getStatus() : 0;
    }

    @Override
    public @Nullable String location() {
        return response.getMimeHeaders().getHeader("Location");
    }

    @Override
    public long requestBytes() {
        return request.getBytesRead();
    }

    @Override
    public long responseBytes() {
        return response.getContentWritten();
    }
}
