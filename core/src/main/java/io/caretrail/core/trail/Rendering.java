package io.caretrail.core.trail;

import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RawDecoder;
import io.caretrail.core.record.RecordEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From an entry of the hand-off, which is a raw record, to what a destination of some schema gets. The lanes of one schema
 * share it: each record is encoded once for all of those that are at about the same place. Thread-safe.
 */
final class Rendering {

    static final String RAW = "raw";

    /** In bytes, records and lines: how far lanes may be apart and share; more than one of a file writes at once. */
    private static final long SHARED = 1L << 20;

    private final boolean raw;
    private final RecordEncoder encoder;
    private final OwnRecords own;

    /** The oldest first. Guarded by itself; held while a line is made, which waits for nothing. */
    private final Map<Key, byte[]> lines = new LinkedHashMap<>();

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
            Key key = new Key(record);
            byte[] made = lines.get(key);
            return made == null ? make(key) : made;
        }
    }

    private byte[] make(Key key) throws IOException {
        byte[] line = encoder.translate(key.record);
        lines.put(key, line);
        bytes += key.record.length + line.length;
        Iterator<Map.Entry<Key, byte[]>> oldest = lines.entrySet().iterator();
        while (bytes > SHARED) {
            Map.Entry<Key, byte[]> gone = oldest.next();
            bytes -= gone.getKey().record.length + gone.getValue().length;
            oldest.remove();
        }
        return line;
    }

    byte[] line(Gap gap) {
        return encoder.encode(gap.record(own));
    }

    /** A record, whole; its place in the table by its beginning, where time and recordId stand. */
    private static final class Key {

        private static final int BEGINNING = 96;

        private final byte[] record;

        Key(byte[] record) {
            this.record = record;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(record, key.record);
        }

        @Override
        public int hashCode() {
            return ByteBuffer.wrap(record, 0, Math.min(BEGINNING, record.length))
                    .hashCode();
        }
    }
}
