package io.caretrail.core.uri;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The hash of {@code uri.query: hash}: the first 128 bits of HMAC-SHA-256 (RFC 2104 section 5), as 32 lower-case
 * hexadecimal digits. The same value has the same hash under the same key, whatever parameter it stands in and however it
 * was percent-encoded. Thread-safe.
 */
public final class QueryHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int OCTETS = 16;

    private final SecretKey key;

    /** Never updated, only cloned: a Mac takes one caller at a time. */
    private final Mac keyed;

    /** @throws IllegalArgumentException when the key cannot be used for HMAC-SHA-256 */
    public QueryHash(SecretKey key) {
        this.key = key;
        this.keyed = keyed(key);
    }

    /** Hashes a value as the client meant it, percent-decoded: {@code Müller}, not {@code M%C3%BCller}. */
    public String of(String value) {
        return hash(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Hashes a value as it stands in a query (application/x-www-form-urlencoded). */
    String ofEncoded(String value) {
        byte[] octets = value.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            int octet = octets[i] == '+' ? ' ' : octets[i];
            if (octet == '%' && i + 2 < octets.length) {
                int high = Ascii.hexDigit((char) (octets[i + 1] & 0xFF));
                int low = Ascii.hexDigit((char) (octets[i + 2] & 0xFF));
                if (high >= 0 && low >= 0) {
                    octet = (high << 4) | low;
                    i += 2;
                }
            }
            octets[length++] = (byte) octet;
        }
        return hash(Arrays.copyOf(octets, length));
    }

    private String hash(byte[] octets) {
        return HexFormat.of().formatHex(mac().doFinal(octets), 0, OCTETS);
    }

    private Mac mac() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException provider) {
            return keyed(key);
        }
    }

    private static Mac keyed(SecretKey key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM + ", which every Java must have", e);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "the key of uri.hashKeyFile cannot be used for " + ALGORITHM + "; give at least 32 random bytes",
                    e);
        }
    }
}
