package io.caretrail.core.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes records in the schema {@code raw}: the field order of seed 001, the fields of the contract's table (Records),
 * no others; lines of DiagnosticLogs in that of docs/diagnostic-logs.md. The published JSON Schemas are the resources
 * {@code /io/caretrail/schema/audit-record.schema.json} and {@code …/diagnostic-record.schema.json}.
 *
 * <p>Unknowns (null) are left out; {@code identity} and {@code properties} are always objects. What a record holds never
 * makes it invalid: a lone surrogate becomes U+FFFD, every character that some tool takes for a line end is escaped, a
 * property or claim that is neither text, whole number, boolean nor list is written as its text. A record longer than
 * {@link RecordEncoder#LIMIT} is shortened, and {@code properties.truncated} names what was cut; that property is the
 * encoder's own.
 *
 * <p>Nearly all records are written by {@link RecordWriter}, straight into their bytes; whatever that one leaves is
 * rendered by logstash-logback-encoder. Both write the same bytes.
 *
 * <p>Thread-safe. Holds a bounded number of buffers and nothing per thread, so that virtual threads cost nothing here.
 */
public final class RawEncoder implements RecordEncoder {

    private final BufferPool writers = new BufferPool();

    /**
     * Loads what only few records need, unless one has been there. To be called soon after the start, on no request's thread: a
     * class whose first use runs out of stack or memory is lost to the JVM for good, and each such record with it.
     *
     * @throws Error as the first use of a class does
     */
    public static void loadLibrary() {
        Object unused = RecordLibrary.ENCODER;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RuntimeException when the record cannot be written, which no content of it should cause; never returns half
     *     a record
     */
    @Override
    public byte[] encode(AuditRecord record) {
        try (EncodedRecord line = lend(record)) {
            return copy(line);
        }
    }

    /** Encodes a line of the category DiagnosticLogs; else as {@link #encode(AuditRecord)}. */
    public byte[] encode(DiagnosticRecord record) {
        try (RecordWriter line = writers.take()) {
            writeByLibrary(record, limits -> Shortening.of(record, limits), line.buffer());
            return copy(line);
        }
    }

    private static byte[] copy(EncodedRecord line) {
        return Arrays.copyOf(line.bytes(), line.length());
    }

    /**
     * {@inheritDoc}
     *
     * @throws RuntimeException as {@link #encode}
     */
    @Override
    public EncodedRecord lend(RecordSource source) {
        RecordWriter writer = writers.take();
        boolean written = false;
        try {
            source.tell(writer);
            if (!writer.finish()) {
                writeByLibrary(AuditRecord.of(source), writer.buffer());
            }
            written = true;
            return writer;
        } finally {
            if (!written) {
                writer.close();
            }
        }
    }

    /** Whatever the record holds. */
    void writeByLibrary(AuditRecord record, RecordBuffer buffer) {
        writeByLibrary(record, limits -> Shortening.of(record, limits), buffer);
    }

    private void writeByLibrary(TrailRecord record, Shorter shorter, RecordBuffer buffer) {
        if (fits(record, buffer)) {
            return;
        }
        for (Shortening.Limits limits : Shortening.STEPS) {
            TrailRecord candidate = shorter.within(limits);
            if (candidate != null && fits(candidate, buffer)) {
                return;
            }
        }
        throw new IllegalStateException("a record of " + record.operationName() + " is longer than " + LIMIT
                + " bytes with every value cut; this is a defect, please report it");
    }

    private boolean fits(TrailRecord record, RecordBuffer buffer) {
        buffer.clear();
        RecordEvent event = new RecordEvent(record, buffer);
        try {
            RecordLibrary.ENCODER.encode(event, buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("a record of " + record.operationName() + " could not be encoded", e);
        }
        return event.fits();
    }

    /** Shortens the record at hand; null when it is still too long. */
    private interface Shorter {
        @Nullable
        TrailRecord within(Shortening.Limits limits);
    }
}
