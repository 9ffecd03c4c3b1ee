package io.caretrail.core.exchange;

import io.caretrail.core.record.RecordSource;

/** Keeps the records of exchanges. What tells one is asked before the call returns. Thread-safe; never throws. */
public interface Keeper {

    /** The exchange must not be: its Started record cannot be kept where it is required to be. */
    long REFUSED = -1;

    /**
     * Keeps a Started record, as a rule without waiting.
     *
     * @param exempt never refused
     * @return to be given to {@link #end}; or {@link #REFUSED}, and nothing of the exchange is kept then
     */
    long begin(RecordSource started, boolean exempt);

    /**
     * Keeps the final record of an exchange.
     *
     * @param room what {@link #begin} returned
     */
    void end(RecordSource last, long room);
}
