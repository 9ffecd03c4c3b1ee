package io.caretrail.agent.tomcat;

import io.caretrail.core.door.Request;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A request as Tomcat's connector has parsed it, before the engine sees it. Bytes are copied out of Tomcat's buffers;
 * {@code MessageBytes.toString()} is never called on what the client sent, because it changes the type of the value, and
 * Tomcat then decodes the path in another way.
 */
final class TomcatRequest implements Request {

    private final org.apache.coyote.Request request;

    TomcatRequest(org.apache.coyote.Request request) {
        this.request = request;
    }

    @Override
    @SuppressWarnings("deprecation") // method() is there in all of Tomcat 9, 10.1 and 11; getMethod() is not
    public String method() {
        return orEmpty(text(request.method()));
    }

    /** Null before the engine has filled it in from the connector: then the scheme is that of the connection. */
    @Override
    public String scheme() {
        String scheme = text(request.scheme());
        return scheme == null ? "http" : scheme;
    }

    @Override
    public @Nullable String host() {
        String host = header("Host");
        return host == null ? text(request.serverName()) : host;
    }

    @Override
    public int port() {
        request.action(ActionCode.REQ_LOCALPORT_ATTRIBUTE, request);
        return request.getLocalPort();
    }

    @Override
    public String path() {
        return orEmpty(text(request.requestURI()));
    }

    @Override
    public @Nullable String query() {
        return text(request.queryString());
    }

    @Override
    public @Nullable String header(String name) {
        MessageBytes value = request.getMimeHeaders().getValue(name);
        return value == null ? null : text(value);
    }

    @Override
    public List<String> headers(String name) {
        MimeHeaders headers = request.getMimeHeaders();
        List<String> values = new ArrayList<>();
        for (int i = headers.findHeader(name, 0); i >= 0; i = headers.findHeader(name, i + 1)) {
            values.add(orEmpty(text(headers.getValue(i))));
        }
        return values;
    }

    @Override
    public List<String> headerNames() {
        MimeHeaders headers = request.getMimeHeaders();
        List<String> names = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            names.add(orEmpty(text(headers.getName(i))));
        }
        return names;
    }

    @Override
    public @Nullable String peerAddress() {
        request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, request);
        return text(request.remoteAddr());
    }

    /** Known this early only when the connector was told, as by AJP. */
    @Override
    public @Nullable String user() {
        return text(request.getRemoteUser());
    }

    @Override
    public @Nullable String authMethod() {
        return text(request.getAuthType());
    }

    /**
     * Asking the processor makes it leave all it knows of the connection in the request's attributes. That is taken out
     * again: with it there, the engine believes that it has asked before, and the application is shown fewer attribute names.
     */
    @Override
    public @Nullable String clientCertificateSubject() {
        if (!"https".equals(text(request.scheme()))) {
            return null;
        }
        Set<String> before = Set.copyOf(request.getAttributes().keySet());
        request.action(ActionCode.REQ_SSL_ATTRIBUTE, request);
        Object chain = request.getAttribute("jakarta.servlet.request.X509Certificate");
        if (chain == null) {
            chain = request.getAttribute("javax.servlet.request.X509Certificate");
        }
        request.getAttributes().keySet().retainAll(before);
        return chain instanceof X509Certificate[] certificates && certificates.length > 0
                ? certificates[0].getSubjectX500Principal().getName()
                : null;
    }

    @Override
    public long contentLength() {
        MessageBytes value = request.getMimeHeaders().getValue("Content-Length");
        String text = value == null ? null : text(value);
        return text == null ? -1 : Long.parseLong(text.strip());
    }

    private static @Nullable String text(@Nullable MessageBytes value) {
        if (value == null) {
            return null;
        }
        return switch (value.getType()) {
            case MessageBytes.T_BYTES -> {
                ByteChunk bytes = value.getByteChunk();
                yield new String(bytes.getBuffer(), bytes.getStart(), bytes.getLength(), StandardCharsets.ISO_8859_1);
            }
            case MessageBytes.T_CHARS -> value.getCharChunk().toString();
            case MessageBytes.T_STR -> value.getString();
            default -> null;
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
