package io.caretrail.core.destination;

import java.time.Duration;

/**
 * How records are put together for one {@link Destination#write}. Immutable.
 *
 * @param records the most in one batch, at least 1
 * @param bytes the sum after which a batch is full; a single record may be longer
 * @param age how long the first record of a batch may wait for further ones; zero for not at all
 */
public record Batching(int records, long bytes, Duration age) {

    /** For places on this machine: whatever is there is written at once. */
    public static final Batching LOCAL = new Batching(256, 256 * 1024, Duration.ZERO);
}
