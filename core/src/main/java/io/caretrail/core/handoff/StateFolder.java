package io.caretrail.core.handoff;

import io.caretrail.core.config.Surroundings;
import io.caretrail.core.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds the hand-off and the spools, owned by one trail of one process at a time. Thread-safe.
 *
 * <p>The lock says who holds it; it goes with the process, however that ends.
 */
public final class StateFolder implements Closeable {

    static final String RING = "ring";

    private static final String LOCK = "lock";

    private final Path folder;
    private final FolderLock lock;

    private StateFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is not there, open to its owner only, and takes it.
     *
     * @param door who takes it, in words, e.g. {@code agent} or {@code filter of /fhir}
     * @param messages told what the operator should know
     * @throws IOException when it cannot be made, or somebody holds it: says who, and what to do
     */
    public static StateFolder open(Path folder, String door, Consumer<String> messages) throws IOException {
        try {
            return take(folder, door, messages);
        } catch (FolderLock.HeldException e) {
            throw new IOException(
                    folder + ": is in use by " + e.getMessage()
                            + "; give each its own folder (state: …), or stop the other one first",
                    e);
        }
    }

    /**
     * The same where the configuration does not say which folder: beside the first file destination, else in the
     * temporary folder, with a warning.
     *
     * @param file path of the first file destination, null when there is none
     * @param identity what tells this configuration from others on the machine; only its hash is used
     */
    public static StateFolder openDefault(@Nullable Path file, String identity, String door, Consumer<String> messages)
            throws IOException {
        if (file == null || isDevice(file)) {
            return new TemporaryState(identity).open(door, messages);
        }
        return open(beside(file), door, messages);
    }

    /** A device such as /dev/stdout has no folder that could be written to. */
    private static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    /** {@code audit.ndjson} has {@code audit.state}. */
    static Path beside(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".state");
    }

    static StateFolder take(Path folder, String door, Consumer<String> messages) throws IOException {
        try {
            make(folder, messages);
            Path real = folder.toRealPath();
            return new StateFolder(real, FolderLock.take(real.resolve(LOCK), holder(door)));
        } catch (FolderLock.HeldException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new IOException(
                    folder + ": this process may not make or use the state folder (" + e
                            + "); give it to the user that the server runs as, or set state to another folder",
                    e);
        } catch (IOException e) {
            throw new IOException(
                    folder + ": the state folder cannot be used (" + e + "); mend that, or set state to another folder",
                    e);
        }
    }

    private static void make(Path folder, Consumer<String> messages) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            OwnerOnly.createFolder(folder);
        } else if (OwnerOnly.isOpenToOthers(folder)) {
            messages.accept(folder + ": can be written to by other users (mode "
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                    + "), who could remove records that wait; chmod 700 it");
        }
    }

    private static String holder(String door) {
        ProcessHandle process = ProcessHandle.current();
        Instant since = process.info().startInstant().orElseGet(Instant::now).truncatedTo(ChronoUnit.SECONDS);
        return "process " + process.pid() + " on "
                + Surroundings.ofThisProcess().hostName() + ", started " + since + " (" + door + ")";
    }

    /** The folder itself, absolute. */
    public Path path() {
        return folder;
    }

    /** The file of the {@link Ring}. */
    public Path ring() {
        return folder.resolve(RING);
    }

    /**
     * The folder of a lane's spool, made.
     *
     * @param lane the key of its {@link Cursor}
     */
    public Path spool(long lane) throws IOException {
        return made("spool", lane);
    }

    /**
     * The folder in which a lane's destination keeps what it needs, made.
     *
     * @param lane the key of its {@link Cursor}
     */
    public Path destination(long lane) throws IOException {
        return made("destination", lane);
    }

    private Path made(String kind, long lane) throws IOException {
        return Files.createDirectories(
                folder.resolve(kind).resolve(HexFormat.of().toHexDigits(lane)));
    }

    /** Lets the folder go; what is in it stays. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
