package io.caretrail.core.destination;

import java.io.IOException;
import java.io.RandomAccessFile;

/** Finds the half record that a crash left at the end of a file. */
final class TornTail {

    private static final int STEP = 8 * 1024;

    private TornTail() {}

    /** How many bytes follow the last line end; the length of the file when it has none. */
    static long length(RandomAccessFile file) throws IOException {
        long end = file.length();
        byte[] bytes = new byte[STEP];
        for (long to = end; to > 0; ) {
            int size = (int) Math.min(STEP, to);
            file.seek(to - size);
            file.readFully(bytes, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (bytes[i] == '\n') {
                    return end - (to - size + i + 1);
                }
            }
            to -= size;
        }
        return end;
    }
}
