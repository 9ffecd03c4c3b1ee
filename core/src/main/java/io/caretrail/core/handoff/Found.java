package io.caretrail.core.handoff;

import java.util.List;

/**
 * What {@link Ring#open} met.
 *
 * @param lastStop how the last owner ended
 * @param entries entries that wait between {@link Ring#released} and {@link Ring#end}, the ones that say what is missing included
 * @param holes places that were claimed and never published; nothing accepted is lost with them
 * @param damages what could not be read and was passed over, in order; at each an entry says so to the readers
 */
public record Found(LastStop lastStop, long entries, long holes, List<Damage> damages) {

    /** How the last owner of a ring ended. */
    public enum LastStop {
        /** There was no ring, or none that could be used. */
        NONE,
        /** {@link Ring#close} was called and nobody was in the middle of an offer. */
        CLOSED,
        /** The process died, the machine went on: what was accepted is there. */
        KILLED,
        /** The machine went down, or this system does not say whether it did: what was not forced may be missing. */
        MACHINE_DOWN
    }

    /**
     * A part of the ring that could not be read.
     *
     * @param position of its first byte, as in {@link Reader#start}
     * @param bytes that were passed over
     */
    public record Damage(long position, long bytes) {}
}
