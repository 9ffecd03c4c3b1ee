package io.caretrail.filter.servlet;

import io.caretrail.core.door.Request;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the servlet API gives it. Never asks for parameters, the body or the session: the first eats form
 * bodies, the last makes one.
 */
final class ServletRequestView implements Request {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    /** Servlet 6.1 section 10.9.1. */
    private static final String ERROR_QUERY = "jakarta.servlet.error.query_string";

    private final HttpServletRequest request;

    ServletRequestView(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String scheme() {
        return request.getScheme();
    }

    @Override
    public @Nullable String host() {
        String host = request.getHeader("Host");
        return host == null ? request.getServerName() : host;
    }

    @Override
    public int port() {
        return request.getLocalPort();
    }

    /** What the client asked for: an error page may be the first that is seen of a request. */
    @Override
    public String path() {
        return isErrorPage() && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
                ? asked
                : request.getRequestURI();
    }

    @Override
    public @Nullable String query() {
        return isErrorPage() && request.getAttribute(ERROR_QUERY) instanceof String asked
                ? asked
                : request.getQueryString();
    }

    private boolean isErrorPage() {
        return request.getDispatcherType() == DispatcherType.ERROR;
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    @Override
    public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
    }

    @Override
    public List<String> headerNames() {
        return Collections.list(request.getHeaderNames());
    }

    @Override
    public @Nullable String peerAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public @Nullable String user() {
        Principal principal = request.getUserPrincipal();
        return principal == null ? null : principal.getName();
    }

    @Override
    public @Nullable String authMethod() {
        return request.getAuthType();
    }

    @Override
    public @Nullable String clientCertificateSubject() {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0].getSubjectX500Principal().getName()
                : null;
    }

    @Override
    public long contentLength() {
        return request.getContentLengthLong();
    }
}
