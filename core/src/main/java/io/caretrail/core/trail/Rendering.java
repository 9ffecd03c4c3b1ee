package io.caretrail.core.trail;

import io.caretrail.core.record.OwnRecords;
import io.caretrail.core.record.RawDecoder;
import io.caretrail.core.record.RecordEncoder;
import java.io.IOException;
import java.util.function.Function;

/** From an entry of the hand-off, which is a raw record, to what a destination of some schema gets. Thread-safe. */
final class Rendering {

    static final String RAW = "raw";

    private final boolean raw;
    private final RecordEncoder encoder;
    private final OwnRecords own;
    private final RawDecoder decoder;

    private Rendering(boolean raw, RecordEncoder encoder, OwnRecords own, RawDecoder decoder) {
        this.raw = raw;
        this.encoder = encoder;
        this.own = own;
        this.decoder = decoder;
    }

    /** What makes the renderings of one trail. */
    record Source(Function<String, RecordEncoder> encoders, OwnRecords own, RawDecoder decoder) {

        Rendering of(String schema) {
            return new Rendering(schema.equals(RAW), encoders.apply(schema), own, decoder);
        }
    }

    /** The record's line; the same array where nothing is to be done. */
    byte[] line(byte[] record) throws IOException {
        return raw ? record : encoder.encode(decoder.decode(record));
    }

    byte[] line(Gap gap) {
        return encoder.encode(gap.record(own));
    }
}
