package io.caretrail.core.destination;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The process's own standard output, not {@link System#out}, which servers redirect into their logs. A batch is one write
 * of whole lines. The descriptor is the process's and is never closed.
 *
 * <p>What a pipe has taken cannot be taken back: after a failure records of that batch may come again, with the same
 * recordId, and on a line of their own.
 */
final class StdoutDestination implements Destination {

    /** One for all, so that two settings with this kind do not write into each other's lines. */
    private static final Object DESCRIPTOR = new Object();

    private static boolean torn;

    private final String key;
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

    StdoutDestination(String key) {
        this.key = key;
    }

    @Override
    public void write(List<ByteBuffer> records) throws IOException {
        if (records.isEmpty()) {
            return;
        }
        synchronized (DESCRIPTOR) {
            byte[] lines = lines(records, torn);
            // Before, not in a catch: whatever ends the write leaves the line in doubt.
            torn = true;
            try {
                out.write(lines);
            } catch (IOException e) {
                throw new IOException(
                        key + ": standard output cannot be written: " + e.getMessage()
                                + "; make sure that what reads it is running and that there is space where it goes",
                        e);
            }
            torn = false;
        }
    }

    private static byte[] lines(List<ByteBuffer> records, boolean afterTornLine) {
        int length = afterTornLine ? 1 : 0;
        for (ByteBuffer record : records) {
            length += record.remaining() + 1;
        }
        ByteBuffer lines = ByteBuffer.allocate(length);
        if (afterTornLine) {
            lines.put((byte) '\n');
        }
        for (ByteBuffer record : records) {
            lines.put(record.duplicate()).put((byte) '\n');
        }
        return lines.array();
    }

    @Override
    public void tend() {
        // Nothing is held, and a pipe has nothing to look after.
    }

    @Override
    public void close() {
        // Descriptor 1 belongs to the process; the application writes there too.
    }
}
