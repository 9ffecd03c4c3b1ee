package io.caretrail.core.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of addresses (RFC 4632, RFC 4291 section 2.3), checked without asking a name server. */
final class CidrBlock {

    private static final Pattern SHAPE = Pattern.compile("([0-9A-Fa-f:.]+)(?:/(\\d{1,3}))?");
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final String FORM = "use ADDRESS/BITS, such as 10.0.0.0/8 or 2001:db8::/32";

    private CidrBlock() {}

    /** The block as written; a single address gets its full length. */
    static String checked(String value) throws BadValueException {
        Matcher shape = SHAPE.matcher(value);
        if (!shape.matches()) {
            throw new BadValueException("is not a block of addresses", FORM);
        }
        byte[] address = address(shape.group(1));
        int bits = shape.group(2) == null ? address.length * 8 : Integer.parseInt(shape.group(2));
        if (bits > address.length * 8) {
            throw new BadValueException("has a prefix longer than the address", FORM);
        }
        for (int bit = bits; bit < address.length * 8; bit++) {
            if ((address[bit / 8] & (0x80 >> bit % 8)) != 0) {
                throw new BadValueException(
                        "has bits set behind its prefix", "write the network's own address, such as 10.0.0.0/8");
            }
        }
        return shape.group(1) + "/" + bits;
    }

    private static byte[] address(String text) throws BadValueException {
        if (!text.contains(":") && !V4.matcher(text).matches()) {
            throw new BadValueException("is not an IPv4 address of four numbers up to 255", FORM);
        }
        try {
            // Brackets make Java take the text as an IPv6 address or throw: a name is never looked up.
            InetAddress address = InetAddress.getByName(text.contains(":") ? "[" + text + "]" : text);
            if (text.contains(":") && !(address instanceof Inet6Address)) {
                throw new BadValueException("is an IPv4 address in IPv6 clothes", "write it as IPv4");
            }
            return address.getAddress();
        } catch (UnknownHostException wrong) {
            throw new BadValueException("is not an IPv6 address", FORM);
        }
    }
}
