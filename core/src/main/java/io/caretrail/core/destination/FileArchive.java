package io.caretrail.core.destination;

import io.caretrail.core.destination.FileNames.Rolled;
import io.caretrail.core.destination.FileNames.Stage;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses and removes rolled files on a thread of its own, which is there only while there is something to do. What it
 * has to say waits until {@link #report} is called: destinations speak on the thread that calls them.
 */
final class FileArchive implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;
    private static final long CLOSE_SECONDS = 2;

    private final FileSettings settings;
    private final FileNames names;
    private final ReentrantLock lock;
    private final Clock clock;
    private final Predicate<Path> pruning;
    private final Queue<Consumer<DestinationContext>> news = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), FileArchive::newThread);
    private volatile boolean closed;

    /** @param pruning told of a rolled file before it is removed, on the archive's thread; whether its seal goes too */
    FileArchive(FileSettings settings, FileNames names, Clock clock, Predicate<Path> pruning) {
        this.settings = settings;
        this.names = names;
        this.lock = FileLocks.of(settings.path()).archive();
        this.clock = clock;
        this.pruning = pruning;
    }

    /** Of low priority where the system honours that: requests come first. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(null, work, "caretrail-archive", 0, false);
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.setContextClassLoader(FileArchive.class.getClassLoader());
        return thread;
    }

    /** Asks for a look through the folder; returns at once. */
    void look() {
        if (!closed && thread.getQueue().isEmpty()) {
            thread.execute(this::pass);
        }
    }

    void report(DestinationContext events) {
        for (Consumer<DestinationContext> one = news.poll(); one != null; one = news.poll()) {
            one.accept(events);
        }
    }

    /** Gives up what is under way; the next one that opens this path starts it anew. */
    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        boolean interrupted = false;
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                warn(settings.path() + ": compressing has not stopped within " + CLOSE_SECONDS
                        + " s; what it leaves is cleared at the next start");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass() {
        // Taken by another destination on this path only; that one does the same work.
        if (!lock.tryLock()) {
            return;
        }
        try {
            removeParts();
            prune(clock.instant());
            compressAllButNewest();
        } catch (IOException | RuntimeException e) {
            warn(settings.path() + ": the rolled files beside it cannot be looked through (" + e
                    + "); it is tried again after the next roll, at the latest in an hour");
        } finally {
            lock.unlock();
        }
    }

    private void removeParts() throws IOException {
        for (Rolled rolled : names.rolled()) {
            if (rolled.stage() == Stage.PART) {
                Files.deleteIfExists(rolled.path());
            }
        }
    }

    /** First of all: on a full disk this makes the room that compressing needs. */
    private void prune(Instant now) throws IOException {
        Duration keep = settings.keep();
        if (keep == null) {
            return;
        }
        for (Rolled rolled : names.rolled()) {
            if (!closed && isOlder(rolled, keep, now)) {
                remove(rolled);
            }
        }
        // Of files that someone else moved away.
        for (Rolled seal : names.orphanedSeals()) {
            if (!closed
                    && isOlder(seal, keep, now)
                    && pruning.test(seal.at(Stage.PLAIN).path())) {
                Files.deleteIfExists(seal.path());
            }
        }
    }

    private static boolean isOlder(Rolled rolled, Duration keep, Instant now) {
        Instant end = rolled.date().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return Duration.between(end, now).compareTo(keep) > 0;
    }

    private void remove(Rolled rolled) {
        Path path = rolled.path();
        try {
            long bytes = Files.size(path);
            long records = count(rolled);
            // The seal says so first: a crash in between must not look like a file that someone took.
            boolean sealed = pruning.test(rolled.at(Stage.PLAIN).path());
            Files.delete(path);
            if (sealed) {
                Files.deleteIfExists(rolled.at(Stage.SEAL).path());
            }
            String file = String.valueOf(path.getFileName());
            news.add(events -> events.pruned(file, bytes, records));
        } catch (IOException e) {
            warn(path + ": is older than `keep` but cannot be removed (" + e
                    + "); remove it by hand or give write permission for its folder");
        }
    }

    private static long count(Rolled rolled) {
        try (InputStream raw = new FileInputStream(rolled.path().toFile());
                InputStream in = rolled.stage() == Stage.COMPRESSED ? new GZIPInputStream(raw, BLOCK) : raw) {
            byte[] block = new byte[BLOCK];
            long lines = 0;
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                for (int i = 0; i < n; i++) {
                    lines += block[i] == '\n' ? 1 : 0;
                }
            }
            return lines;
        } catch (IOException damaged) {
            // It goes all the same; the record says that the number is not known.
            return -1;
        }
    }

    private void compressAllButNewest() throws IOException {
        List<Rolled> all = names.rolled();
        for (int i = 0; i < all.size() && !closed; i++) {
            Rolled rolled = all.get(i);
            boolean newest = rolled.sameRoll(all.get(all.size() - 1));
            boolean both = i + 1 < all.size() && all.get(i + 1).sameRoll(rolled);
            if (rolled.stage() == Stage.PLAIN && both) {
                removeIfSame(rolled);
            } else if (rolled.stage() == Stage.PLAIN && !newest) {
                compress(rolled);
            }
        }
    }

    /** A crash came between the compressed file's last step and the removal of the plain one. */
    private void removeIfSame(Rolled plain) throws IOException {
        Path compressed = plain.at(Stage.COMPRESSED).path();
        boolean same;
        try (InputStream a = new FileInputStream(plain.path().toFile());
                InputStream b = new GZIPInputStream(new FileInputStream(compressed.toFile()), BLOCK)) {
            same = sameBytes(a, b);
        } catch (java.util.zip.ZipException | java.io.EOFException damaged) {
            same = false;
        }
        if (same) {
            Files.delete(plain.path());
        } else if (!closed) {
            warn(compressed + ": does not hold what " + plain.path().getFileName()
                    + " holds; both are left, keep the plain one and remove the other");
        }
    }

    private boolean sameBytes(InputStream a, InputStream b) throws IOException {
        while (!closed) {
            byte[] left = a.readNBytes(BLOCK);
            byte[] right = b.readNBytes(BLOCK);
            if (!java.util.Arrays.equals(left, right)) {
                return false;
            }
            if (left.length == 0) {
                return true;
            }
        }
        return false;
    }

    private void compress(Rolled plain) throws IOException {
        Path part = plain.at(Stage.PART).path();
        try {
            settings.mode().create(part, this::warn);
            if (copyCompressed(plain.path(), part)) {
                Files.move(part, plain.at(Stage.COMPRESSED).path());
                Files.delete(plain.path());
            }
        } catch (IOException e) {
            warn(plain.path() + ": cannot be compressed (" + e
                    + "); it stays as it is and is tried again after the next roll, at the latest in an hour");
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** False when closed in between. */
    private boolean copyCompressed(Path from, Path to) throws IOException {
        try (InputStream in = new FileInputStream(from.toFile());
                FileOutputStream file = new FileOutputStream(to.toFile());
                OutputStream out = new GZIPOutputStream(file, BLOCK) {
                    @Override
                    public void close() throws IOException {
                        finish();
                        // The plain file is removed next, so this one must be on the disk.
                        file.getFD().sync();
                        super.close();
                    }
                }) {
            byte[] block = new byte[BLOCK];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                if (closed) {
                    return false;
                }
                out.write(block, 0, n);
            }
            return true;
        }
    }

    private void warn(String message) {
        news.add(events -> events.warning(message));
    }
}
