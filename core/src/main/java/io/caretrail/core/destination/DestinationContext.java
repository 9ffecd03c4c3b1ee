package io.caretrail.core.destination;

import io.caretrail.core.seal.Checkpoint;
import io.caretrail.core.seal.Signer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a destination has of the trail it belongs to. Called on the threads that call the destination. */
public interface DestinationContext {

    /**
     * Retention removed files; becomes a {@code Caretrail.Pruned} record.
     *
     * @param file the name of the file removed, without folder
     * @param bytes its size
     * @param records how many records it held; -1 when that was not counted
     */
    void pruned(String file, long bytes, long records);

    /** Something an operator should know that is no failure of a write (a roll that had to wait, a gzip that failed). */
    void warning(String message);

    /**
     * Records that this destination will never take were put aside; counted, and a {@code Caretrail.Gap} record says so.
     *
     * @param records how many
     * @param reason why, and where they are, without anything of a request
     */
    void quarantined(long records, String reason);

    /**
     * Records that this destination had kept are not there any more; becomes a {@code Caretrail.Gap} record.
     *
     * @param reason what happened, with the place named
     * @param records how many, at least
     */
    void missing(String reason, long records);

    /**
     * The folder of this destination alone in {@code state}; it outlives the process. Made when it is not there.
     *
     * @throws IOException when it cannot be made: names the path, the reason and the remedy
     */
    Path folder() throws IOException;

    /** The key to seal files with; null where nothing is to be sealed. */
    default @Nullable Signer signer() {
        return null;
    }

    /** A checkpoint of the seal was made; becomes a {@code Caretrail.Checkpoint} record for remote destinations. */
    default void checkpoint(Checkpoint checkpoint) {}
}
