package io.caretrail.core.health;

import org.jspecify.annotations.Nullable;

/** One destination of a trail as JMX shows it. Counts are of records since the start. Public because JMX asks for it. */
public interface DestinationHealthMXBean {

    /** Records it has taken. */
    long getDelivered();

    /** Records it has yet to get, those in its spool included. */
    long getWaiting();

    /** Records in its spool on the disk. */
    long getSpooled();

    /** What its spool takes on the disk, in bytes. */
    long getSpooledBytes();

    /** Records it will never have; a Gap record stands for them. */
    long getLost();

    /** Records that were given to it once more, as often as they were. */
    long getRetried();

    /** Records it put aside, since their receiver will never take them; a Gap record stands for them. */
    long getQuarantined();

    /** Requests that got a 503 because it is required and could not take their records. */
    long getRefused();

    /** Whether it cannot take records just now. */
    boolean isFailing();

    /** Why it cannot take records just now, in short; null when it can. The log says what to do. */
    @Nullable
    String getFailure();

    /** When it last took records, RFC 3339 in UTC, to half a second; null when it has not yet. */
    @Nullable
    String getLastSuccess();

    /** How long ago that was, in seconds; -1 when it has not taken any yet. */
    long getSecondsSinceSuccess();
}
