package io.caretrail.core.handoff;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One owner of a folder: among processes by a lock on a file, within this process by a system property, which all class
 * loaders share.
 *
 * <p>The property is asked first. Closing a file lets go of all locks that this process has on it, whichever channel
 * they were taken by: whoever is refused by his own process must not even have looked.
 */
final class FolderLock implements Closeable {

    private static final String PROPERTY = "io.caretrail.state:";

    /** Beyond what the file says: Windows does not let others read what is locked. */
    private static final long LOCKED = Long.MAX_VALUE - 1;

    private static final int LONGEST_HOLDER = 1000;

    /** Channels that must not be closed, see above: somebody has removed the system properties of the holder. */
    private static final List<FileChannel> KEPT_OPEN = new CopyOnWriteArrayList<>();

    private final FileChannel file;
    private final FileLock lock;
    private final String property;
    private final String holder;

    private FolderLock(FileChannel file, FileLock lock, String property, String holder) {
        this.file = file;
        this.lock = lock;
        this.property = property;
        this.holder = holder;
    }

    /**
     * Takes the lock.
     *
     * @param path of the lock file, real, so that no link leads to it by another name
     * @param holder who takes it, one line
     * @throws HeldException when somebody has it
     */
    static FolderLock take(Path path, String holder) throws IOException {
        String property = PROPERTY + path;
        Object other = properties().putIfAbsent(property, holder);
        if (other != null) {
            throw new HeldException(other.toString());
        }
        try {
            return take(path, property, holder);
        } catch (IOException | RuntimeException e) {
            properties().remove(property, holder);
            throw e;
        }
    }

    private static FolderLock take(Path path, String property, String holder) throws IOException {
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean close = true;
        try {
            FileLock lock = lock(file);
            if (lock == null) {
                throw new HeldException(read(file));
            }
            write(file, holder);
            close = false;
            return new FolderLock(file, lock, property, holder);
        } catch (OverlappingFileLockException e) {
            close = false;
            KEPT_OPEN.add(file);
            throw new HeldException(read(file));
        } finally {
            if (close) {
                file.close();
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        return file.tryLock(LOCKED, 1, false);
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_HOLDER);
        file.read(text, 0);
        String holder = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
        return holder.isEmpty() ? "a process that has not said yet who it is" : holder;
    }

    private static void write(FileChannel file, String holder) throws IOException {
        file.truncate(0);
        ByteBuffer text = StandardCharsets.UTF_8.encode(holder + "\n");
        while (text.hasRemaining()) {
            file.write(text, text.position());
        }
    }

    private static Properties properties() {
        return System.getProperties();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (lock.isValid()) {
                file.truncate(0);
                lock.release();
            }
        } finally {
            properties().remove(property, holder);
        }
    }

    /** Somebody has the lock. */
    static final class HeldException extends IOException {

        /** @param holder who, in words */
        HeldException(String holder) {
            super(holder);
        }
    }
}
