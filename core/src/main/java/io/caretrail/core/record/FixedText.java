package io.caretrail.core.record;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text that stands in many records, as what is configured does, with its bytes, which are made once. Immutable and
 * thread-safe.
 */
public final class FixedText {

    public static final FixedText EMPTY = of("");

    private final String text;
    private final byte @Nullable [] json;

    private FixedText(String text, byte @Nullable [] json) {
        this.text = text;
        this.json = json;
    }

    /** Any text; one with characters that JSON escapes or that are not ASCII is as good as a String, and no better. */
    public static FixedText of(String text) {
        return new FixedText(text, RecordBuffer.isPlain(text) ? text.getBytes(StandardCharsets.US_ASCII) : null);
    }

    /** What stands between the quotes of JSON; null when that has to be found out each time. */
    byte @Nullable [] json() {
        return json;
    }

    @Override
    public String toString() {
        return text;
    }
}
