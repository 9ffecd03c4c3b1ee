package io.caretrail.core.http.format;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means for the records that were sent. Immutable.
 *
 * <p>Every {@code reason} is shown in the log and in the trail and ends a sentence that begins with the collector's
 * address: what the collector answered in our own words and what to do, nothing that it quoted from a record or a header.
 */
public sealed interface Verdict {

    /** All are kept. */
    record Kept() implements Verdict {}

    /**
     * The batch as a whole was refused for what is in it or for its length: its halves are tried, and a single record is
     * put aside.
     *
     * @param tooLong whether it was the length
     */
    record Refused(String reason, boolean tooLong) implements Verdict {}

    /**
     * None is known to be kept, and a later try may help.
     *
     * @param pause how long the collector wants to be left alone; null when it does not say
     */
    record Later(String reason, @Nullable Duration pause) implements Verdict {}

    /** The credentials were not accepted: they are got anew once, then it is tried again later. */
    record Denied(String reason) implements Verdict {}

    /**
     * Each record has its own fate.
     *
     * @param fates in the order of the records, one for each
     * @param pause as of {@link Later}, for those to try again
     */
    record Each(List<Fate> fates, @Nullable Duration pause) implements Verdict {
        public Each {
            fates = List.copyOf(fates);
        }
    }

    /**
     * Some were rejected for good, the others are kept, and the collector does not say which; it asks not to be sent any
     * again.
     */
    record Some(long rejected, String reason) implements Verdict {}

    /**
     * Not decided yet: something is to be asked after a pause. Whoever returns this again and again ends it by
     * {@link Later} when the collector takes too long.
     *
     * @param read what the answer to it means
     */
    record Ask(WireRequest next, Duration pause, Function<WireAnswer, Verdict> read) implements Verdict {}

    /**
     * What has become of one record.
     *
     * @param reason empty for {@link State#KEPT}; else as of the verdict
     * @param quoted what the collector said of a rejected record, in its own words; it goes into the quarantine alone
     */
    record Fate(State state, String reason, String quoted) {

        public static final Fate KEPT = new Fate(State.KEPT, "", "");

        /** A fate of which the collector said nothing more. */
        public Fate(State state, String reason) {
            this(state, reason, "");
        }
    }

    /** What can become of one record. */
    enum State {
        /** acknowledged, or there already */
        KEPT,
        /** not taken now: tried again later */
        LATER,
        /** not taken because of another record of the batch: sent again at once */
        AGAIN,
        /** never taken: put aside */
        REJECTED
    }
}
