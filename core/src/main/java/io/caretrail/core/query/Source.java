package io.caretrail.core.query;

import java.io.IOException;

/** Records in the order of one trail. */
interface Source {

    /** Goes to the next record; false when there is none. */
    boolean advance() throws IOException;

    /** Of the record, in microseconds since 1970. */
    long time();

    /** The record, until the source goes on. */
    FoundRecord record();
}
