package io.caretrail.core.destination;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A place that keeps records. Called by one thread at a time, never by a request's.
 *
 * <p>The promise of {@link #write}: when it returns, all records of the batch are kept; when it throws, no record of the
 * batch left a trace that a reader could take for a record. The caller keeps the batch and tries again.
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

    /** Writes out what is held and lets go of every resource. */
    @Override
    void close() throws IOException;
}
