package io.caretrail.core.trail;

import io.caretrail.core.config.Configuration.HandOff;
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
 * @param spool bytes that the spool of one destination may take on disk
 */
public record Terms(
        @Nullable Path state,
        String identity,
        String door,
        HandOff handOff,
        Sealing sealing,
        Duration patience,
        long spool) {

    /** Room for a collector that is down for a day: about two million records. */
    public static final long SPOOL = 1L << 30;

    boolean survivesPowerLoss() {
        return handOff.durability().equals("power");
    }
}
