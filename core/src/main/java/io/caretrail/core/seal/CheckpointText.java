package io.caretrail.core.seal;

import io.caretrail.core.seal.Checkpoint.Remark;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes and reads checkpoints as lines of a seal. There is one way to write each: a line that differs is refused. */
final class CheckpointText {

    private static final int FORMAT = 1;
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private CheckpointText() {}

    static String signed(Checkpoint checkpoint) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(checkpoint, json);
        }
        return text.toString().substring(0, text.getBuffer().length() - 1);
    }

    private static void write(Checkpoint checkpoint, JsonGenerator json) {
        Lines lines = checkpoint.lines();
        Remark remark = checkpoint.remark();
        json.writeStartObject();
        json.writeNumberProperty("seal", FORMAT);
        json.writeStringProperty("trail", checkpoint.trail());
        json.writeNumberProperty("sequence", checkpoint.sequence());
        json.writeStringProperty("time", TIME.format(checkpoint.time()));
        json.writeStringProperty("why", checkpoint.why().text());
        json.writeStringProperty("file", checkpoint.file());
        json.writeNumberProperty("firstLine", lines.first());
        json.writeNumberProperty("lines", lines.count());
        json.writeNumberProperty("from", lines.from());
        json.writeNumberProperty("to", lines.to());
        json.writeStringProperty("before", lines.before());
        json.writeStringProperty("after", lines.after());
        json.writeStringProperty("marksHash", lines.marksHash());
        if (remark.name() != null) {
            json.writeStringProperty("name", remark.name());
        }
        writeUnlessZero(json, "bytes", remark.bytes());
        writeUnlessZero(json, "first", remark.first());
        writeUnlessZero(json, "last", remark.last());
        writeUnlessZero(json, "prunedTo", checkpoint.prunedTo());
        json.writeStringProperty("previous", checkpoint.previous());
        json.writeStringProperty("key", checkpoint.key());
        if (checkpoint.publicKey() != null) {
            json.writeStringProperty("publicKey", checkpoint.publicKey());
            json.writeBooleanProperty("keyMade", checkpoint.keyMade());
        }
        json.writeEndObject();
    }

    private static void writeUnlessZero(JsonGenerator json, String name, long value) {
        if (value != 0) {
            json.writeNumberProperty(name, value);
        }
    }

    static String line(Checkpoint checkpoint) {
        return signed(checkpoint) + ",\"signature\":\"" + checkpoint.signature() + "\",\"marks\":\""
                + checkpoint.lines().marks() + "\"}";
    }

    /** Null when it is not exactly a line that {@link #line} writes. */
    static @Nullable Checkpoint parse(String line) {
        try {
            Checkpoint read = read(members(line));
            return Hash.of(read.lines().marks()).equals(read.lines().marksHash())
                            && read.line().equals(line)
                    ? read
                    : null;
        } catch (JacksonException | IllegalArgumentException | DateTimeException notOurs) {
            return null;
        }
    }

    /** The checkpoint whose {@link Checkpoint#signedText} this is, without its marks; null when it is none. */
    static @Nullable Checkpoint parseSigned(String signed, String signature) {
        try {
            Map<String, Object> members = members(signed + "}");
            members.put("signature", signature);
            members.put("marks", "");
            Checkpoint read = read(members);
            return read.signedText().equals(signed) ? read : null;
        } catch (JacksonException | IllegalArgumentException | DateTimeException notOurs) {
            return null;
        }
    }

    /** What an object holds that has none in it; IllegalArgumentException when it is something else. */
    private static Map<String, Object> members(String text) {
        Map<String, Object> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                members.put(name, value(json.nextToken(), json));
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw new IllegalArgumentException("more than an object");
            }
        }
        return members;
    }

    private static Object value(JsonToken token, JsonParser json) {
        return switch (token) {
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new IllegalArgumentException(token.toString());
        };
    }

    private static Checkpoint read(Map<String, Object> json) {
        Lines lines = new Lines(
                number(json, "firstLine"),
                number(json, "lines"),
                number(json, "from"),
                number(json, "to"),
                hash(json, "before"),
                hash(json, "after"),
                text(json, "marks"),
                hash(json, "marksHash"));
        Remark remark = new Remark(
                json.containsKey("name") ? text(json, "name") : null,
                optional(json, "bytes"),
                optional(json, "first"),
                optional(json, "last"));
        return new Checkpoint(
                text(json, "trail"),
                number(json, "sequence"),
                TIME.parse(text(json, "time"), Instant::from),
                Why.valueOf(text(json, "why").toUpperCase(Locale.ROOT)),
                text(json, "file"),
                lines,
                remark,
                optional(json, "prunedTo"),
                hash(json, "previous"),
                hash(json, "key"),
                json.containsKey("publicKey") ? text(json, "publicKey") : null,
                Boolean.TRUE.equals(json.get("keyMade")),
                text(json, "signature"));
    }

    private static String text(Map<String, Object> json, String name) {
        if (json.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name);
    }

    private static String hash(Map<String, Object> json, String name) {
        String text = text(json, name);
        if (HexFormat.of().parseHex(text).length != Hash.BYTES) {
            throw new IllegalArgumentException(name);
        }
        return text;
    }

    private static long number(Map<String, Object> json, String name) {
        if (json.get(name) instanceof Long number && number >= 0) {
            return number;
        }
        throw new IllegalArgumentException(name);
    }

    private static long optional(Map<String, Object> json, String name) {
        return json.containsKey(name) ? number(json, name) : 0;
    }
}
