package io.caretrail.core.destination;

import io.caretrail.core.seal.SealedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file that is written to. Appends all of a batch or nothing of it.
 *
 * <p>A RandomAccessFile and not a FileChannel: a channel closes itself when its thread is interrupted, and after the
 * trail is closed late records are written by threads of the application.
 */
final class ActiveFile implements SealedFile, Closeable {

    private final Path path;
    private final RandomAccessFile file;
    private final boolean regular;
    private final @Nullable Object key;
    private byte[] buffer = new byte[0];
    private boolean dirty;

    /** Where the last whole line ends, when a failed batch could not be cut off; -1 when nothing is to be cut. */
    private long cutTo = -1;

    private ActiveFile(Path path, RandomAccessFile file, BasicFileAttributes attributes) {
        this.path = path;
        this.file = file;
        this.regular = attributes.isRegularFile();
        this.key = attributes.fileKey();
    }

    /** Opens a file to append to; makes it and the folders above it where they are not there. */
    static ActiveFile open(Path path, FileMode mode, Consumer<String> warnings) throws IOException {
        Path folder = Objects.requireNonNull(path.getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        boolean created = create(path, mode, warnings);
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            try {
                return new ActiveFile(path, file, Files.readAttributes(path, BasicFileAttributes.class));
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            if (created) {
                Files.deleteIfExists(path);
            }
            throw e;
        }
    }

    private static boolean create(Path path, FileMode mode, Consumer<String> warnings) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            mode.create(path, warnings);
            return true;
        } catch (FileAlreadyExistsException madeMeanwhile) {
            return false;
        }
    }

    /** Whether the path still leads to this file: not deleted, renamed or replaced by someone else. */
    boolean isInPlace() {
        try {
            return Objects.equals(
                    key, Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (AccessDeniedException e) {
            // Cannot be told, and could not be opened anew either; what is open still takes records.
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** False for a device or a pipe, which can neither be rolled nor cut back. */
    boolean isRegular() {
        return regular;
    }

    /** In bytes, without what a failed batch left; 0 for a device. */
    @Override
    public long length() throws IOException {
        if (!regular) {
            return 0;
        }
        return cutTo >= 0 ? Math.min(cutTo, file.length()) : file.length();
    }

    @Override
    public @Nullable Object key() {
        return key;
    }

    @Override
    public int read(long at, byte[] into) throws IOException {
        file.seek(at);
        return file.read(into);
    }

    /** Cuts off what a failed batch left, where that could not be done at once. */
    void mend() throws IOException {
        if (cutTo >= 0) {
            cut(cutTo);
        }
    }

    /** How many bytes follow the last line end, which a crash left; 0 for a file that ends as it should. */
    long tornTail() throws IOException {
        return regular ? TornTail.length(file) : 0;
    }

    void cutTail(long bytes) throws IOException {
        file.setLength(file.length() - bytes);
    }

    /** Appends the records, a line end behind each; when it throws, the file ends where it ended before. */
    void append(List<ByteBuffer> records) throws IOException {
        mend();
        int length = collect(records);
        long before = length();
        try {
            if (regular) {
                file.seek(before);
            }
            dirty = true;
            file.write(buffer, 0, length);
        } catch (IOException e) {
            if (regular) {
                cutAfter(e, before);
            }
            throw e;
        }
    }

    private int collect(List<ByteBuffer> records) {
        int length = 0;
        for (ByteBuffer record : records) {
            length += record.remaining() + 1;
        }
        if (buffer.length < length) {
            buffer = new byte[length];
        }
        int at = 0;
        for (ByteBuffer record : records) {
            int size = record.remaining();
            record.get(record.position(), buffer, at, size);
            buffer[at + size] = '\n';
            at += size + 1;
        }
        return length;
    }

    private void cutAfter(IOException failure, long before) {
        try {
            cut(before);
        } catch (IOException e) {
            cutTo = before;
            failure.addSuppressed(e);
        }
    }

    private void cut(long length) throws IOException {
        if (file.length() > length) {
            file.setLength(length);
        }
        cutTo = -1;
    }

    /** Puts what was written on the disk, if anything was since the last time. */
    @Override
    public void sync() throws IOException {
        if (dirty && regular) {
            file.getFD().sync();
        }
        dirty = false;
    }

    /** Syncs and closes; closes also when the sync fails. */
    @Override
    public void close() throws IOException {
        try (file) {
            sync();
        }
    }
}
