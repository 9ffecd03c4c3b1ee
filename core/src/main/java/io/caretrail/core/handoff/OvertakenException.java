package io.caretrail.core.handoff;

/** A reader came back to a place that has been released meanwhile; what it copied last is not to be used. */
public final class OvertakenException extends RuntimeException {

    OvertakenException(long position, long released) {
        super("position " + position + " of the hand-off is gone: everything before " + released + " was released");
    }
}
