package io.caretrail.agent.jetty9;

import io.caretrail.core.door.Response;
import org.eclipse.jetty.server.HttpChannel;
import org.jspecify.annotations.Nullable;

/** The end of a request as Jetty's channel knows it. */
final class Jetty9Response implements Response {

    private final HttpChannel channel;

    Jetty9Response(HttpChannel channel) {
        this.channel = channel;
    }

    /** What was never committed was never sent, whatever status the response says. */
    @Override
    public int status() {
        return 0;
    }

    @Override
    public @Nullable String location() {
        return channel.getResponse().getHeader("Location");
    }

    @Override
    public long requestBytes() {
        return channel.getRequest().getContentRead();
    }

    @Override
    public long responseBytes() {
        return channel.getResponse().getHttpOutput().getWritten();
    }
}
