package io.caretrail.core.http.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Puts a body together. Used by one thread. */
final class Body {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);

    Body add(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** An encoded record, whose position stays. */
    Body add(ByteBuffer record) {
        bytes.writeBytes(bytes(record));
        return this;
    }

    static byte[] bytes(ByteBuffer record) {
        byte[] copy = new byte[record.remaining()];
        record.duplicate().get(copy);
        return copy;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
