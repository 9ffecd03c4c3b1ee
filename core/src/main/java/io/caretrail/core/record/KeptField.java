package io.caretrail.core.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A field that says the same in nearly every record of a process, as what is configured does: its bytes are kept until it
 * says something else. Thread-safe.
 */
final class KeptField {

    private final byte[] beginning;
    private volatile @Nullable Kept kept;

    KeptField(String name) {
        beginning = (",\"" + name + "\":\"").getBytes(StandardCharsets.US_ASCII);
    }

    void put(String text, RecordBuffer buffer) {
        Kept known = kept;
        if (known != null && known.text.equals(text)) {
            buffer.put(known.json);
            return;
        }
        int start = buffer.length();
        buffer.put(beginning);
        buffer.text(text);
        buffer.write('"');
        if (buffer.isWhole()) {
            kept = new Kept(text, Arrays.copyOfRange(buffer.bytes(), start, buffer.length()));
        }
    }

    private static final class Kept {
        private final String text;
        private final byte[] json;

        Kept(String text, byte[] json) {
            this.text = text;
            this.json = json;
        }
    }
}
