package io.caretrail.core.record;

import java.io.IOException;

/** Writes records in one schema. Implementations are thread-safe: request threads encode at the same time. */
public interface RecordEncoder {

    /** The most bytes a record can have, its line end not counted (contract, Records). */
    int LIMIT = 16 * 1024;

    /**
     * Encodes a record.
     *
     * @return one JSON object in UTF-8 of at most {@link #LIMIT} bytes, without line break and without line end,
     *     whatever the record's values hold
     */
    byte[] encode(AuditRecord record);

    /**
     * Writes in this schema what is there in the schema raw.
     *
     * @param record an encoded record of the schema raw, of any category
     * @return as {@link #encode}
     * @throws IOException when this is no such record
     */
    default byte[] translate(byte[] record) throws IOException {
        return encode(new RawDecoder().decode(record));
    }

    /** Encodes what a source tells as {@link #encode} does, and lends the line: it need not be copied to be handed over. */
    default EncodedRecord lend(RecordSource source) {
        return EncodedRecord.of(encode(AuditRecord.of(source)));
    }
}
