package io.caretrail.core.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * The seal of one trail of files, as its file destination uses it. Never keeps a record from being written: a checkpoint
 * that cannot be written is made later, and reported. Called under the lock of the active file, but for {@link #report}.
 */
public interface Seal {

    /** Where a trail is not sealed: a device, or no key. */
    Seal NONE = new NoSeal();

    /** What the seal needs of the folder it is in. */
    interface Surroundings {

        /**
         * Makes an empty file with the permissions of the trail.
         *
         * @throws java.nio.file.FileAlreadyExistsException when there is something of that name
         */
        void create(Path file) throws IOException;

        /** The name that the active file would get at a roll now; never given again. */
        String nextName() throws IOException;

        /**
         * The folder apart from the trail that remembers how far it had come.
         *
         * @throws IOException when it cannot be made: names the path and the reason
         */
        Path state() throws IOException;
    }

    /**
     * Opens the seal of a trail; destinations of this process on one path share it.
     *
     * @param active path of the active file, absolute and normalised
     */
    static Seal open(Path active, Signer signer, Surroundings surroundings, Clock clock) {
        return SharedSeals.open(active, signer, surroundings, clock);
    }

    /**
     * A file has been opened to go on with; seals what it has that no checkpoint covers.
     *
     * @param cutBytes how many bytes of half a record have just been cut off its end
     */
    void adopt(SealedFile file, long cutBytes);

    /** Called before each batch: notices what someone else did to the file. */
    void beforeWrite(SealedFile file);

    /** Called after a batch has been written behind all that was there. */
    void wrote(SealedFile file, List<ByteBuffer> records);

    /** Called about once a second. */
    void tend(SealedFile file);

    /**
     * Called before the active file gets another name.
     *
     * @param name the name, without folder
     * @throws IOException when its last checkpoint cannot be written; it must not be rolled then
     */
    void rolling(SealedFile file, String name) throws IOException;

    /** Called when the active file has got the name of {@link #rolling} and a new one is there. */
    void rolled(SealedFile fresh);

    /** The file was moved away, removed or replaced by someone else; {@link #adopt} of the new one comes next. */
    void moved(SealedFile old, SealedFile fresh);

    /**
     * Retention is about to remove a rolled file and its seal.
     *
     * @param removed its path before it was compressed
     * @param file the active file
     * @return whether there is a seal of this trail to remove
     */
    boolean pruned(Path removed, SealedFile file);

    /**
     * Tells what there is to tell. Needs no lock.
     *
     * @param checkpoints made since
     * @param warnings what an operator should know
     * @param losses why records that were sealed are gone, and how many at least
     */
    void report(Consumer<Checkpoint> checkpoints, Consumer<String> warnings, ObjLongConsumer<String> losses);

    /** Called before the file is closed. */
    void close(SealedFile file);
}
