package io.caretrail.core.caller;

import io.caretrail.core.door.GuardedRequest;
import io.caretrail.core.door.Request;
import io.caretrail.core.record.FixedText;
import io.caretrail.core.record.RecordFields;
import io.caretrail.core.record.RecordFields.Text;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the correlation id of a request: the first configured header with a valid value, else a new id. Never throws.
 * Immutable and thread-safe.
 */
public final class Correlation {

    private static final String TRACEPARENT = "traceparent";
    private static final int LONGEST = 128;
    private static final int DIGITS = 32;

    /** Marks of ids in use (UUIDs, base64, X-Ray roots) that need no escaping in JSON, logs, shells' words or CSV. */
    private static final String MARKS = "-_.:/+=@~|";

    /** The odd number nearest to 2^64 divided by the golden ratio: a step that visits every 64-bit number once. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final List<String> headers;
    private final long seedHigh;
    private final long seedLow;

    /** @param headers names of request headers, in any case; {@code traceparent} is read as W3C Trace Context */
    public Correlation(List<String> headers) {
        SecureRandom random = new SecureRandom();
        this.headers = List.copyOf(headers);
        this.seedHigh = random.nextLong();
        this.seedLow = random.nextLong();
    }

    /**
     * The correlation id that a request brings.
     *
     * @return of {@code traceparent} the trace-id; of another header its value, 1 to 128 letters, digits and
     *     {@code - _ . : / + = @ ~ |}; empty when none is valid: then the request gets the {@link #text} of its number
     */
    public String sent(Request request) {
        GuardedRequest guarded = GuardedRequest.of(request);
        for (int i = 0; i < headers.size(); i++) {
            String header = headers.get(i);
            String id = TRACEPARENT.equalsIgnoreCase(header) ? traceId(guarded) : value(guarded.header(header));
            if (id != null) {
                return id;
            }
        }
        return "";
    }

    private static @Nullable String value(@Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > LONGEST) {
            return null;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!alphanumeric && MARKS.indexOf(c) < 0) {
                return null;
            }
        }
        return value;
    }

    /** W3C Trace Context section 3.2; two of the header are none (section 3.2.1 allows one). */
    private static @Nullable String traceId(GuardedRequest request) {
        List<String> values = request.headers(TRACEPARENT);
        return values.size() == 1 ? TraceParent.traceId(values.get(0)) : null;
    }

    /**
     * A new id, 32 hexadecimal digits that no other number gives.
     *
     * @param number of the request
     */
    public String text(long number) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high(number)) + hex.toHexDigits(low(number));
    }

    /** Tells {@link #text}. */
    public void tell(long number, RecordFields fields) {
        fields.id(Text.CORRELATION_ID, FixedText.EMPTY, high(number), low(number), DIGITS, "");
    }

    /** Mixes a count: no lock, no system call, and ids spread evenly for whoever samples or shards by them. */
    private long high(long number) {
        return mix(seedHigh + number * STEP);
    }

    private long low(long number) {
        return mix(seedLow ^ (number * STEP));
    }

    /** A bijection, so that different counts give different ids (the finalizer of MurmurHash3, 64 bits). */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
