package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Element.Encapsulated;
import io.caretrail.examples.dicom.Element.Plain;
import io.caretrail.examples.dicom.Element.Sequence;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes DICOM files (PS3.10 section 7), the inverse of {@link DicomReader}; sequences without lengths. */
final class DicomWriter {

    private static final String THIS_IMPLEMENTATION = Uid.of("example radiology");
    private static final int LONGEST_OF_SHORT_HEAD = 0xFFFE;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private DicomWriter() {}

    /** A file of this data set, in a transfer syntax that fits its pixel data. */
    static byte[] write(DataSet dataSet, String transferSyntax) {
        ByteBuffer version = ByteBuffer.wrap(new byte[] {0, 1});
        DataSet meta = new DataSet()
                .put(new Plain(Attribute.META_VERSION.tag(), Attribute.META_VERSION.vr(), version))
                .put(Attribute.MEDIA_CLASS_UID, dataSet.text(Attribute.SOP_CLASS_UID))
                .put(Attribute.MEDIA_INSTANCE_UID, dataSet.text(Attribute.SOP_INSTANCE_UID))
                .put(Attribute.TRANSFER_SYNTAX_UID, transferSyntax)
                .put(Attribute.IMPLEMENTATION_UID, THIS_IMPLEMENTATION);
        DicomWriter group = new DicomWriter();
        group.elements(meta, true);
        ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        length.putInt(0, group.out.size());

        DicomWriter file = new DicomWriter();
        file.out.writeBytes(new byte[128]);
        file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        file.element(new Plain(Attribute.META_LENGTH.tag(), Attribute.META_LENGTH.vr(), length), true);
        file.out.writeBytes(group.out.toByteArray());
        file.elements(dataSet, !transferSyntax.equals(TransferSyntax.IMPLICIT_VR));
        return file.out.toByteArray();
    }

    private void elements(DataSet dataSet, boolean explicit) {
        dataSet.elements().forEach(element -> element(element, explicit));
    }

    private void element(Element element, boolean explicit) {
        if (element instanceof Plain plain) {
            head(plain.tag(), plain.vr(), plain.bytes().remaining(), explicit);
            out.writeBytes(plain.copy());
        } else if (element instanceof Sequence sequence) {
            head(sequence.tag(), "SQ", DicomReader.UNDEFINED, explicit);
            for (DataSet item : sequence.items()) {
                tagAndLength(DicomReader.ITEM, DicomReader.UNDEFINED);
                elements(item, explicit);
                tagAndLength(DicomReader.ITEM_END, 0);
            }
            tagAndLength(DicomReader.SEQUENCE_END, 0);
        } else if (element instanceof Encapsulated pixels) {
            head(pixels.tag(), "OB", DicomReader.UNDEFINED, explicit);
            for (ByteBuffer fragment : pixels.fragments()) {
                tagAndLength(DicomReader.ITEM, fragment.remaining());
                out.writeBytes(new Plain(0, "OB", fragment).copy());
            }
            tagAndLength(DicomReader.SEQUENCE_END, 0);
        }
    }

    private void head(int tag, String vr, int length, boolean explicit) {
        if (!explicit) {
            tagAndLength(tag, length);
            return;
        }
        boolean tooLong = length < 0 || length > LONGEST_OF_SHORT_HEAD;
        // PS3.5 section 6.2.2, note 4: what a short head cannot say becomes unknown.
        String written = tooLong && !DicomReader.LONG_HEADS.contains(vr) ? "UN" : vr;
        tag(tag);
        out.writeBytes(written.getBytes(StandardCharsets.US_ASCII));
        if (DicomReader.LONG_HEADS.contains(written)) {
            little(0, 2);
            little(length, 4);
        } else {
            little(length, 2);
        }
    }

    private void tagAndLength(int tag, int length) {
        tag(tag);
        little(length, 4);
    }

    private void tag(int tag) {
        little(tag >>> 16, 2);
        little(tag & 0xFFFF, 2);
    }

    private void little(int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(value >>> (8 * i));
        }
    }
}
