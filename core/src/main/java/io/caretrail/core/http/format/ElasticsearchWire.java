package io.caretrail.core.http.format;

import io.caretrail.core.http.format.Verdict.Fate;
import io.caretrail.core.http.format.Verdict.State;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Requests and answers of the bulk API. */
final class ElasticsearchWire implements Wire {

    /** The answer repeats the documents' ids and more; this much is needed. */
    private static final String WANTED = "?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason";

    private final String path;

    ElasticsearchWire(String path) {
        this.path = path;
    }

    @Override
    public WireRequest write(List<ByteBuffer> records) {
        Body body = new Body();
        for (ByteBuffer each : records) {
            SentRecord record = SentRecord.of(each);
            body.add("{\"create\":{\"_id\":").add(Json.quoted(record.id())).add("}}\n");
            // Data streams and Kibana want the time under this name.
            body.add(record.withTimeAs("@timestamp")).add("\n");
        }
        return WireRequest.post(path + WANTED, "application/x-ndjson", body.toBytes());
    }

    @Override
    public Verdict read(WireAnswer answer, List<ByteBuffer> records) {
        if (!answer.isSuccess()) {
            return Answers.byStatus(answer);
        }
        Map<String, Object> said = Json.topFields(answer.body());
        if (Boolean.FALSE.equals(said.get("errors"))) {
            return new Verdict.Kept();
        }
        List<Fate> fates = Boolean.TRUE.equals(said.get("errors")) ? fates(answer) : List.of();
        return fates.isEmpty()
                ? new Verdict.Later(
                        "answered " + answer.status() + " as no Elasticsearch does; check `url` and what is between",
                        null)
                : new Verdict.Each(fates, null);
    }

    private static List<Fate> fates(WireAnswer answer) {
        List<Fate> fates = new ArrayList<>();
        try (JsonParser parser = Json.parser(answer.body())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean items = parser.currentName().equals("items");
                if (parser.nextToken() == JsonToken.START_ARRAY && items) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        fates.add(item(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            return fates;
        } catch (JacksonException broken) {
            return List.of();
        }
    }

    /** {@code {"create":{"status":400,"error":{"type":…,"reason":…}}}}. */
    private static Fate item(JsonParser parser) {
        long status = 0;
        String type = null;
        String reason = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return fate(0, null, "");
            } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                depth++;
            } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_INT && "status".equals(parser.currentName()) && depth == 2) {
                status = parser.getNumberType() == JsonParser.NumberType.INT ? parser.getIntValue() : 0;
            } else if (token == JsonToken.VALUE_STRING && depth == 3 && "type".equals(parser.currentName())) {
                type = parser.getString();
            } else if (token == JsonToken.VALUE_STRING && depth == 3 && "reason".equals(parser.currentName())) {
                reason = parser.getString();
            }
        }
        return fate((int) status, type, reason);
    }

    private static Fate fate(int status, @Nullable String type, String quoted) {
        String kind = type != null && type.matches("[a-z0-9_]{1,64}") ? " (" + type + ")" : "";
        String begin = "answered " + status + kind + " for a record: ";
        return switch (status) {
            // There already: the id is the recordId, and a record is never changed.
            case 200, 201, 409 -> Fate.KEPT;
            case 401, 403 -> new Fate(State.LATER, begin + "it may not be written; give the right, or lift the block");
            case 404 -> new Fate(State.LATER, begin + "there is no such index; create it, or correct the name");
            case 408, 429 -> new Fate(State.LATER, begin + "it asks to be sent less; this goes on by itself");
            default ->
                status >= 400 && status < 500
                        ? new Fate(State.REJECTED, begin + "it does not fit the index; look at its mapping", quoted)
                        : new Fate(State.LATER, begin + "the trouble is on its side; look at its log");
        };
    }

    @Override
    public WireRequest probe() {
        return WireRequest.get("/");
    }

    @Override
    public @Nullable String readProbe(WireAnswer answer) {
        // A key that may only write need not see the version.
        boolean fine =
                answer.status() == 403 || (answer.isSuccess() && answer.text().contains("\"version\""));
        return fine ? null : Answers.remedy(answer, "as no Elasticsearch does; check `url` and what is between");
    }
}
