package io.caretrail.agent.jetty;

import io.caretrail.core.door.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;

/** A request as Jetty's core has parsed it, before any handler or customizer has made something else of it. */
final class JettyRequest implements Request {

    private final org.eclipse.jetty.server.Request request;
    private final HttpFields headers;
    private final HttpURI target;

    JettyRequest(org.eclipse.jetty.server.Request request) {
        this.request = request;
        headers = isMadeUp() ? request.getHeaders() : JettyHeaders.of(request);
        target = JettyTarget.of(request);
    }

    @Override
    public String method() {
        return isMadeUp() ? "" : request.getMethod();
    }

    /** Of the connection, whatever HTTP/2's {@code :scheme} or an absolute target claims. */
    @Override
    public String scheme() {
        return request.getConnectionMetaData().isSecure() ? "https" : "http";
    }

    @Override
    public @Nullable String host() {
        String host = header("Host");
        return host == null ? target.getAuthority() : host;
    }

    @Override
    public int port() {
        return request.getConnectionMetaData().getLocalSocketAddress() instanceof InetSocketAddress address
                ? address.getPort()
                : -1;
    }

    @Override
    public String path() {
        String path = isMadeUp() ? null : target.getPath();
        return path == null ? "" : path;
    }

    @Override
    public @Nullable String query() {
        return target.getQuery();
    }

    /** Where Jetty could not read the request line it makes one up, so as to have something to answer. */
    private boolean isMadeUp() {
        HttpURI uri = request.getHttpURI();
        return request.getHeaders().size() == 0
                && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
                && ("/badMessage".equals(uri.getPath()) || "/badRequest".equals(uri.getPath()));
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public List<String> headers(String name) {
        return headers.getValuesList(name);
    }

    @Override
    public List<String> headerNames() {
        return List.copyOf(headers.getFieldNamesCollection());
    }

    /** Null where the peer is no Internet address, as of a Unix domain socket. */
    @Override
    public @Nullable String peerAddress() {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        InetAddress address = peer instanceof InetSocketAddress internet ? internet.getAddress() : null;
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
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (!(endPoint instanceof SslConnection.SslEndPoint secured)) {
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
        return request.getLength();
    }
}
