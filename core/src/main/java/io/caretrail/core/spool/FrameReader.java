package io.caretrail.core.spool;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the frames of one segment one after the other, passing over what is damaged. Not thread-safe. */
final class FrameReader implements Closeable {

    private static final int WINDOW = 64 * 1024;

    private final RandomAccessFile file;
    private ByteBuffer window = ByteBuffer.allocate(WINDOW);
    /** Where in the file the window begins; its limit is how much of it is filled. */
    private long windowAt;
    /** Behind the last frame that was read. */
    private long place;

    private long skipped;

    /** @throws NoSuchFileException when the segment is gone */
    FrameReader(Path path, long from) throws IOException {
        try {
            file = new RandomAccessFile(path.toFile(), "r");
        } catch (FileNotFoundException e) {
            if (Files.notExists(path)) {
                throw (IOException) new NoSuchFileException(path.toString()).initCause(e);
            }
            throw e;
        }
        place = from;
        window.limit(0);
    }

    /**
     * The next whole frame before an offset; null when there is none. When it throws, the same call can be made again.
     *
     * @param end where the last frame that was written ends
     */
    @Nullable
    Frame next(long end) throws IOException {
        long at = place;
        for (; end - at >= Frame.HEAD && holds(at, Frame.HEAD, end); at++) {
            int size = Frame.sizeAt(window, start(at), at);
            if (size > 0 && at + size <= end && holds(at, size, end) && Frame.isWhole(window, start(at), size)) {
                Frame frame = Frame.get(window, start(at), size);
                skipped = at - place;
                place = frame.end();
                return frame;
            }
        }
        skipped = Math.max(0, end - place);
        place = Math.max(place, end);
        return null;
    }

    /** How many bytes the last call passed over because they are no frame. */
    long skipped() {
        return skipped;
    }

    private int start(long at) {
        return (int) (at - windowAt);
    }

    /**
     * Whether the file has that much there; it is in the window then.
     *
     * @param end nothing is read from behind it: a batch that failed may stand there for a moment
     */
    private boolean holds(long at, int length, long end) throws IOException {
        if (at >= windowAt && at + length <= windowAt + window.limit()) {
            return true;
        }
        if (window.capacity() < length) {
            window = ByteBuffer.allocate(Math.max(length, 2 * window.capacity()));
        }
        window.limit(0);
        windowAt = at;
        file.seek(at);
        int wanted = (int) Math.min(window.capacity(), end - at);
        int filled = 0;
        for (int n = 0; n >= 0 && filled < wanted; filled += Math.max(n, 0)) {
            n = file.read(window.array(), filled, wanted - filled);
        }
        window.limit(filled);
        return filled >= length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
