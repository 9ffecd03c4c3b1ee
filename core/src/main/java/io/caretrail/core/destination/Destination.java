package io.caretrail.core.destination;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;

/**
 * A place that keeps records. Called by one thread at a time, never by a request's.
 *
 * <p>The promise of {@link #write}: when it returns, all records of the batch are kept; when it throws, no record of the
 * batch left a trace that a reader could take for a record, unless it is an {@link UndeliveredException}, which says which
 * ones to try again. The caller keeps those and tries again; a place that cannot tell whether it has kept a batch takes it
 * twice, and the recordId shows it.
 */
public interface Destination extends Closeable {

    /**
     * Keeps a batch of records in their order.
     *
     * @param records one encoded record each, without line end; positions may be moved
     * @throws IOException what could not be written, why and what to do, with the place named
     */
    void write(List<ByteBuffer> records) throws IOException;

    /**
     * Called about once a second, also when nothing is written: time to roll by time, to notice a file that was moved
     * away, to compress, to prune.
     *
     * @throws IOException as {@link #write}
     */
    void tend() throws IOException;

    /** How it wants records put together; asked for once, after it has been opened. */
    default Batching batching() {
        return Batching.LOCAL;
    }

    /**
     * Tells of a record whether it is among the last that this place has kept. Asked for once, before the first write of
     * records of which a dead process did not say whether they were written.
     *
     * @return takes an encoded record without line end, whose position it leaves; usable until the first write
     * @throws IOException as {@link #write}
     */
    default Predicate<ByteBuffer> kept() throws IOException {
        return record -> false;
    }

    /** Writes out what is held and lets go of every resource. */
    @Override
    void close() throws IOException;
}
