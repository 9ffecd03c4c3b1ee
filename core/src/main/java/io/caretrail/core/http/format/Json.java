package io.caretrail.core.http.format;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON that a stranger may have sent, as a stream with limits, and writes texts. Thread-safe. */
public final class Json {

    private static final int DEEPEST = 32;

    /** Without a table of names, which whoever answers would fill. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(64)
                    .build())
            .build();

    private Json() {}

    /** Fails with a JacksonException on what is no JSON. */
    static JsonParser parser(byte[] body) {
        return JSON.createParser(ObjectReadContext.empty(), body);
    }

    /**
     * The texts (String), whole numbers (Long) and truths (Boolean) at the top of an object; objects and lists are passed
     * over. Empty when it is no object.
     */
    public static Map<String, Object> topFields(byte[] body) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = parser(body)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                readFields(parser, fields);
            }
        } catch (JacksonException broken) {
            return Map.of();
        }
        return fields;
    }

    /** A text in quotes; what a reader of lines could stumble over becomes a space. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                json.append('\\').appendCodePoint(point);
            } else if (Character.isISOControl(point)
                    || Character.getType(point) == Character.SURROGATE
                    || point == 0x2028
                    || point == 0x2029) {
                json.append(' ');
            } else {
                json.appendCodePoint(point);
            }
        });
        return json.append('"').toString();
    }

    private static void readFields(JsonParser parser, Map<String, Object> fields) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (token) {
                case VALUE_STRING -> fields.put(name, parser.getString());
                case VALUE_TRUE, VALUE_FALSE -> fields.put(name, token == JsonToken.VALUE_TRUE);
                case VALUE_NUMBER_INT -> {
                    if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                        fields.put(name, parser.getLongValue());
                    }
                }
                default -> parser.skipChildren();
            }
        }
    }
}
