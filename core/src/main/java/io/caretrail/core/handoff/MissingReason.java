package io.caretrail.core.handoff;

/** Why an entry is missing. The order is part of the ring's file format: append, never insert. */
public enum MissingReason {
    HAND_OFF_FULL("the hand-off was full"),
    REFUSED("the request was refused, since its record could not be kept"),
    NOT_ENCODED("the record could not be encoded"),
    FAILED("the audit path failed"),
    DAMAGED("the hand-off was damaged on the disk");

    private final String text;

    MissingReason(String text) {
        this.text = text;
    }

    /** In words, for a Gap record. */
    @Override
    public String toString() {
        return text;
    }
}
