package io.caretrail.core.trail;

import io.caretrail.core.handoff.Found;
import java.nio.file.Path;
import java.util.List;

/**
 * What a recovery brought to the destinations. Immutable.
 *
 * @param state the state folder
 * @param closed exchanges that a dead process left open and that have their final record now
 * @param damaged parts of the hand-off that could not be read
 * @param destinations one each, in configured order
 */
public record Recovered(Path state, long closed, int damaged, List<Destination> destinations) {

    /**
     * What one destination got.
     *
     * @param key where it stands in the configuration
     * @param delivered records
     * @param missing records that are lost for it; a Gap record says so
     * @param waiting records that it could not take in time and that stay in the state folder
     */
    public record Destination(String key, long delivered, long missing, long waiting) {}

    static Recovered of(Path state, Found found, long closed, List<TrailCounters.Delivered> destinations) {
        return new Recovered(
                state,
                closed,
                found.damages().size(),
                destinations.stream()
                        .map(one -> new Destination(one.key(), one.delivered(), one.missing(), one.waiting()))
                        .toList());
    }

    /** Whether every destination has all that it was to have. */
    public boolean isComplete() {
        return destinations.stream().allMatch(one -> one.waiting() == 0);
    }
}
