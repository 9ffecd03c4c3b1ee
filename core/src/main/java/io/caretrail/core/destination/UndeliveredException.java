package io.caretrail.core.destination;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Some records of a batch were kept and others not, or the destination asks for a pause. */
public final class UndeliveredException extends IOException {

    private static final long serialVersionUID = 1L;

    private final BitSet undelivered;
    private final @Nullable Duration pause;

    /**
     * Tells which records are to be tried again.
     *
     * @param message what was not taken, by whom, why and what to do
     * @param undelivered places in the batch, from 0; all others are kept
     * @param pause how long to leave the destination alone; null to leave that to the caller
     */
    public UndeliveredException(
            String message, BitSet undelivered, @Nullable Duration pause, @Nullable Throwable cause) {
        super(message, cause);
        this.undelivered = (BitSet) undelivered.clone();
        this.pause = pause;
    }

    /** Whether the record at this place of the batch is to be tried again. */
    public boolean isUndelivered(int place) {
        return undelivered.get(place);
    }

    /** How long to leave the destination alone; null when it did not say. */
    public @Nullable Duration pause() {
        return pause;
    }
}
