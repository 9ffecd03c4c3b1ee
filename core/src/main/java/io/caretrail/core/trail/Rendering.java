package io.caretrail.core.trail;

import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RawDecoder;
import io.caretrail.core.record.RecordEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * From an entry of the hand-off, which is a raw record, to what a destination of some schema gets. The lanes of one schema
 * share it: each record is encoded once for all of those that are at about the same place. Thread-safe.
 */
final class Rendering {

    static final String RAW = "raw";

    /** In bytes: what lanes of one schema may be apart and still share lines; twice what two of them write at a time. */
    private static final long SHARED = 1L << 20;

    private final boolean raw;
    private final RecordEncoder encoder;
    private final OwnRecords own;

    /** By the record, the oldest first. Guarded by itself; held while a line is made, which waits for nothing. */
    private final Map<ByteBuffer, byte[]> lines = new LinkedHashMap<>();

    /** Guarded by lines: the sum of records and lines there. */
    private long bytes;

    private Rendering(boolean raw, RecordEncoder encoder, OwnRecords own) {
        this.raw = raw;
        this.encoder = encoder;
        this.own = own;
    }

    /** What makes the renderings of one trail. */
    record Source(
            Function<String, RecordEncoder> encoders,
            OwnRecords own,
            RawDecoder decoder,
            Map<String, Rendering> renderings) {

        Source(Function<String, RecordEncoder> encoders, OwnRecords own, RawDecoder decoder) {
            this(encoders, own, decoder, new ConcurrentHashMap<>());
        }

        Rendering of(String schema) {
            return renderings.computeIfAbsent(
                    schema, name -> new Rendering(name.equals(RAW), encoders.apply(name), own));
        }
    }

    /** The record's line; the same array where nothing is to be done. Nobody changes it. */
    byte[] line(byte[] record) throws IOException {
        if (raw) {
            return record;
        }
        synchronized (lines) {
            byte[] made = lines.get(ByteBuffer.wrap(record));
            return made == null ? make(record) : made;
        }
    }

    private byte[] make(byte[] record) throws IOException {
        byte[] line = encoder.translate(record);
        lines.put(ByteBuffer.wrap(record), line);
        bytes += record.length + line.length;
        Iterator<Map.Entry<ByteBuffer, byte[]>> oldest = lines.entrySet().iterator();
        while (bytes > SHARED) {
            Map.Entry<ByteBuffer, byte[]> gone = oldest.next();
            bytes -= gone.getKey().capacity() + gone.getValue().length;
            oldest.remove();
        }
        return line;
    }

    byte[] line(Gap gap) {
        return encoder.encode(gap.record(own));
    }
}
