package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Element.Encapsulated;
import io.caretrail.examples.dicom.Element.Plain;
import io.caretrail.examples.dicom.Element.Sequence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Data sets as JSON, both ways (PS3.18 annex F). */
final class DicomJson {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONGEST_INLINE = 1024;
    private static final List<String> NAME_PARTS = List.of("Alphabetic", "Ideographic", "Phonetic");

    private final @Nullable String bulkdata;

    /**
     * A writer.
     *
     * @param bulkdata where long binary values can be had, the tag follows; null to write them all inline
     */
    DicomJson(@Nullable String bulkdata) {
        this.bulkdata = bulkdata;
    }

    ObjectNode write(DataSet dataSet) {
        return write(dataSet, true);
    }

    static byte[] bytes(JsonNode json) {
        return JSON.writeValueAsBytes(json);
    }

    private ObjectNode write(DataSet dataSet, boolean top) {
        ObjectNode json = NODES.objectNode();
        for (Element element : dataSet.elements()) {
            ObjectNode attribute = json.putObject(Attribute.hex(element.tag())).put("vr", element.vr());
            if (element instanceof Sequence sequence) {
                if (!sequence.items().isEmpty()) {
                    ArrayNode items = attribute.putArray("Value");
                    sequence.items().forEach(item -> items.add(write(item, false)));
                }
            } else if (element instanceof Encapsulated pixels) {
                attribute.put("BulkDataURI", bulkdata + Attribute.hex(pixels.tag()));
            } else if (element instanceof Plain plain && plain.bytes().remaining() > 0) {
                plain(attribute, dataSet, plain, top);
            }
        }
        return json;
    }

    private void plain(ObjectNode attribute, DataSet dataSet, Plain plain, boolean top) {
        if (DicomReader.LONG_HEADS.contains(plain.vr())
                && !isText(plain.vr())
                && !plain.vr().endsWith("V")) {
            if (top && bulkdata != null && plain.bytes().remaining() > LONGEST_INLINE) {
                attribute.put("BulkDataURI", bulkdata + Attribute.hex(plain.tag()));
            } else {
                attribute.put("InlineBinary", Base64.getEncoder().encodeToString(plain.copy()));
            }
            return;
        }
        ArrayNode values = attribute.putArray("Value");
        switch (plain.vr()) {
            case "US", "SS", "UL", "SL", "UV", "SV", "FL", "FD", "AT" -> numbers(values, plain);
            case "ST", "LT", "UT", "UR" -> values.add(String.join("\\", dataSet.texts(plain.tag())));
            case "PN" -> dataSet.texts(plain.tag()).forEach(name -> name(values, name));
            case "IS", "DS" -> dataSet.texts(plain.tag()).forEach(text -> decimal(values, text));
            default -> dataSet.texts(plain.tag()).forEach(text -> text(values, text));
        }
    }

    private static boolean isText(String vr) {
        return vr.equals("UC") || vr.equals("UR") || vr.equals("UT");
    }

    private static void numbers(ArrayNode values, Plain plain) {
        ByteBuffer in = plain.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int size = switch (plain.vr()) {
            case "US", "SS" -> 2;
            case "UL", "SL", "FL", "AT" -> 4;
            default -> 8;
        };
        while (in.remaining() >= size) {
            switch (plain.vr()) {
                case "US" -> values.add(in.getShort() & 0xFFFF);
                case "SS" -> values.add(in.getShort());
                case "UL" -> values.add(Integer.toUnsignedLong(in.getInt()));
                case "SL" -> values.add(in.getInt());
                case "AT" -> values.add(Attribute.hex(in.getShort() << 16 | (in.getShort() & 0xFFFF)));
                case "FL" -> finite(values, in.getFloat());
                case "FD" -> finite(values, in.getDouble());
                case "UV" -> values.add(Long.toUnsignedString(in.getLong()));
                default -> values.add(in.getLong());
            }
        }
    }

    /** JSON has no number for what is none; the standard wants a string there (PS3.18 section F.2.3). */
    private static void finite(ArrayNode values, double value) {
        if (Double.isFinite(value)) {
            values.add(value);
        } else {
            values.add(Double.toString(value).replace("Infinity", "inf"));
        }
    }

    private static void decimal(ArrayNode values, String text) {
        if (text.matches("[+-]?[0-9]{1,12}")) {
            values.add(Long.parseLong(text));
        } else if (text.matches("[+-]?[0-9]{0,14}\\.?[0-9]{1,14}([eE][+-]?[0-9]{1,2})?")) {
            values.add(Double.parseDouble(text));
        } else {
            text(values, text);
        }
    }

    private static void text(ArrayNode values, String text) {
        if (text.isEmpty()) {
            values.addNull();
        } else {
            values.add(text);
        }
    }

    private static void name(ArrayNode values, String name) {
        String[] parts = name.split("=", NAME_PARTS.size());
        ObjectNode json = values.addObject();
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                json.put(NAME_PARTS.get(i), parts[i]);
            }
        }
    }

    /**
     * Reads a workitem's attributes: one object, or an array of one.
     *
     * @throws DicomFormatException when it is no DICOM JSON
     */
    static ObjectNode read(byte[] body) throws DicomFormatException {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (tools.jackson.core.JacksonException e) {
            throw new DicomFormatException("the body is no JSON: " + e.getOriginalMessage());
        }
        JsonNode object = json.isArray() && json.size() == 1 ? json.get(0) : json;
        if (!(object instanceof ObjectNode attributes)) {
            throw new DicomFormatException("the body is no JSON object, and no array of one");
        }
        for (Map.Entry<String, JsonNode> attribute : new ArrayList<>(attributes.properties())) {
            if (!attribute.getKey().matches("[0-9A-F]{8}")
                    || !attribute.getValue().has("vr")) {
                throw new DicomFormatException(
                        "\"" + attribute.getKey() + "\" is no attribute: the name is a tag of eight"
                                + " hexadecimal digits, the value an object with a vr");
            }
        }
        return attributes;
    }
}
