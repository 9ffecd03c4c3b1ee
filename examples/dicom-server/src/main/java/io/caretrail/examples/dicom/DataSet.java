package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Element.Plain;
import io.caretrail.examples.dicom.Element.Sequence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Data elements in the order of their tags (PS3.5 section 7). Whoever fills it keeps it to himself until it is full; from
 * then on it is only read, by any thread.
 */
final class DataSet {

    private final NavigableMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
    private final Charset inherited;

    DataSet() {
        this(StandardCharsets.US_ASCII);
    }

    /** An item; text is in its parent's character set unless it says otherwise (PS3.3 section C.12.1.1.2). */
    DataSet(Charset inherited) {
        this.inherited = inherited;
    }

    DataSet put(Element element) {
        elements.put(element.tag(), element);
        return this;
    }

    /** Text values, or numbers as text. The character set, if any, has to be there before. */
    DataSet put(Attribute attribute, String... values) {
        byte[] bytes = String.join("\\", values).getBytes(charset());
        byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        if (even.length > bytes.length) {
            even[bytes.length] = (byte) (attribute.vr().equals("UI") ? 0 : ' ');
        }
        return put(new Plain(attribute.tag(), attribute.vr(), ByteBuffer.wrap(even)));
    }

    /** A binary number of 16 bits (US). */
    DataSet put(Attribute attribute, int value) {
        ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(0, (short) value);
        return put(new Plain(attribute.tag(), attribute.vr(), bytes));
    }

    DataSet put(Attribute attribute, List<DataSet> items) {
        return put(new Sequence(attribute.tag(), items));
    }

    /** Takes over those that the other one has. */
    DataSet take(DataSet other, Collection<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            Element element = other.get(attribute.tag());
            if (element != null) {
                put(element);
            }
        }
        return this;
    }

    Collection<Element> elements() {
        return Collections.unmodifiableCollection(elements.values());
    }

    @Nullable
    Element get(int tag) {
        return elements.get(tag);
    }

    boolean has(int tag) {
        return elements.containsKey(tag);
    }

    /** The first value as text; empty when there is none. */
    String text(Attribute attribute) {
        List<String> texts = texts(attribute.tag());
        return texts.isEmpty() ? "" : texts.get(0);
    }

    /** The values of an element of text without their padding; none when it is absent or no text. */
    List<String> texts(int tag) {
        if (!(elements.get(tag) instanceof Plain plain) || plain.bytes().remaining() == 0) {
            return List.of();
        }
        String all = charset().decode(plain.bytes().duplicate()).toString();
        return Arrays.stream(all.split("\\\\", -1)).map(DataSet::stripped).toList();
    }

    /** An integer, binary (US) or text (IS); the other one when there is none. */
    int integer(Attribute attribute, int otherwise) {
        try {
            if (attribute.vr().equals("US")) {
                return elements.get(attribute.tag()) instanceof Plain plain
                                && plain.bytes().remaining() >= 2
                        ? plain.bytes()
                                        .duplicate()
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .getShort()
                                & 0xFFFF
                        : otherwise;
            }
            String text = text(attribute);
            return text.isEmpty() ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException notOne) {
            return otherwise;
        }
    }

    double decimal(Attribute attribute, double otherwise) {
        try {
            String text = text(attribute);
            return text.isEmpty() ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            return otherwise;
        }
    }

    /** The character set of this data set's text (PS3.3 section C.12.1.1.2), single-byte ones, UTF-8 and GB 18030. */
    Charset charset() {
        if (!(elements.get(Attribute.CHARACTER_SET.tag()) instanceof Plain plain)) {
            return inherited;
        }
        String name = StandardCharsets.US_ASCII
                .decode(plain.bytes().duplicate())
                .toString()
                .strip();
        return switch (name) {
            case "ISO_IR 100" -> StandardCharsets.ISO_8859_1;
            case "ISO_IR 101" -> Charset.forName("ISO-8859-2");
            case "ISO_IR 144" -> Charset.forName("ISO-8859-5");
            case "ISO_IR 126" -> Charset.forName("ISO-8859-7");
            case "ISO_IR 148" -> Charset.forName("ISO-8859-9");
            case "ISO_IR 192" -> StandardCharsets.UTF_8;
            case "GB18030" -> Charset.forName("GB18030");
            default -> inherited;
        };
    }

    private static String stripped(String value) {
        int end = value.length();
        while (end > 0 && (value.charAt(end - 1) == 0 || value.charAt(end - 1) == ' ')) {
            end--;
        }
        return value.substring(0, end).stripLeading();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataSet that && elements.equals(that.elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }

    @Override
    public String toString() {
        return elements.values().toString();
    }
}
