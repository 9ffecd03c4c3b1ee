package io.caretrail.agent.jetty9;

import io.caretrail.core.door.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpChannel;
import org.jspecify.annotations.Nullable;

/**
 * A request as Jetty has parsed it, or as far as it came. What 9.4 and 10 have under one name and with another type, as
 * the URI, is left alone.
 */
final class Jetty9Request implements Request {

    private final HttpChannel channel;
    private final org.eclipse.jetty.server.Request request;
    private final boolean lineIsRead;

    /** With the request line unread, what the request shows is none of it, and left alone too. */
    Jetty9Request(HttpChannel channel, boolean lineIsRead) {
        this.channel = channel;
        this.request = channel.getRequest();
        this.lineIsRead = lineIsRead;
    }

    @Override
    public String method() {
        String method = lineIsRead ? request.getMethod() : null;
        return method == null ? "" : method;
    }

    @Override
    public String scheme() {
        return channel.getEndPoint() instanceof SslConnection.DecryptedEndPoint ? "https" : "http";
    }

    @Override
    public @Nullable String host() {
        return header("Host");
    }

    @Override
    public int port() {
        InetSocketAddress local = channel.getLocalAddress();
        return local == null ? -1 : local.getPort();
    }

    /** As it was sent, but for HTTP/2, which names scheme and authority apart. */
    @Override
    public String path() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public @Nullable String query() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? null : target.substring(query + 1);
    }

    private String target() {
        String target = lineIsRead ? request.getOriginalURI() : null;
        return target == null ? "" : target;
    }

    @Override
    public @Nullable String header(String name) {
        return lineIsRead ? request.getHeader(name) : null;
    }

    @Override
    public List<String> headers(String name) {
        return lineIsRead ? Collections.list(request.getHeaders(name)) : List.of();
    }

    @Override
    public List<String> headerNames() {
        return lineIsRead ? Collections.list(request.getHeaderNames()) : List.of();
    }

    /** Null where the peer is no Internet address. */
    @Override
    public @Nullable String peerAddress() {
        InetSocketAddress peer = channel.getRemoteAddress();
        InetAddress address = peer == null ? null : peer.getAddress();
        return address == null ? null : address.getHostAddress();
    }

    /** Jetty authenticates in a handler, later. */
    @Override
    public @Nullable String user() {
        return null;
    }

    @Override
    public @Nullable String authMethod() {
        return null;
    }

    @Override
    public @Nullable String clientCertificateSubject() {
        if (!(channel.getEndPoint() instanceof SslConnection.DecryptedEndPoint secured)) {
            return null;
        }
        try {
            return secured.getSslConnection().getSSLEngine().getSession().getPeerCertificates()[0]
                            instanceof X509Certificate certificate
                    ? certificate.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException notAsked) {
            return null;
        }
    }

    @Override
    public long contentLength() {
        return lineIsRead ? request.getContentLengthLong() : -1;
    }
}
