package io.caretrail.core.trail;

import io.caretrail.core.handoff.Ring;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Puts what is in the hand-off on the disk, where {@code handOff.durability} is {@code power}. Thread-safe. */
final class Durability {

    private final Ring ring;
    private final boolean powerSafe;
    private final Object saying = new Object();

    /** Guarded by saying. */
    private final Outage outage;

    Durability(Ring ring, boolean powerSafe, Report report) {
        this.ring = ring;
        this.powerSafe = powerSafe;
        outage = new Outage("The hand-off cannot be put on the disk", report);
    }

    boolean isPowerSafe() {
        return powerSafe;
    }

    /** Waits until all that was accepted before is on the disk; false when the disk does not take it. */
    boolean force() {
        if (!powerSafe) {
            return true;
        }
        try {
            ring.force();
        } catch (IOException e) {
            synchronized (saying) {
                outage.failed(e, () -> "what is accepted survives the death of the process only");
            }
            return false;
        }
        if (outage.reason() != null) {
            synchronized (saying) {
                outage.over(() -> "what is accepted survives the loss of power again");
            }
        }
        return true;
    }

    /** Why it cannot; null when it can. */
    @Nullable
    String failure() {
        return outage.reason();
    }
}
