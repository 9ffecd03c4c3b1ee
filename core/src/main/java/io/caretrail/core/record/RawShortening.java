package io.caretrail.core.record;

import io.caretrail.core.record.Shortening.Limits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a record shorter that is there as the JSON of the schema raw, of either category; what {@link Shortening} does for
 * one that is yet to be encoded. Its names are repaired already. For one record and one thread.
 */
final class RawShortening {

    private static final Set<String> IDS = Set.of("time", "recordId", "category", "resultType", "correlationId");

    /** What can have any number of entries. */
    private static final List<String> GROUPS = List.of("identity.claims", "properties");

    private final Limits limits;
    private final Set<String> truncated = new LinkedHashSet<>();

    RawShortening(Limits limits) {
        this.limits = limits;
    }

    /** The shorter record; the one given stays as it is. */
    ObjectNode shorten(ObjectNode record) {
        ObjectNode shorter = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            shorter.set(name, IDS.contains(name) ? value : shortened(name, value));
        }
        JsonNode properties = shorter.path("properties");
        if (properties instanceof ObjectNode kept) {
            sayTruncated(kept, record.path("properties").path(Shortening.TRUNCATED));
        }
        return shorter;
    }

    private void sayTruncated(ObjectNode properties, JsonNode earlier) {
        Set<String> names = new LinkedHashSet<>();
        earlier.forEach(name -> name(name.asString(""), names));
        truncated.forEach(name -> name(name, names));
        if (!names.isEmpty()) {
            ArrayNode list = properties.putArray(Shortening.TRUNCATED);
            names.forEach(list::add);
        }
    }

    /** Of names there can be as much as of anything else: then the group stands for those that are too many, or too long. */
    private void name(String name, Set<String> names) {
        boolean fits = names.size() < limits.entries() && EscapedText.bytes(name) <= 2 * limits.valueBytes();
        String group = GROUPS.stream()
                .filter(one -> name.startsWith(one + "."))
                .findFirst()
                .orElse(name);
        names.add(fits ? name : group);
    }

    private JsonNode shortened(String field, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return entries(field, object);
        }
        if (value instanceof ArrayNode list) {
            return list(field, list);
        }
        return value.isString() ? JsonNodeFactory.instance.stringNode(cut(field, value.stringValue())) : value;
    }

    private ObjectNode entries(String field, ObjectNode entries) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            String name = entry.getKey();
            if (name.equals(Shortening.TRUNCATED)) {
                continue;
            }
            if (kept.size() == limits.entries() || EscapedText.bytes(name) > limits.valueBytes()) {
                truncated.add(field);
            } else {
                kept.set(name, shortened(field + "." + name, entry.getValue()));
            }
        }
        return kept;
    }

    private ArrayNode list(String field, ArrayNode list) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        int left = limits.valueBytes();
        for (JsonNode element : list) {
            String whole = element.asString("");
            int quotesAndComma = 3;
            left -= quotesAndComma;
            if (left < 0) {
                truncated.add(field);
                break;
            }
            String text = whole.substring(0, EscapedText.charsWithin(whole, left));
            if (text.length() < whole.length()) {
                truncated.add(field);
            }
            left -= EscapedText.bytes(text);
            kept.add(text);
        }
        return kept;
    }

    private String cut(String field, String text) {
        int chars = EscapedText.charsWithin(text, limits.valueBytes());
        if (chars == text.length()) {
            return text;
        }
        truncated.add(field);
        String kept = text.substring(0, chars);
        return field.equals("uri") ? Shortening.withoutHalfEscape(kept, text) : kept;
    }
}
