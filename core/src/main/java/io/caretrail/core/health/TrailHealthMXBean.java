package io.caretrail.core.health;

/** One trail as JMX shows it. Counts are of records since the trail was opened. Public because JMX asks for it. */
public interface TrailHealthMXBean {

    /** Whether requests are audited; false while {@code enabled: false} is in force. */
    boolean isAuditing();

    /** Records that were given to the trail. */
    long getAccepted();

    /** Records that were handed on to the destinations. */
    long getWritten();

    /** Records on their way there. */
    long getWaiting();

    /** Records that no destination will ever have; a Gap record stands for them. */
    long getLost();

    /** Requests that got a 503 because a required destination could not take their records. */
    long getRefused();

    /** Failures of Caretrail's own: records that a door could not make, errors while looking after the trail. */
    long getOwnFailures();

    /** Messages for Caretrail's own log that the log did not take. */
    long getUnsaid();
}
