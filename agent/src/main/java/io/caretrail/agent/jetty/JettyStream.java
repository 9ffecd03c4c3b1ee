package io.caretrail.agent.jetty;

import io.caretrail.core.exchange.Exchange;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpStream;

/** Adds the correlation header when the head of the response is made: what the application wanted to set, it has set. */
final class JettyStream extends HttpStream.Wrapper {

    private final Exchange.ResponseHeader header;

    JettyStream(HttpStream stream, Exchange.ResponseHeader header) {
        super(stream);
        this.header = header;
    }

    @Override
    public void prepareResponse(HttpFields.Mutable headers) {
        if (!headers.contains(header.name())) {
            headers.add(header.name(), header.value());
        }
        super.prepareResponse(headers);
    }
}
