package io.caretrail.core.record;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Takes the bytes of one record and forgets what comes after {@link RecordEncoder#LIMIT}: an endless value costs no
 * memory. For one thread at a time.
 */
final class RecordBuffer extends OutputStream {

    private final byte[] bytes = new byte[RecordEncoder.LIMIT];
    private int length;
    private boolean overflowed;

    void clear() {
        length = 0;
        overflowed = false;
    }

    boolean overflowed() {
        return overflowed;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void write(int b) {
        if (length == bytes.length) {
            overflowed = true;
        } else {
            bytes[length++] = (byte) b;
        }
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        int taken = Math.min(count, bytes.length - length);
        System.arraycopy(source, offset, bytes, length, taken);
        length += taken;
        overflowed |= taken < count;
    }
}
