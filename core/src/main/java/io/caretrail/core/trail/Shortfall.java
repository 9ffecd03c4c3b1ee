package io.caretrail.core.trail;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How many records of a lane found no room and are yet to be said in its trail; in a file, so that the number outlives the
 * process. A number that cannot be written is still said unless the process dies. Guarded by the lane's backlog.
 */
final class Shortfall implements Closeable {

    private final Path path;
    private final Report report;
    private @Nullable RandomAccessFile file;
    private long count;

    private Shortfall(Path path, Report report) {
        this.path = path;
        this.report = report;
    }

    static Shortfall open(Path path, Report report) {
        Shortfall shortfall = new Shortfall(path, report);
        if (Files.exists(path)) {
            shortfall.read();
        }
        return shortfall;
    }

    private void read() {
        try {
            ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(path));
            long number = words.remaining() < 2 * Long.BYTES ? 0 : words.getLong();
            // Its complement behind it: a number that was half written is none.
            count = words.remaining() >= Long.BYTES && words.getLong() == ~number ? number : 0;
        } catch (IOException e) {
            report.say(path + ": cannot be read (" + e + "), so that it is not known whether records are missing");
        }
    }

    long count() {
        return count;
    }

    void count(long next) {
        if (next == count) {
            return;
        }
        count = next;
        try {
            RandomAccessFile open = file;
            if (open == null) {
                open = new RandomAccessFile(path.toFile(), "rw");
                file = open;
            }
            open.seek(0);
            open.write(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(next)
                    .putLong(~next)
                    .array());
        } catch (IOException e) {
            report.say(path + ": cannot be written (" + e + "); that " + next
                    + " records are missing is known to this process only");
        }
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
