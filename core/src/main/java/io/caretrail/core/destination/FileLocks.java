package io.caretrail.core.destination;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two destinations of this JVM on one path apart: a reload opens the new one while the old one may be in the middle
 * of a line, which would look like the torn tail of a crash.
 *
 * @param active held while the active file is opened, written or rolled
 * @param archive held while rolled files are compressed or removed
 */
record FileLocks(ReentrantLock active, ReentrantLock archive) {

    private static final ConcurrentMap<Path, FileLocks> BY_PATH = new ConcurrentHashMap<>();
    private static final long PATIENCE_SECONDS = 5;

    static FileLocks of(Path path) {
        return BY_PATH.computeIfAbsent(path, p -> new FileLocks(new ReentrantLock(), new ReentrantLock()));
    }

    /** Takes {@link #active}, but does not wait for ever for a destination whose disk hangs. */
    void lockToOpen() throws IOException {
        try {
            if (!active.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("another destination of this process has hung for " + PATIENCE_SECONDS
                        + " s while writing to it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while waiting for it").initCause(e);
        }
    }
}
