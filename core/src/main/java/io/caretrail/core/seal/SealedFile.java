package io.caretrail.core.seal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An open file of a trail, as far as the seal needs it. Called under the lock of whoever writes to it. */
public interface SealedFile {

    /** In bytes; without what a failed write left and the next one cuts off. */
    long length() throws IOException;

    /** Reads from a place; returns how many bytes, -1 at the end of the file. */
    int read(long at, byte[] into) throws IOException;

    /** Puts what was written on the disk. */
    void sync() throws IOException;

    /** What tells this file from others, whatever their names; null where the file system has nothing of the kind. */
    @Nullable
    Object key();
}
