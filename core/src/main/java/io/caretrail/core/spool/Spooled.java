package io.caretrail.core.spool;

/** What comes out of a spool in its order: an entry, or the news that some are gone. */
public sealed interface Spooled permits Entry, Lost {

    /** To be given to {@link Spool#delivered} once this and all before it are with the destination. */
    long position();
}
