package io.caretrail.core.caller;

/**
 * A block of IP addresses (RFC 4632 section 3.1, RFC 4291 section 2.3). Immutable and thread-safe.
 *
 * @param network its first address
 * @param prefix how many bits of {@code network} count: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record CidrBlock(IpAddress network, int prefix) {

    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    /**
     * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address without a prefix. A block of IPv4-mapped addresses
     * ({@code ::ffff:10.0.0.0/104}) is one of IPv4 addresses; other IPv6 blocks, {@code ::/0} too, hold no IPv4 address.
     *
     * @throws IllegalArgumentException what is wrong with which text and what to write instead
     */
    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        IpAddress network = address.indexOf('%') < 0 ? IpAddress.parse(address) : null;
        if (network == null) {
            throw refused(text, "no IP address; names are not looked up; use a block such as 10.0.0.0/8 or fd00::/8");
        }
        boolean writtenV6 = address.indexOf(':') >= 0;
        int bits = writtenV6 ? V6_BITS : V4_BITS;
        int written = slash < 0 ? bits : number(text, slash + 1);
        if (written < 0 || written > bits) {
            throw refused(text, "what follows the / must be a number from 0 to " + bits);
        }
        int prefix = network.v6() ? written : written - (bits - V4_BITS);
        if (prefix < 0) {
            throw refused(text, "a block of IPv4-mapped addresses needs a prefix of 96 or more; use IPv4 notation");
        }
        IpAddress first = first(network, prefix);
        if (!first.equals(network)) {
            throw refused(text, "has bits set behind its prefix; use " + first + "/" + prefix);
        }
        return new CidrBlock(network, prefix);
    }

    /** Whether an address is in this block; always false for an address of the other family. */
    public boolean contains(IpAddress address) {
        return address.v6() == network.v6() && first(address, prefix).equals(network);
    }

    @Override
    public String toString() {
        return network + "/" + prefix;
    }

    private static IpAddress first(IpAddress address, int prefix) {
        return address.v6()
                ? new IpAddress(true, address.high() & mask(prefix), address.low() & mask(prefix - 64))
                : new IpAddress(false, 0, address.low() & mask(prefix + 32));
    }

    /** The first bits of 64 set; none for less than 1, all for more than 63. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
    }

    private static int number(String text, int from) {
        int digits = text.length() - from;
        if (digits < 1 || digits > 3) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("\"" + text + "\": " + why);
    }
}
