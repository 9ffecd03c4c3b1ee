package io.caretrail.core.seal;

import io.caretrail.core.seal.Checkpoint.Remark;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes and reads checkpoints as lines of a seal. There is one way to write each: a line that differs is refused. */
final class CheckpointText {

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private CheckpointText() {}

    static String signed(Checkpoint checkpoint) {
        Lines lines = checkpoint.lines();
        Remark remark = checkpoint.remark();
        ObjectNode json = JSON.createObjectNode()
                .put("seal", FORMAT)
                .put("trail", checkpoint.trail())
                .put("sequence", checkpoint.sequence())
                .put("time", TIME.format(checkpoint.time()))
                .put("why", checkpoint.why().text())
                .put("file", checkpoint.file())
                .put("firstLine", lines.first())
                .put("lines", lines.count())
                .put("from", lines.from())
                .put("to", lines.to())
                .put("before", lines.before())
                .put("after", lines.after())
                .put("marksHash", lines.marksHash());
        if (remark.name() != null) {
            json.put("name", remark.name());
        }
        putUnlessZero(json, "bytes", remark.bytes());
        putUnlessZero(json, "first", remark.first());
        putUnlessZero(json, "last", remark.last());
        putUnlessZero(json, "prunedTo", checkpoint.prunedTo());
        json.put("previous", checkpoint.previous()).put("key", checkpoint.key());
        if (checkpoint.publicKey() != null) {
            json.put("publicKey", checkpoint.publicKey()).put("keyMade", checkpoint.keyMade());
        }
        String whole = json.toString();
        return whole.substring(0, whole.length() - 1);
    }

    private static void putUnlessZero(ObjectNode json, String name, long value) {
        if (value != 0) {
            json.put(name, value);
        }
    }

    static String line(Checkpoint checkpoint) {
        return signed(checkpoint) + ",\"signature\":\"" + checkpoint.signature() + "\",\"marks\":\""
                + checkpoint.lines().marks() + "\"}";
    }

    /** Null when it is not exactly a line that {@link #line} writes. */
    static @Nullable Checkpoint parse(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            Checkpoint read = json == null || !json.isObject() ? null : read(json);
            return read != null
                            && Hash.of(read.lines().marks()).equals(read.lines().marksHash())
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
            JsonNode json = JSON.readTree(signed + "}");
            if (json instanceof ObjectNode object) {
                object.put("signature", signature).put("marks", "");
                Checkpoint read = read(object);
                return read.signedText().equals(signed) ? read : null;
            }
            return null;
        } catch (JacksonException | IllegalArgumentException | DateTimeException notOurs) {
            return null;
        }
    }

    private static Checkpoint read(JsonNode json) {
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
                json.has("name") ? text(json, "name") : null,
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
                json.has("publicKey") ? text(json, "publicKey") : null,
                json.path("keyMade").asBoolean(false),
                text(json, "signature"));
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isString()) {
            throw new IllegalArgumentException(name);
        }
        return value.stringValue();
    }

    private static String hash(JsonNode json, String name) {
        String text = text(json, name);
        if (HexFormat.of().parseHex(text).length != Hash.BYTES) {
            throw new IllegalArgumentException(name);
        }
        return text;
    }

    private static long number(JsonNode json, String name) {
        JsonNode value = json.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException(name);
        }
        return value.longValue();
    }

    private static long optional(JsonNode json, String name) {
        return json.has(name) ? number(json, name) : 0;
    }
}
