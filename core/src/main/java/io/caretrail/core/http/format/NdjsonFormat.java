package io.caretrail.core.http.format;

import io.caretrail.core.config.DestinationSettings;
import java.nio.ByteBuffer;
import java.util.List;

/** The format {@code ndjson}: one record a line, as Vector, Logstash and most others take it. */
public final class NdjsonFormat implements WireFormat {

    @Override
    public String name() {
        return "ndjson";
    }

    @Override
    public Wire open(DestinationSettings settings) {
        return new Wire() {
            @Override
            public WireRequest write(List<ByteBuffer> records) {
                Body body = new Body();
                for (ByteBuffer each : records) {
                    body.add(each).add("\n");
                }
                return WireRequest.post("", "application/x-ndjson", body.toBytes());
            }

            @Override
            public Verdict read(WireAnswer answer, List<ByteBuffer> records) {
                return Answers.byStatus(answer);
            }
        };
    }
}
