package io.caretrail.agent.undertow;

import io.caretrail.core.door.Response;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/** The end of a request as Undertow's core knows it. */
final class UndertowResponse implements Response {

    /** What Undertow writes on a connection of which it could read no request. */
    static final Response BAD_REQUEST = new Response() {
        @Override
        public int status() {
            return StatusCodes.BAD_REQUEST;
        }

        @Override
        public @Nullable String location() {
            return null;
        }

        @Override
        public long requestBytes() {
            return -1;
        }

        @Override
        public long responseBytes() {
            return -1;
        }
    };

    private final HttpServerExchange exchange;

    UndertowResponse(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** What was never started was never sent, whatever status stands there. */
    @Override
    public int status() {
        return exchange.isResponseStarted() ? exchange.getStatusCode() : 0;
    }

    @Override
    public @Nullable String location() {
        return exchange.getResponseHeaders().getFirst(Headers.LOCATION);
    }

    /** Undertow does not count them. */
    @Override
    public long requestBytes() {
        return -1;
    }

    @Override
    public long responseBytes() {
        return exchange.getResponseBytesSent();
    }
}
