package io.caretrail.agent.jetty;

import io.caretrail.core.door.Response;
import org.eclipse.jetty.server.HttpStream;
import org.jspecify.annotations.Nullable;

/** The end of a request as Jetty's core knows it. */
final class JettyResponse implements Response {

    private final org.eclipse.jetty.server.Response response;
    private final HttpStream stream;

    JettyResponse(org.eclipse.jetty.server.Response response, HttpStream stream) {
        this.response = response;
        this.stream = stream;
    }

    /**
     * What was never committed was never sent, whatever status stands there. The stream is asked, because the error response
     * that Jetty makes of a failure leaves its status in the response, but does not commit it.
     */
    @Override
    public int status() {
        boolean sent = (response.isCommitted() || stream.isCommitted())
                && !JettyClient.isUnanswered(response.getRequest(), stream);
        return sent ? response.getStatus() : 0;
    }

    @Override
    public @Nullable String location() {
        return response.getHeaders().get("Location");
    }

    @Override
    public long requestBytes() {
        return org.eclipse.jetty.server.Request.getContentBytesRead(response.getRequest());
    }

    @Override
    public long responseBytes() {
        return response.isCommitted() ? org.eclipse.jetty.server.Response.getContentBytesWritten(response) : -1;
    }
}
