package io.caretrail.core.destination;

import io.caretrail.core.destination.FileNames.Rolled;
import io.caretrail.core.record.RecordEncoder;
import io.caretrail.core.seal.Seal;
import io.caretrail.core.seal.Signer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One trail in local files. The active file always has the configured path; it is rolled by size and by UTC time.
 *
 * <p>Each batch is in the kernel's hands when {@link #write} returns. It is put on the disk about once a second by
 * {@link #tend}, at a roll and at the end, not by each write: that survives the death of the process, not of the power.
 */
final class FileDestination implements Destination {

    private static final Duration LOOK_EVERY = Duration.ofHours(1);
    private static final Duration ROLL_AGAIN_AFTER = Duration.ofSeconds(10);

    private final FileSettings settings;
    private final DestinationContext events;
    private final Clock clock;
    private final FileNames names;
    private final FileArchive archive;
    private final ReentrantLock lock;
    private final Seal seal;

    private ActiveFile active;
    /** When the newest record of the active file was written: decides its period and the date in its name. */
    private Instant lastWrite;

    private @Nullable Rolled lastRolled;
    private Instant nextLook = Instant.EPOCH;
    private Instant nextRoll = Instant.EPOCH;
    private boolean rollFailed;

    private FileDestination(
            FileSettings settings, DestinationContext events, Clock clock, FileNames names, ActiveFile active)
            throws IOException {
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.names = names;
        this.lock = FileLocks.of(settings.path()).active();
        this.active = active;
        this.archive = new FileArchive(settings, names, clock, this::pruning);
        Signer signer = events.signer();
        this.seal = signer == null || !active.isRegular()
                ? Seal.NONE
                : Seal.open(settings.path(), signer, new SealSurroundings(), clock);
        this.lastWrite = clock.instant();
        try {
            this.lastWrite = adopt();
            rollIfDue(clock.instant(), List.of());
        } catch (IOException | RuntimeException e) {
            seal.close(active);
            throw e;
        }
        seal.report(events::checkpoint, events::warning, events::missing);
    }

    static FileDestination open(FileSettings settings, DestinationContext events, Clock clock) throws IOException {
        try {
            FileLocks locks = FileLocks.of(settings.path());
            locks.lockToOpen();
            try {
                ActiveFile active = ActiveFile.open(settings.path(), settings.mode(), events::warning);
                try {
                    return new FileDestination(settings, events, clock, new FileNames(settings.path()), active);
                } catch (IOException | RuntimeException e) {
                    active.close();
                    throw e;
                }
            } finally {
                locks.active().unlock();
            }
        } catch (IOException e) {
            throw settings.explained(e);
        }
    }

    @Override
    public void write(List<ByteBuffer> records) throws IOException {
        if (records.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            follow();
            Instant now = clock.instant();
            rollIfDue(now, records);
            seal.beforeWrite(active);
            active.append(records);
            seal.wrote(active, records);
            lastWrite = now;
        } catch (IOException e) {
            throw settings.explained(e);
        } finally {
            lock.unlock();
        }
        seal.report(events::checkpoint, events::warning, events::missing);
    }

    @Override
    public void tend() throws IOException {
        lock.lock();
        try {
            follow();
            Instant now = clock.instant();
            rollIfDue(now, List.of());
            active.sync();
            seal.tend(active);
            if (now.isAfter(nextLook) || now.isBefore(nextLook.minus(LOOK_EVERY))) {
                nextLook = now.plus(LOOK_EVERY);
                archive.look();
            }
        } catch (IOException e) {
            throw settings.explained(e);
        } finally {
            lock.unlock();
        }
        archive.report(events);
        seal.report(events::checkpoint, events::warning, events::missing);
    }

    @Override
    public Predicate<ByteBuffer> kept() throws IOException {
        return KeptTail.of(settings.path(), names);
    }

    @Override
    public void close() throws IOException {
        archive.close();
        lock.lock();
        try {
            seal.close(active);
            active.close();
        } catch (IOException e) {
            throw settings.explained(e);
        } finally {
            lock.unlock();
        }
        archive.report(events);
        seal.report(events::checkpoint, events::warning, events::missing);
    }

    /** Someone moved, removed or replaced the file: what was written stays with it, what comes goes to the path. */
    private void follow() throws IOException {
        if (active.isInPlace()) {
            return;
        }
        ActiveFile fresh = ActiveFile.open(settings.path(), settings.mode(), events::warning);
        ActiveFile old = active;
        seal.moved(old, fresh);
        active = fresh;
        events.warning(
                settings.path() + ": was moved, removed or replaced by someone else; a new file is written there");
        closeOld(old);
        lastWrite = adopt();
    }

    /** Makes a file that was there already one that can be appended to; returns when it was last written. */
    private Instant adopt() throws IOException {
        long torn = active.tornTail();
        if (torn > RecordEncoder.LIMIT) {
            events.warning(settings.path() + ": does not end with a line end but with " + torn
                    + " bytes that are no record; it is rolled as it is");
            lastWrite = modified();
            seal.adopt(active, 0);
            roll();
            return clock.instant();
        }
        if (torn > 0) {
            active.cutTail(torn);
            events.warning(settings.path() + ": ended with half a record, as after a crash; its " + torn
                    + " bytes were cut off");
        }
        // Before it is sealed: that may take a while, and the file was not written in it.
        Instant modified = modified();
        seal.adopt(active, torn);
        return modified;
    }

    private Instant modified() throws IOException {
        return Files.getLastModifiedTime(settings.path()).toInstant();
    }

    private void rollIfDue(Instant now, List<ByteBuffer> next) throws IOException {
        long length = active.length();
        if (length == 0 || now.isBefore(nextRoll) || !isDue(now, length, next)) {
            return;
        }
        try {
            roll();
            nextRoll = Instant.EPOCH;
            if (rollFailed) {
                rollFailed = false;
                events.warning(settings.path() + ": could be rolled again");
            }
        } catch (IOException e) {
            nextRoll = now.plus(ROLL_AGAIN_AFTER);
            if (!rollFailed) {
                rollFailed = true;
                events.warning(settings.explained(e).getMessage() + " (it could not be rolled; the records go on"
                        + " into the same file, and it is tried again every " + ROLL_AGAIN_AFTER.toSeconds() + " s)");
            }
        }
    }

    private boolean isDue(Instant now, long length, List<ByteBuffer> next) {
        // Later, not different: a clock set back must not roll again and again.
        if (settings.rollEvery().period(now) > settings.rollEvery().period(lastWrite)) {
            return true;
        }
        long more = 0;
        for (ByteBuffer record : next) {
            more += record.remaining() + 1;
        }
        return more > 0 && length + more > settings.rollAt();
    }

    private void roll() throws IOException {
        Path path = settings.path();
        Rolled rolled = nextRolled();
        active.mend();
        seal.rolling(active, String.valueOf(rolled.path().getFileName()));
        Files.move(path, rolled.path());
        ActiveFile fresh;
        try {
            fresh = ActiveFile.open(path, settings.mode(), events::warning);
        } catch (IOException e) {
            putBack(rolled.path(), e);
            throw e;
        }
        ActiveFile old = active;
        active = fresh;
        lastRolled = rolled;
        seal.rolled(active);
        closeOld(old);
        archive.look();
    }

    private Rolled nextRolled() throws IOException {
        return names.next(lastWrite.atZone(ZoneOffset.UTC).toLocalDate(), lastRolled);
    }

    private void putBack(Path rolled, IOException failure) {
        try {
            Files.move(rolled, settings.path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Called by the archive, on its own thread. */
    private boolean pruning(Path removed) {
        lock.lock();
        try {
            return seal.pruned(removed, active);
        } finally {
            lock.unlock();
        }
    }

    private void closeOld(ActiveFile old) {
        try {
            old.close();
        } catch (IOException e) {
            events.warning(settings.path() + ": the file written before could not be synced to the disk (" + e
                    + "); its last second may be missing after a power failure");
        }
    }

    /** What the seal needs of this folder. */
    private final class SealSurroundings implements Seal.Surroundings {
        @Override
        public void create(Path file) throws IOException {
            settings.mode().create(file, events::warning);
        }

        @Override
        public String nextName() throws IOException {
            Rolled next = nextRolled();
            lastRolled = next;
            return String.valueOf(next.path().getFileName());
        }

        @Override
        public Path state() throws IOException {
            return events.folder();
        }
    }
}
