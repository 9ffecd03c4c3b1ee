package io.caretrail.core.caller;

import io.caretrail.core.record.FixedText;
import io.caretrail.core.record.RecordFields;
import io.caretrail.core.record.RecordFields.Text;
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

    private final FixedText process;
    private final AtomicLong count = new AtomicLong();

    /** Draws the random part; make one for a process. */
    public ExchangeIds() {
        byte[] random = new byte[RANDOM_OCTETS];
        new SecureRandom().nextBytes(random);
        this.process = FixedText.of(HexFormat.of().formatHex(random));
    }

    /** Counts one more exchange; see {@link #tell}. */
    public long count() {
        return count.incrementAndGet();
    }

    /**
     * Tells the recordId of an exchange that {@link #count} counted.
     *
     * @param part {@code .0} or {@code .1}
     */
    public void tell(long counted, String part, RecordFields fields) {
        fields.id(Text.RECORD_ID, process, 0, counted, COUNT_DIGITS, part);
    }

    /** The id of an exchange that {@link #count} counted. */
    public String text(long counted) {
        return process + HexFormat.of().toHexDigits(counted, COUNT_DIGITS);
    }

    /** A new id: unlike any other of any host, as long as no two processes draw the same 80 bits. */
    public String next() {
        return text(count());
    }
}
