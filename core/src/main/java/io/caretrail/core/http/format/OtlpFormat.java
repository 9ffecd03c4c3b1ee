package io.caretrail.core.http.format;

import io.caretrail.core.config.ConfigKey;
import io.caretrail.core.config.DestinationSettings;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The format {@code otlp}: OTLP/HTTP logs in JSON (OpenTelemetry Protocol 1.x). The record is the body of a log record, and
 * its recordId the attribute {@code log.record.uid}, by which a redelivery can be told.
 */
public final class OtlpFormat implements WireFormat {

    private static final List<String> ATTRIBUTES =
            List.of("operationName", "category", "resultType", "resultSignature", "callerIpAddress", "correlationId");

    @Override
    public String name() {
        return "otlp";
    }

    @Override
    public List<ConfigKey> keys() {
        return List.of(new ConfigKey(
                "otlp.serviceName",
                ConfigKey.Type.TEXT,
                "caretrail",
                false,
                List.of(),
                "The resource attribute service.name.",
                "pacs-1"));
    }

    @Override
    public Wire open(DestinationSettings settings) {
        return new OtlpWire(settings.get("otlp.serviceName", String.class));
    }

    /** Requests and answers of OTLP/HTTP. */
    private static final class OtlpWire implements Wire {

        private static final String PATH = "/v1/logs";

        private final String serviceName;

        OtlpWire(String serviceName) {
            this.serviceName = serviceName;
        }

        @Override
        public WireRequest write(List<ByteBuffer> records) {
            Body body = new Body().add("{\"resourceLogs\":[{\"resource\":{\"attributes\":[");
            body.add(attribute("service.name", serviceName)).add("]},\"scopeLogs\":[{\"scope\":");
            body.add("{\"name\":\"io.caretrail\"},\"logRecords\":[");
            String between = "";
            for (ByteBuffer each : records) {
                body.add(between);
                logRecord(body, SentRecord.of(each));
                between = ",";
            }
            return WireRequest.post(PATH, "application/json", body.add("]}]}]}").toBytes());
        }

        private static void logRecord(Body body, SentRecord record) {
            Instant time = record.time();
            if (time != null) {
                String nanos = nanos(time);
                body.add("{\"timeUnixNano\":\"" + nanos + "\",\"observedTimeUnixNano\":\"" + nanos + "\",");
            } else {
                body.add("{");
            }
            String level = record.text("level");
            body.add("\"severityNumber\":" + severity(level) + ",");
            if (level != null) {
                body.add("\"severityText\":" + Json.quoted(level) + ",");
            }
            body.add("\"body\":{\"stringValue\":" + Json.quoted(record.json()) + "},\"attributes\":[");
            body.add(attribute("log.record.uid", record.id()));
            for (String name : ATTRIBUTES) {
                Object value = record.field(name);
                if (value != null) {
                    body.add(",").add(attribute(name, value));
                }
            }
            body.add("]}");
        }

        private static String nanos(Instant time) {
            return BigInteger.valueOf(time.getEpochSecond())
                    .multiply(BigInteger.valueOf(1_000_000_000))
                    .add(BigInteger.valueOf(time.getNano()))
                    .toString();
        }

        /** SEVERITY_NUMBER_INFO, _WARN, _ERROR. */
        private static int severity(@Nullable String level) {
            return "Error".equals(level) ? 17 : "Warning".equals(level) ? 13 : 9;
        }

        private static String attribute(String key, Object value) {
            String written = value instanceof Long number
                    ? "{\"intValue\":\"" + number + "\"}"
                    : "{\"stringValue\":" + Json.quoted(value.toString()) + "}";
            return "{\"key\":\"" + key + "\",\"value\":" + written + "}";
        }

        @Override
        public Verdict read(WireAnswer answer, List<ByteBuffer> records) {
            if (!answer.isSuccess()) {
                return Answers.byStatus(answer);
            }
            // No body at all is what a full success is in protobuf, and some say it so in JSON too.
            long rejected = answer.body().length == 0 ? 0 : rejected(answer.body());
            if (rejected < 0) {
                return new Verdict.Later(
                        "answered " + answer.status() + " as no OTLP receiver does; check `url` and what is between",
                        null);
            }
            return rejected == 0
                    ? new Verdict.Kept()
                    : new Verdict.Some(
                            rejected, "answered " + answer.status() + " with partialSuccess: it rejects some");
        }

        /** {@code {"partialSuccess":{"rejectedLogRecords":"2"}}}; -1 for what is no answer of the protocol. */
        private static long rejected(byte[] body) {
            try (JsonParser parser = Json.parser(body)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return -1;
                }
                long rejected = 0;
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    boolean value = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
                    if (value && "rejectedLogRecords".equals(parser.currentName())) {
                        String number = parser.getString();
                        rejected = number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
                    }
                }
                return rejected;
            } catch (JacksonException broken) {
                return -1;
            }
        }

        /** A request without records, which the protocol says is answered like any other. */
        @Override
        public WireRequest probe() {
            return write(List.of());
        }

        @Override
        public @Nullable String readProbe(WireAnswer answer) {
            return read(answer, List.of()) instanceof Verdict.Kept
                    ? null
                    : Answers.remedy(answer, "as no OTLP receiver does; check `url` and what is between");
        }
    }
}
