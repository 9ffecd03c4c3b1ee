package io.caretrail.agent.liberty;

import io.caretrail.agent.hook.PublicMethod;
import io.caretrail.core.door.Request;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A request as Liberty's channel has parsed it, or as far as it came. */
final class LibertyRequest implements Request {

    private static final String UNDEFINED = "Undefined";
    private static final String ROOT = "/";

    private static final PublicMethod REQUEST = new PublicMethod("getRequest");
    private static final PublicMethod SSL = new PublicMethod("getSSLContext");
    private static final PublicMethod SESSION = new PublicMethod("getSession");
    private static final PublicMethod REMOTE_ADDRESS = new PublicMethod("getRemoteAddr");
    private static final PublicMethod LOCAL_PORT = new PublicMethod("getLocalPort");
    private static final PublicMethod METHOD = new PublicMethod("getMethod");
    private static final PublicMethod URI = new PublicMethod("getRequestURI");
    private static final PublicMethod QUERY = new PublicMethod("getQueryString");
    private static final PublicMethod URL_HOST = new PublicMethod("getURLHost");
    private static final PublicMethod URL_PORT = new PublicMethod("getURLPort");
    private static final PublicMethod LENGTH = new PublicMethod("getContentLength");
    private static final PublicMethod HEADER = new PublicMethod("getHeader", String.class);
    private static final PublicMethod HEADERS = new PublicMethod("getHeaders", String.class);
    private static final PublicMethod NAMES = new PublicMethod("getAllHeaderNames");
    private static final PublicMethod TEXT = new PublicMethod("asString");

    private final Object context;
    private final Object message;

    /**
     * A request.
     *
     * @param context Liberty's HttpInboundServiceContext
     */
    LibertyRequest(Object context) {
        this.context = context;
        Object request = REQUEST.of(context);
        if (request == null) {
            throw new IllegalStateException(context.getClass().getName() + " has no request");
        }
        this.message = request;
    }

    /**
     * Whether the request line has been read. Before, Liberty says that the method is undefined and the path the root, which
     * nobody asks for so.
     */
    private boolean isNamed() {
        return METHOD.of(message) instanceof String method
                && !(method.equals(UNDEFINED) && ROOT.equals(URI.of(message)) && query() == null);
    }

    @Override
    public String method() {
        return isNamed() && METHOD.of(message) instanceof String method ? method : "";
    }

    @Override
    public String scheme() {
        return SSL.of(context) == null ? "http" : "https";
    }

    /** In HTTP/2 the authority stands for it. */
    @Override
    public @Nullable String host() {
        String host = header("Host");
        if (host != null || !(URL_HOST.of(message) instanceof String named)) {
            return host;
        }
        return URL_PORT.of(message) instanceof Integer port && port > 0 ? named + ":" + port : named;
    }

    @Override
    public int port() {
        return LOCAL_PORT.of(context) instanceof Integer port ? port : -1;
    }

    @Override
    public String path() {
        return isNamed() && URI.of(message) instanceof String path ? path : "";
    }

    @Override
    public @Nullable String query() {
        return QUERY.of(message) instanceof String query && !query.isEmpty() ? query : null;
    }

    @Override
    public @Nullable String header(String name) {
        return text(HEADER.of(message, name));
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        if (HEADERS.of(message, name) instanceof List<?> fields) {
            for (Object field : fields) {
                String value = text(field);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    /** Of a header that is not there it gives an empty one. */
    static @Nullable String text(@Nullable Object field) {
        return field != null && TEXT.of(field) instanceof String value ? value : null;
    }

    @Override
    public List<String> headerNames() {
        List<String> names = new ArrayList<>();
        if (NAMES.of(message) instanceof List<?> all) {
            all.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    @Override
    public @Nullable String peerAddress() {
        return REMOTE_ADDRESS.of(context) instanceof InetAddress address ? address.getHostAddress() : null;
    }

    /** The web container authenticates later. */
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
        Object ssl = SSL.of(context);
        if (ssl == null || !(SESSION.of(ssl) instanceof SSLSession session)) {
            return null;
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? certificate.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException notAsked) {
            return null;
        }
    }

    @Override
    public long contentLength() {
        return LENGTH.of(message) instanceof Long length ? length : -1;
    }
}
