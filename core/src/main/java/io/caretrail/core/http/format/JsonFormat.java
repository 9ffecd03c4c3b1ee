package io.caretrail.core.http.format;

import io.caretrail.core.config.DestinationSettings;
import java.nio.ByteBuffer;
import java.util.List;

/** The format {@code json}: an array of records, as Fluent Bit and many web hooks take it. */
public final class JsonFormat implements WireFormat {

    @Override
    public String name() {
        return "json";
    }

    @Override
    public Wire open(DestinationSettings settings) {
        return new Wire() {
            @Override
            public WireRequest write(List<ByteBuffer> records) {
                Body body = new Body().add("[");
                String between = "";
                for (ByteBuffer each : records) {
                    body.add(between).add(each);
                    between = ",";
                }
                return WireRequest.post("", "application/json", body.add("]").toBytes());
            }

            @Override
            public Verdict read(WireAnswer answer, List<ByteBuffer> records) {
                return Answers.byStatus(answer);
            }
        };
    }
}
