package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.HandOff;
import io.caretrail.core.config.DestinationSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a trail is opened with besides its settings. Immutable.
 *
 * @param state the folder of the hand-off and the spools; null for the default place
 * @param identity what tells this configuration from others on the machine, for the default place
 * @param door who opens it, in words
 * @param handOff its size and what it survives
 * @param sealing which keys the destinations seal with
 * @param patience how long a request waits for a required destination before it is refused
 * @param spool bytes that the spool of one destination may take on disk, where its settings do not say
 */
public record Terms(
        @Nullable Path state,
        String identity,
        String door,
        HandOff handOff,
        Sealing sealing,
        Duration patience,
        long spool) {

    /** Room for about one and a half million records. */
    public static final long SPOOL = 1L << 30;

    /** In bytes: the room that a destination's records have on disk while it does not take them. */
    long spool(DestinationSettings settings) {
        Long own = settings.find("spool.size", Long.class);
        return own == null ? spool : own;
    }

    boolean survivesPowerLoss() {
        return handOff.durability().equals("power");
    }
}
