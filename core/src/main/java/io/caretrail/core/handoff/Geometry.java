package io.caretrail.core.handoff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a ring file says of itself; kept on its first and on its last page. Little-endian, on every machine.
 *
 * <pre>
 * page 0    geometry
 * page 1-2  state, see {@link State}
 * page 3-4  the same again
 * page 5    what changes with each entry: the end
 * …         entries, see {@link Entries}
 * last page geometry
 * </pre>
 *
 * @param capacity bytes for entries, a multiple of {@link #PAGE}
 * @param salt random; tells the entries of this file from whatever bytes a payload holds
 */
record Geometry(long capacity, long salt) {

    static final int PAGE = 4096;
    static final int STATE = PAGE;
    static final int STATE_SIZE = 2 * PAGE;
    static final int STATE_COPY = STATE + STATE_SIZE;
    static final int HOT = STATE_COPY + STATE_SIZE;
    static final int ENTRIES = HOT + PAGE;

    /** "CARETRNG". */
    private static final long MAGIC = 0x474E525445524143L;

    private static final int VERSION = 1;
    private static final int CHECKED = 32;
    private static final long LARGEST_FILE = Integer.MAX_VALUE;

    /** The capacity of a ring that is made for this size. */
    static long capacity(long size) {
        return Math.max(1, size / PAGE) * PAGE;
    }

    /** Length of the whole file, in bytes. */
    long fileLength() {
        return ENTRIES + capacity + PAGE;
    }

    /** Where the second copy is. */
    long copy() {
        return ENTRIES + capacity;
    }

    /** The first bytes of a page. */
    ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(CHECKED + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(ENTRIES).putLong(capacity).putLong(salt);
        return bytes.putInt(check(bytes)).flip();
    }

    /** Reads a copy; null when it is none. */
    static @Nullable Geometry read(ByteBuffer page) {
        ByteBuffer bytes = page.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < CHECKED + Integer.BYTES || bytes.getInt(CHECKED) != check(bytes)) {
            return null;
        }
        if (bytes.getLong() != MAGIC || bytes.getInt() != VERSION || bytes.getInt() != ENTRIES) {
            return null;
        }
        Geometry read = new Geometry(bytes.getLong(), bytes.getLong());
        return read.isPossible() ? read : null;
    }

    private boolean isPossible() {
        return capacity >= PAGE && capacity % PAGE == 0 && fileLength() <= LARGEST_FILE;
    }

    private static int check(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(CHECKED));
        return (int) crc.getValue();
    }
}
