package io.caretrail.agent.jdkserver;

import com.sun.net.httpserver.Headers;
import io.caretrail.core.door.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as far as the server has read it: of one that it refuses, the headers may be missing. */
final class JdkServerRequest implements Request {

    private final String line;
    private final Headers headers;
    private final @Nullable SocketChannel channel;
    private final boolean tls;

    /** @param line as it was sent */
    JdkServerRequest(@Nullable String line, @Nullable Headers headers, @Nullable SocketChannel channel, boolean tls) {
        this.line = line == null ? "" : line;
        this.headers = headers == null ? new Headers() : headers;
        this.channel = channel;
        this.tls = tls;
    }

    @Override
    public String method() {
        int end = line.indexOf(' ');
        return end < 0 ? "" : line.substring(0, end);
    }

    @Override
    public String scheme() {
        return tls ? "https" : "http";
    }

    @Override
    public @Nullable String host() {
        return header("Host");
    }

    @Override
    public int port() {
        SocketAddress local = channel == null ? null : address(channel::getLocalAddress);
        return local instanceof InetSocketAddress own ? own.getPort() : -1;
    }

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
        int begin = line.indexOf(' ');
        int end = line.indexOf(' ', begin + 1);
        return begin < 0 || end < 0 ? "" : line.substring(begin + 1, end);
    }

    @Override
    public @Nullable String header(String name) {
        return headers.getFirst(name);
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = headers.get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    @Override
    public List<String> headerNames() {
        return new ArrayList<>(headers.keySet());
    }

    @Override
    public @Nullable String peerAddress() {
        SocketAddress remote = channel == null ? null : address(channel::getRemoteAddress);
        return remote instanceof InetSocketAddress peer ? peer.getAddress().getHostAddress() : null;
    }

    /** The server asks for a login after the exchange has begun. */
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
        return null;
    }

    @Override
    public long contentLength() {
        String length = header("Content-Length");
        return length == null ? -1 : Long.parseLong(length.strip());
    }

    private interface Asking {
        @Nullable
        SocketAddress address() throws IOException;
    }

    /** A connection that is gone has no address any more. */
    private static @Nullable SocketAddress address(Asking asking) {
        try {
            return asking.address();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
