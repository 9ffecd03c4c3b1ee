package io.caretrail.core.exchange;

import io.caretrail.core.record.AuditRecord;

/** Keeps the records of exchanges. Thread-safe; never throws. */
public interface Keeper {

    /** The exchange must not be: its Started record cannot be kept where it is required to be. */
    long REFUSED = -1;

    /**
     * Keeps a Started record, as a rule without waiting.
     *
     * @param exempt never refused
     * @return to be given to {@link #end}; or {@link #REFUSED}, and nothing of the exchange is kept then
     */
    long begin(AuditRecord started, boolean exempt);

    /**
     * Keeps the final record of an exchange.
     *
     * @param room what {@link #begin} returned
     */
    void end(AuditRecord last, long room);
}
