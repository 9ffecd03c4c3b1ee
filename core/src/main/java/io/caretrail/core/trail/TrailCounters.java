package io.caretrail.core.trail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went through a trail since it was opened, as of one moment. Immutable and thread-safe. Once nothing waits,
 * {@code accepted == written + missing}, and for each destination that was there from the beginning and takes every
 * category {@code delivered + missing == accepted}, but for what an earlier process had left for it.
 *
 * @param accepted records that were given to the trail and have a destination
 * @param written records that are in the hand-off in their place
 * @param waiting records on their way there
 * @param missing records that did not get into the hand-off; a Gap record stands in every destination for them
 * @param refused requests that were refused since a required destination could not take their records
 * @param unsaid messages that the log did not take
 * @param destinations one each, in configured order
 */
public record TrailCounters(
        long accepted,
        long written,
        long waiting,
        long missing,
        long refused,
        long unsaid,
        List<Delivered> destinations) {

    /**
     * What became of the records of one destination.
     *
     * @param key where it stands in the configuration
     * @param delivered accepted records it has kept; Gap records are not counted
     * @param waiting records it has yet to get, from the hand-off or its spool
     * @param missing records it will never have, those missing from the hand-off included
     * @param refused requests that were refused since this destination could not take their records
     * @param retried records that were given to it once more, as often as they were
     * @param quarantined records it put aside, since their receiver will never take them
     * @param spooled records in its spool
     * @param spoolBytes what the spool takes on disk
     * @param failure why it cannot take records just now; null when it can
     */
    public record Delivered(
            String key,
            long delivered,
            long waiting,
            long missing,
            long refused,
            long retried,
            long quarantined,
            long spooled,
            long spoolBytes,
            @Nullable String failure) {}
}
