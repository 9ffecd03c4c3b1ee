package io.caretrail.core.trail;

import io.caretrail.core.record.Category;
import java.util.List;

/**
 * Between the threads of the application, which offer, and the one thread that drains. No caller ever waits: neither for
 * a disk nor for another caller.
 */
interface HandOff {

    /** Takes a record; one that finds no room is counted as {@link #missing} at its place. */
    void offer(Item.Accepted record);

    /** Counts a record that could not even be offered; a {@link Item.Missing} comes out where it would have stood. */
    void missing(Category category, String reason);

    /**
     * Moves the oldest items out. For one thread at a time.
     *
     * @param into where they are added; left as it is when there is none
     * @param records the most items to move
     * @param bytes stops behind the item that reaches this sum
     */
    void drain(List<Item> into, int records, long bytes);

    /** Records taken and not yet drained. */
    long waiting();

    /** Records that were not taken, ever. */
    long missing();
}
