package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Element.Encapsulated;
import io.caretrail.examples.dicom.Element.Plain;
import io.caretrail.examples.dicom.Element.Sequence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads DICOM files (PS3.10 section 7), little endian with explicit or implicit value representations. Every length is
 * held against the bytes that are there before anything is done with it. Values are slices of the given bytes, not copies.
 */
final class DicomReader {

    static final Set<String> LONG_HEADS =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");
    static final int ITEM = 0xFFFEE000;
    static final int ITEM_END = 0xFFFEE00D;
    static final int SEQUENCE_END = 0xFFFEE0DD;
    static final int UNDEFINED = -1;

    private static final int PREAMBLE = 128;
    private static final int DEEPEST = 16;

    /** An element of eight bytes costs some hundred as an object; no image has that many. */
    private static final int MOST_ELEMENTS = 100_000;

    private final ByteBuffer in;
    private int elements;

    private DicomReader(byte[] file) {
        in = ByteBuffer.wrap(file).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a whole file. */
    static DicomFile read(byte[] file) throws DicomFormatException {
        return new DicomReader(file).file(file);
    }

    private DicomFile file(byte[] bytes) throws DicomFormatException {
        if (bytes.length < PREAMBLE + 4 || in.getInt(PREAMBLE) != 0x4D434944) {
            throw new DicomFormatException(
                    "no DICOM file: \"DICM\" is not at offset 128 of its " + bytes.length + " bytes");
        }
        in.position(PREAMBLE + 4);
        DataSet meta = new DataSet();
        while (in.remaining() >= 8 && in.getShort(in.position()) == 2) {
            add(meta, element(true, 0, meta.charset()));
        }
        String syntax = meta.text(Attribute.TRANSFER_SYNTAX_UID);
        if (!TransferSyntax.isReadable(syntax)) {
            throw new DicomFormatException(
                    "transfer syntax \"" + syntax + "\" is not read here; send the file in "
                            + TransferSyntax.EXPLICIT_VR,
                    true);
        }
        DataSet dataSet = new DataSet();
        dataSet(dataSet, in.limit(), !syntax.equals(TransferSyntax.IMPLICIT_VR), 0);
        return new DicomFile(bytes, meta, dataSet);
    }

    /** Up to the end, or to the item's delimiter where its length is undefined (PS3.5 section 7.5). */
    private void dataSet(DataSet into, int end, boolean explicit, int depth) throws DicomFormatException {
        boolean delimited = end == UNDEFINED;
        while (delimited || in.position() < end) {
            need(8, "an element's head");
            if (delimited && tagAt(in.position()) == ITEM_END) {
                in.position(in.position() + 8);
                return;
            }
            add(into, element(explicit, depth, into.charset()));
        }
        if (in.position() > end && !delimited) {
            throw wrong("the last element reaches beyond its item, which ends at offset " + end);
        }
    }

    private void add(DataSet into, Element element) throws DicomFormatException {
        if (into.has(element.tag())) {
            throw wrong(Attribute.shown(element.tag()) + " is there twice");
        }
        into.put(element);
    }

    private Element element(boolean explicit, int depth, Charset charset) throws DicomFormatException {
        count();
        need(8, "an element's head");
        int tag = tag();
        String vr = explicit ? vr(tag) : impliedVr(tag);
        int length;
        if (!explicit) {
            length = in.getInt();
        } else if (LONG_HEADS.contains(vr)) {
            need(6, "the length of " + Attribute.shown(tag));
            in.getShort();
            length = in.getInt();
        } else {
            length = in.getShort() & 0xFFFF;
        }
        if (vr.equals("SQ") || (length == UNDEFINED && (vr.equals("UN") || !explicit))) {
            // PS3.5 section 6.2.2: the items of an unknown sequence are implicit whatever surrounds them.
            return new Sequence(tag, items(tag, length, explicit && !vr.equals("UN"), depth + 1, charset));
        }
        if (length == UNDEFINED) {
            if (tag != Attribute.PIXEL_DATA.tag()) {
                throw wrong(Attribute.shown(tag) + " of VR " + vr + " has no length");
            }
            return new Encapsulated(tag, vr, fragments());
        }
        return new Plain(tag, vr, slice(length, Attribute.shown(tag)));
    }

    private List<DataSet> items(int tag, int length, boolean explicit, int depth, Charset charset)
            throws DicomFormatException {
        if (depth > DEEPEST) {
            throw wrong("sequences are nested more than " + DEEPEST + " deep");
        }
        int end = length == UNDEFINED ? UNDEFINED : end(length, Attribute.shown(tag));
        List<DataSet> items = new ArrayList<>();
        while (end == UNDEFINED || in.position() < end) {
            count();
            need(8, "an item's head");
            int head = tag();
            int itemLength = in.getInt();
            if (head == SEQUENCE_END && end == UNDEFINED) {
                return items;
            }
            if (head != ITEM) {
                throw wrong(Attribute.shown(head) + " stands where " + Attribute.shown(tag) + " should have an item");
            }
            DataSet item = new DataSet(charset);
            dataSet(item, itemLength == UNDEFINED ? UNDEFINED : end(itemLength, "an item"), explicit, depth);
            items.add(item);
        }
        if (in.position() > end) {
            throw wrong("the last item reaches beyond its sequence, which ends at offset " + end);
        }
        return items;
    }

    private List<ByteBuffer> fragments() throws DicomFormatException {
        List<ByteBuffer> fragments = new ArrayList<>();
        while (true) {
            count();
            need(8, "a fragment's head");
            int head = tag();
            int length = in.getInt();
            if (head == SEQUENCE_END) {
                return fragments;
            }
            if (head != ITEM) {
                throw wrong(Attribute.shown(head) + " stands where a fragment of the pixel data should");
            }
            fragments.add(slice(length, "a fragment"));
        }
    }

    private String vr(int tag) throws DicomFormatException {
        byte[] letters = {in.get(), in.get()};
        if (letters[0] < 'A' || letters[0] > 'Z' || letters[1] < 'A' || letters[1] > 'Z') {
            throw wrong(Attribute.shown(tag) + " has no value representation");
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private static String impliedVr(int tag) {
        Attribute attribute = Attribute.of(tag);
        return attribute == null ? "UN" : attribute.vr();
    }

    private int tag() {
        int tag = tagAt(in.position());
        in.position(in.position() + 4);
        return tag;
    }

    private int tagAt(int offset) {
        return in.getShort(offset) << 16 | (in.getShort(offset + 2) & 0xFFFF);
    }

    private ByteBuffer slice(int length, String what) throws DicomFormatException {
        int end = end(length, what);
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(end);
        return slice;
    }

    private int end(int length, String what) throws DicomFormatException {
        // A length is unsigned: what is negative here is more than any file has.
        if (length < 0 || length > in.remaining()) {
            throw wrong("%s claims %d bytes, but only %d are left"
                    .formatted(what, Integer.toUnsignedLong(length), in.remaining()));
        }
        return in.position() + length;
    }

    private void need(int bytes, String what) throws DicomFormatException {
        if (in.remaining() < bytes) {
            throw wrong("the file ends within " + what);
        }
    }

    private void count() throws DicomFormatException {
        if (++elements > MOST_ELEMENTS) {
            throw wrong("more than " + MOST_ELEMENTS + " elements and items");
        }
    }

    private DicomFormatException wrong(String why) {
        return new DicomFormatException("offset " + in.position() + ": " + why);
    }
}
