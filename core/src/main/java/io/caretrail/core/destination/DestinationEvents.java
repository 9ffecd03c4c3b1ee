package io.caretrail.core.destination;

/** What a destination tells the trail of itself. Called on the thread that calls the destination. */
public interface DestinationEvents {

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
}
