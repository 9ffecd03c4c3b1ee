package io.caretrail.core.query;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * How many records have a value.
 *
 * @param value null for those that have no such field
 */
public record Count(@Nullable String value, long count) {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    /** One line of JSON, {@code {"value":…,"count":…}}; the value is text or null. */
    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            generator.writeStartObject();
            generator.writeStringProperty("value", value);
            generator.writeNumberProperty("count", count);
            generator.writeEndObject();
        }
        return text.toString();
    }
}
