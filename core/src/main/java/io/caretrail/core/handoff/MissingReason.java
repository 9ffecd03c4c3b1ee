package io.caretrail.core.handoff;

/** Why an entry is missing. */
public enum MissingReason {
    HAND_OFF_FULL(0, "the hand-off was full"),
    REFUSED(1, "the request was refused, since its record could not be kept"),
    NOT_ENCODED(2, "the record could not be encoded"),
    FAILED(3, "the audit path failed"),
    DAMAGED(4, "the hand-off was damaged on the disk"),
    RATE(5, "more log lines in a second than diagnostics.rate lets in");

    /** All of them; {@link #values} copies, and counting must work without memory. */
    static final MissingReason[] ALL = values();

    private final byte code;
    private final String text;

    MissingReason(int code, String text) {
        this.code = (byte) code;
        this.text = text;
    }

    /** What stands for it in the file, below 8. */
    byte code() {
        return code;
    }

    static MissingReason of(byte code) {
        for (MissingReason reason : ALL) {
            if (reason.code == code) {
                return reason;
            }
        }
        // Of a later version.
        return FAILED;
    }

    /** In words, for a Gap record. */
    @Override
    public String toString() {
        return text;
    }
}
