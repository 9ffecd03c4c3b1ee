package io.caretrail.core.caller;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the ids of exchanges, which recordId is built of: 80 random bits that this object keeps and 48 that count, 32
 * hexadecimal digits in all. Ids of one process sort in the order they were made. Thread-safe.
 */
public final class ExchangeIds {

    private static final int RANDOM_OCTETS = 10;
    private static final int COUNT_DIGITS = 12;

    private final String process;
    private final AtomicLong count = new AtomicLong();

    /** Draws the random part; make one for a process. */
    public ExchangeIds() {
        byte[] random = new byte[RANDOM_OCTETS];
        new SecureRandom().nextBytes(random);
        this.process = HexFormat.of().formatHex(random);
    }

    /** Counts one more exchange; see {@link #append}. */
    public long count() {
        return count.incrementAndGet();
    }

    /** Appends the id of an exchange that {@link #count} counted. */
    public StringBuilder append(long counted, StringBuilder to) {
        to.append(process);
        for (int shift = 4 * (COUNT_DIGITS - 1); shift >= 0; shift -= 4) {
            to.append(Character.forDigit((int) (counted >>> shift) & 0xF, 16));
        }
        return to;
    }

    /** The id of an exchange that {@link #count} counted. */
    public String text(long counted) {
        return append(counted, new StringBuilder(2 * RANDOM_OCTETS + COUNT_DIGITS)).toString();
    }

    /** A new id: unlike any other of any host, as long as no two processes draw the same 80 bits. */
    public String next() {
        return append(count(), new StringBuilder(2 * RANDOM_OCTETS + COUNT_DIGITS))
                .toString();
    }
}
