package io.caretrail.core.query;

import io.caretrail.core.query.Selection.Part;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the selected fields of records in the schemas {@code raw} and {@code log-analytics}. The whole line is read,
 * whatever is selected: what is damaged is damaged for every question. Not thread-safe.
 */
final class RecordReader {

    private final JsonFactory json = JsonFactory.builder().build();
    private final Selection selection;
    private final boolean wantsProperties;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final int timePlace;
    private final int operationPlace;
    private final @Nullable String[] values;
    private final Part[] parts;
    private final boolean[] seen;
    private long time;

    /** @param wantsProperties whether all of them are wanted, beside the selected fields */
    RecordReader(Selection selection, boolean wantsProperties) {
        this.selection = selection;
        this.wantsProperties = wantsProperties;
        timePlace = selection.place("time");
        operationPlace = selection.place("operationName");
        values = new @Nullable String[selection.size()];
        parts = new Part[selection.size()];
        seen = new boolean[selection.size()];
    }

    /**
     * Reads a line.
     *
     * @return null when it is a record; else why it is none
     */
    @Nullable
    String read(byte[] bytes, int from, int length) {
        Arrays.fill(values, null);
        properties.clear();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "is no JSON object";
            }
            object(parser, Part.FIELDS);
            if (parser.nextToken() != null) {
                return "holds more than one JSON object";
            }
        } catch (JacksonException e) {
            // Its message shows what the line holds: a patient's name, or what moves a terminal's cursor.
            TokenStreamLocation place = e.getLocation();
            return place == null ? "is no record: it is too deep" : "is no JSON, at column " + place.getColumnNr();
        }
        String written = values[timePlace];
        time = written == null ? Moment.NONE : Moment.micros(written);
        if (time == Moment.NONE) {
            return "is no record: its time is " + (written == null ? "missing" : "none of RFC 3339");
        }
        return values[operationPlace] == null ? "is no record: its operationName is missing" : null;
    }

    /** Of the last record read, in microseconds since 1970. */
    long time() {
        return time;
    }

    /** Of the last record read: text as it is, anything else as JSON; null when there is none. */
    @Nullable
    String value(int place) {
        return values[place];
    }

    /** All of the last record read, when they are wanted. */
    Map<String, String> properties() {
        return properties;
    }

    /** Whether any record read had a value there. */
    boolean hasSeen(int place) {
        return seen[place];
    }

    private void object(JsonParser parser, Part part) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            int[] places = selection.places(part, name);
            Part inner = inner(part, name);
            if (places.length > 0 || (wantsProperties && part == Part.PROPERTIES)) {
                keep(parser, token, part, name, places);
            } else if (inner != null && token == JsonToken.VALUE_STRING) {
                nested(parser.getString(), inner);
            } else if (inner != null && token == JsonToken.START_OBJECT) {
                object(parser, inner);
            } else {
                parser.skipChildren();
            }
        }
    }

    private static @Nullable Part inner(Part part, String name) {
        if (part == Part.FIELDS) {
            return switch (name) {
                case "properties", "Properties" -> Part.PROPERTIES;
                case "identity", "Identity", "CallerIdentity" -> Part.IDENTITY;
                default -> null;
            };
        }
        return part == Part.IDENTITY && name.equals("claims") ? Part.CLAIMS : null;
    }

    private void keep(JsonParser parser, JsonToken token, Part part, String name, int[] places) {
        String value = token.isScalarValue() ? parser.getString() : structure(parser);
        if (token != JsonToken.VALUE_NULL) {
            for (int place : places) {
                if (values[place] == null || part.compareTo(parts[place]) < 0) {
                    values[place] = value;
                    parts[place] = part;
                    seen[place] = true;
                }
            }
            if (wantsProperties && part == Part.PROPERTIES) {
                properties.put(name, value);
            }
        }
        Part inner = inner(part, name);
        if (inner != null) {
            nested(value, inner);
        }
    }

    private String structure(JsonParser parser) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    /** In {@code log-analytics} properties are text that is a JSON object; text that is none has no entries. */
    private void nested(String text, Part part) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                object(parser, part);
            }
        } catch (JacksonException none) {
            // The value itself can still be asked for; the line is good JSON.
        }
    }
}
