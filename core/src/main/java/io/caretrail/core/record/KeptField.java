package io.caretrail.core.record;

import java.util.Arrays;

/**
 * A field that says the same in nearly every record of a process, as what is configured does: its bytes are kept until it
 * says something else. For one thread at a time.
 */
final class KeptField {

    private final byte[] beginning;
    private String kept = "";
    private byte[] json;

    /** @param beginning what stands before its text */
    KeptField(byte[] beginning) {
        this.beginning = beginning;
        json = Arrays.copyOf(beginning, beginning.length + 1);
        json[beginning.length] = '"';
    }

    void put(String text, RecordBuffer buffer) {
        if (kept.equals(text)) {
            buffer.put(json);
            return;
        }
        int start = buffer.length();
        buffer.put(beginning);
        buffer.text(text);
        buffer.write('"');
        if (buffer.isWhole()) {
            // Made before either is taken over: memory may run out, and they belong together.
            byte[] written = Arrays.copyOfRange(buffer.bytes(), start, buffer.length());
            json = written;
            kept = text;
        }
    }
}
