package io.caretrail.agent.grizzly;

import io.caretrail.core.door.Request;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.util.BufferChunk;
import org.glassfish.grizzly.http.util.ByteChunk;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.glassfish.grizzly.ssl.SSLUtils;
import org.jspecify.annotations.Nullable;

/**
 * A request as Grizzly's HTTP codec has parsed it, or as far as it came. Bytes are copied out of Grizzly's buffers: a chunk
 * that was asked for its text keeps it, and gives it to whoever asks next, whatever the charset.
 */
final class GrizzlyRequest implements Request {

    private final HttpRequestPacket request;

    GrizzlyRequest(HttpRequestPacket request) {
        this.request = request;
    }

    @Override
    public String method() {
        return orEmpty(text(request.getMethodDC()));
    }

    @Override
    public String scheme() {
        return request.isSecure() ? "https" : "http";
    }

    @Override
    public @Nullable String host() {
        return header("Host");
    }

    @Override
    public int port() {
        return request.getConnection().getLocalAddress() instanceof InetSocketAddress local ? local.getPort() : -1;
    }

    /** Grizzly has made a Host header of what stood before it. */
    @Override
    public String path() {
        return orEmpty(text(request.getRequestURIRef().getRequestURIBC()));
    }

    @Override
    public @Nullable String query() {
        return text(request.getQueryStringDC());
    }

    @Override
    public @Nullable String header(String name) {
        MimeHeaders headers = request.getHeaders();
        int found = headers.indexOf(name, 0);
        return found < 0 ? null : text(headers.getValue(found));
    }

    @Override
    public List<String> headers(String name) {
        MimeHeaders headers = request.getHeaders();
        List<String> values = new ArrayList<>();
        for (int i = headers.indexOf(name, 0); i >= 0; i = headers.indexOf(name, i + 1)) {
            values.add(orEmpty(text(headers.getValue(i))));
        }
        return values;
    }

    @Override
    public List<String> headerNames() {
        MimeHeaders headers = request.getHeaders();
        List<String> names = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            names.add(orEmpty(text(headers.getName(i))));
        }
        return names;
    }

    @Override
    public @Nullable String peerAddress() {
        return request.getConnection().getPeerAddress() instanceof InetSocketAddress peer && peer.getAddress() != null
                ? peer.getAddress().getHostAddress()
                : null;
    }

    /** Catalina authenticates, later. */
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
        SSLEngine engine = request.isSecure() ? SSLUtils.getSSLEngine(request.getConnection()) : null;
        if (engine == null) {
            return null;
        }
        try {
            Certificate[] chain = engine.getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? certificate.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    @Override
    public long contentLength() {
        String length = header("Content-Length");
        return length == null ? -1 : Long.parseLong(length.strip());
    }

    private static @Nullable String text(@Nullable DataChunk value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return switch (value.getType()) {
            case Bytes -> {
                ByteChunk bytes = value.getByteChunk();
                yield new String(bytes.getBuffer(), bytes.getStart(), bytes.getLength(), StandardCharsets.ISO_8859_1);
            }
            case Buffer -> {
                BufferChunk bytes = value.getBufferChunk();
                yield bytes.getBuffer().toStringContent(StandardCharsets.ISO_8859_1, bytes.getStart(), bytes.getEnd());
            }
            case Chars -> value.getCharChunk().toString();
            case String -> value.toString();
            default -> null;
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
