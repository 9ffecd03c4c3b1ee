package io.caretrail.core.trail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went through a trail since it was opened, as of one moment. Immutable and thread-safe. Once nothing waits,
 * {@code accepted == written + missing}, and for each destination that was there from the beginning and takes every
 * category {@code delivered + missing == accepted}.
 *
 * @param accepted records that were given to the trail and have a destination
 * @param written records that were handed on to the lanes of the destinations
 * @param waiting records in the hand-off
 * @param missing records that did not get into the hand-off; a Gap record stands in every destination for them
 * @param unsaid messages that the log did not take
 * @param destinations one each, in configured order
 */
public record TrailCounters(
        long accepted, long written, long waiting, long missing, long unsaid, List<Delivered> destinations) {

    /**
     * What became of the records of one destination.
     *
     * @param key where it stands in the configuration
     * @param delivered accepted records it has kept; Gap records are not counted
     * @param waiting records in its backlog
     * @param missing records it will never have, those missing from the hand-off included
     * @param failure why it cannot take records just now; null when it can
     */
    public record Delivered(
            String key,
            long delivered,
            long waiting,
            long missing,
            @Nullable String failure) {}
}
