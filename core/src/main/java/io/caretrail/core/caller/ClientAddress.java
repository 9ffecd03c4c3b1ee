package io.caretrail.core.caller;

import io.caretrail.core.door.GuardedRequest;
import io.caretrail.core.door.Request;
import io.caretrail.core.uri.Authority;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client behind trusted proxies: {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For}, {@code -Proto},
 * {@code -Host}, {@code -Port}. Both are read from right to left, starting at the socket's peer: as long as a hop is
 * trusted, what it says of the hop before it is believed; the first that is not trusted is the client, and whatever stands
 * to its left is the client's own invention. With no trusted proxies the headers are not even read.
 *
 * <p>Never throws, whatever the headers hold, and looks at {@value #HOPS} hops at most. Thread-safe; remembers nothing but
 * addresses.
 */
public final class ClientAddress {

    /** More proxies than any request passes; past them the last one is taken for the client. */
    public static final int HOPS = 64;

    private final List<CidrBlock> trusted;

    /** By the peer's address, which is all that counts of them. */
    private final Lately<Client> untrusted = new Lately<>();

    /**
     * Takes the trusted proxies.
     *
     * @param trustedProxies CIDR blocks; empty for nobody
     * @throws IllegalArgumentException for what {@link CidrBlock#parse} refuses
     */
    public ClientAddress(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(CidrBlock::parse).toList();
    }

    /** The client of a request; never null. Reads the peer's address and the forwarding headers of it, nothing else. */
    public Client client(Request request) {
        GuardedRequest guarded = GuardedRequest.of(request);
        String peerText = guarded.peerAddress();
        if (peerText == null) {
            return Client.UNKNOWN;
        }
        Client known = untrusted.get(peerText);
        if (known != null) {
            return known;
        }
        IpAddress peer = IpAddress.parse(peerText);
        if (peer == null) {
            return Client.UNKNOWN;
        }
        if (!isTrusted(peer)) {
            Client client = Client.direct(peer.spelling(peerText));
            untrusted.put(peerText, client);
            return client;
        }
        ListFromRight elements = new ListFromRight(guarded.headers("Forwarded"), true);
        Walk forwarded = walk(peer, () -> {
            String element = elements.next();
            return element == null ? null : ForwardedElement.parse(element);
        });
        return client(peer, forwarded, walkXForwarded(peer, guarded));
    }

    private static Client client(IpAddress peer, Walk forwarded, Walk xForwarded) {
        // Forwarded comes first, but says nothing of the client when all it names is hidden or malformed.
        IpAddress address = forwarded.named() ? forwarded.address : xForwarded.address;
        boolean disputed = forwarded.named() && xForwarded.named() && !xForwarded.address.equals(address);
        return new Client(
                address.toString(),
                address.equals(peer) ? null : peer.toString(),
                forwarded.scheme == null ? xForwarded.scheme : forwarded.scheme,
                forwarded.host == null ? xForwarded.host : forwarded.host,
                forwarded.host == null ? xForwarded.port : -1,
                disputed ? xForwarded.address.toString() : null);
    }

    private Walk walkXForwarded(IpAddress peer, GuardedRequest request) {
        ListFromRight nodes = new ListFromRight(request.headers("X-Forwarded-For"), false);
        Walk walk = walk(peer, () -> {
            String node = nodes.next();
            return node == null ? null : Hop.of(node, null, null);
        });
        walk.scheme = Hop.scheme(fromRight(request, "X-Forwarded-Proto", walk.steps));
        walk.host = Hop.host(fromRight(request, "X-Forwarded-Host", walk.steps));
        walk.port = port(fromRight(request, "X-Forwarded-Port", walk.steps));
        return walk;
    }

    private Walk walk(IpAddress peer, Supplier<@Nullable Hop> hops) {
        Walk walk = new Walk(peer);
        boolean believed = true;
        while (believed && walk.steps < HOPS) {
            Hop hop = hops.get();
            believed = hop != null && walk.step(hop) && isTrusted(walk.address);
        }
        return walk;
    }

    private boolean isTrusted(IpAddress address) {
        for (int i = 0; i < trusted.size(); i++) {
            if (trusted.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The element that came with the last hop walked: as many from the right, or the leftmost when there are fewer, since
     * some proxies append and others replace. Null when there is none.
     */
    private static @Nullable String fromRight(GuardedRequest request, String name, int steps) {
        ListFromRight elements = new ListFromRight(request.headers(name), false);
        String element = elements.next();
        for (int i = 1; i < steps && element != null; i++) {
            String further = elements.next();
            if (further == null) {
                break;
            }
            element = further;
        }
        return element;
    }

    private static int port(@Nullable String text) {
        Authority authority = text == null ? null : Authority.parse("port:" + text);
        return authority == null ? -1 : authority.port();
    }

    /** What has been found out so far; what a hop further out says replaces what one further in said. */
    private static final class Walk {
        private IpAddress address;
        private int steps;
        private boolean named;
        private @Nullable String scheme;
        private @Nullable String host;
        private int port = -1;

        Walk(IpAddress peer) {
            this.address = peer;
        }

        boolean named() {
            return named;
        }

        /** Believes a hop; false when it does not say whom it was called by. */
        boolean step(Hop hop) {
            steps++;
            scheme = hop.scheme() == null ? scheme : hop.scheme();
            host = hop.host() == null ? host : hop.host();
            if (hop.address() == null) {
                return false;
            }
            address = hop.address();
            named = true;
            return true;
        }
    }
}
