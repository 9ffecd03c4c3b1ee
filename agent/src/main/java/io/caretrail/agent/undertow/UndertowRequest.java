package io.caretrail.agent.undertow;

import io.caretrail.core.door.Request;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RenegotiationRequiredException;
import io.undertow.server.SSLSessionInfo;
import io.undertow.server.ServerConnection;
import io.undertow.util.HeaderValues;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** A request as Undertow's connectors have parsed it, or as far as they came, before any handler has changed it. */
final class UndertowRequest implements Request {

    private final ServerConnection connection;
    private final @Nullable HttpServerExchange exchange;

    /**
     * A request.
     *
     * @param exchange null when nothing is known of it
     */
    UndertowRequest(ServerConnection connection, @Nullable HttpServerExchange exchange) {
        this.connection = connection;
        this.exchange = exchange;
    }

    @Override
    public String method() {
        return exchange == null || exchange.getRequestMethod() == null
                ? ""
                : exchange.getRequestMethod().toString();
    }

    @Override
    public String scheme() {
        return connection.getSslSessionInfo() == null ? "http" : "https";
    }

    @Override
    public @Nullable String host() {
        return header("Host");
    }

    @Override
    public int port() {
        InetSocketAddress local = connection.getLocalAddress(InetSocketAddress.class);
        return local == null ? -1 : local.getPort();
    }

    @Override
    public String path() {
        return exchange == null || exchange.getRequestURI() == null ? "" : exchange.getRequestURI();
    }

    @Override
    public @Nullable String query() {
        String query = exchange == null ? null : exchange.getQueryString();
        return query == null || query.isEmpty() ? null : query;
    }

    @Override
    public @Nullable String header(String name) {
        return exchange == null ? null : exchange.getRequestHeaders().getFirst(name);
    }

    @Override
    public List<String> headers(String name) {
        HeaderValues values =
                exchange == null ? null : exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    @Override
    public List<String> headerNames() {
        List<String> names = new ArrayList<>();
        if (exchange != null) {
            exchange.getRequestHeaders().getHeaderNames().forEach(name -> names.add(name.toString()));
        }
        return names;
    }

    /** Null where the peer is no Internet address. */
    @Override
    public @Nullable String peerAddress() {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        InetAddress address = peer == null ? null : peer.getAddress();
        return address == null ? null : address.getHostAddress();
    }

    /** Undertow authenticates in a handler, later. */
    @Override
    public @Nullable String user() {
        return null;
    }

    @Override
    public @Nullable String authMethod() {
        return null;
    }

    /** Of the session as it is: to ask for a certificate now is for the application to decide. */
    @Override
    public @Nullable String clientCertificateSubject() {
        SSLSessionInfo session = connection.getSslSessionInfo();
        if (session == null) {
            return null;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? certificate.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException | RenegotiationRequiredException none) {
            return null;
        }
    }

    @Override
    public long contentLength() {
        return exchange == null ? -1 : exchange.getRequestContentLength();
    }
}
