package io.caretrail.core.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of one record, in the order of the contract's table (Records), each once; the properties last. For one
 * thread. Nothing that is given is kept.
 */
public interface RecordFields {

    /** The fields that are text, in their order among themselves. */
    enum Text {
        RECORD_ID,
        RESOURCE_ID,
        OPERATION_NAME,
        OPERATION_VERSION,
        RESULT_DESCRIPTION,
        CALLER_IP_ADDRESS,
        CORRELATION_ID,
        LOCATION,
        TYPE,
        URI
    }

    /** When it happened: seconds since 1970, and nanoseconds of the second. */
    void time(long epochSecond, int nano);

    /** A text field; one that is null is not written. */
    void text(Text field, @Nullable String value);

    /** A text field that says the same in many records. */
    void text(Text field, FixedText value);

    /** A text field that begins as in many records. */
    void text(Text field, FixedText start, String rest);

    /**
     * A text field that is an id, which need not be made a text for that.
     *
     * @param before stands before the digits
     * @param high the upper 64 bits of a number
     * @param low its lower bits
     * @param digits how many of its hexadecimal digits, the last ones; at most 32
     * @param after stands behind the digits
     */
    void id(Text field, FixedText before, long high, long low, int digits, String after);

    void category(Category category);

    void result(ResultType type, int signature);

    void durationMs(long millis);

    void identity(Identity identity);

    void level(Level level);

    /** A property that is text, or not there. */
    void property(FixedText name, @Nullable String value);

    /** A property that is text, the same in many records. */
    void property(FixedText name, FixedText value);

    void property(FixedText name, long value);

    /** Properties in the map's order; values as of {@link AuditRecord#properties}. */
    void properties(Map<String, ?> properties);
}
