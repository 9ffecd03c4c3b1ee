package io.caretrail.core.door;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a door can say of a request at the moment it begins. Methods may be called more than once, on the thread that begins
 * the exchange, and only until the exchange has begun: containers reuse their request objects.
 *
 * <p>An implementation reads without changing: never the body, never the parameters (reading them eats form bodies),
 * never a value the container parses lazily in place. A method may throw; the attribute is then recorded as unknown and
 * the others are not touched by it.
 */
public interface Request {

    /** The method as sent, empty when the request line could not be read. */
    String method();

    /** The scheme of the connection, {@code http} or {@code https}. */
    String scheme();

    /** The authority the client named: the Host header or {@code :authority}; null when there was none. */
    @Nullable
    String host();

    /** The local port the connection came in on, or -1 when unknown. */
    int port();

    /**
     * The request target as the client sent it, without the query: {@code /fhir/Patient/1}; the absolute form
     * {@code http://host/path} is allowed (RFC 9112 section 3.2.2). Empty when it could not be read.
     */
    String path();

    /** The query as the client sent it, without the question mark; null when there was none. */
    @Nullable
    String query();

    /** The first value of a header, by its name in any case; null when absent. May be called often. */
    @Nullable
    String header(String name);

    /** All values of a header in the order sent; empty when absent. May be called often. */
    List<String> headers(String name);

    /** The names of all headers in the order sent, repeated ones once or more. */
    List<String> headerNames();

    /** The address of the socket's peer as text, without port; null when unknown. */
    @Nullable
    String peerAddress();

    /** The user the container has already authenticated; null when none or not yet. */
    @Nullable
    String user();

    /** How the container authenticated the user ({@code BASIC}, {@code FORM}, {@code CLIENT_CERT}, …); null when unknown. */
    @Nullable
    String authMethod();

    /** The subject of the client certificate of the TLS connection (RFC 2253 form); null when there is none. */
    @Nullable
    String clientCertificateSubject();

    /** The length of the request body as announced, in bytes; -1 when unknown. */
    long contentLength();
}
