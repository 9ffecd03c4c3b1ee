package io.caretrail.examples.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caretrail.examples.dicom.Element.Encapsulated;
import io.caretrail.examples.dicom.Element.Plain;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DicomFileTest {

    private static final DataSet CT = Modality.ct(Story.CT, 1);
    private static final DataSet LOOP = Modality.ultrasound(Story.HEART, 4);

    @Test
    void explicit_file_is_read_as_it_was_written() throws Exception {
        for (DataSet dataSet : List.of(CT, LOOP)) {
            byte[] file = DicomWriter.write(dataSet, TransferSyntax.EXPLICIT_VR);
            DicomFile read = DicomReader.read(file);
            assertEquals(dataSet, read.dataSet());
            assertEquals(TransferSyntax.EXPLICIT_VR, read.transferSyntax());
            assertArrayEquals(file, DicomWriter.write(read.dataSet(), read.transferSyntax()));
        }
    }

    @Test
    void implicit_file_is_read_as_it_was_written() throws Exception {
        DicomFile read = DicomReader.read(DicomWriter.write(CT, TransferSyntax.IMPLICIT_VR));
        assertEquals(CT, read.dataSet());
    }

    @Test
    void sequences_survive_in_both_syntaxes() throws Exception {
        DataSet inner = new DataSet().put(Attribute.REFERENCED_SOP_INSTANCE_UID, "1.2.3");
        DataSet outer = new DataSet().put(Attribute.FAILED_SOP_SEQUENCE, List.of(inner, new DataSet()));
        DataSet dataSet = minimal().put(Attribute.REFERENCED_SOP_SEQUENCE, List.of(outer));
        for (String syntax : List.of(TransferSyntax.EXPLICIT_VR, TransferSyntax.IMPLICIT_VR)) {
            assertEquals(
                    dataSet,
                    DicomReader.read(DicomWriter.write(dataSet, syntax)).dataSet());
        }
    }

    @Test
    void text_is_read_in_its_character_set() throws Exception {
        for (String set : List.of("ISO_IR 100", "ISO_IR 192", "GB18030")) {
            DataSet dataSet = new DataSet()
                    .put(Attribute.CHARACTER_SET, set)
                    .put(Attribute.PATIENT_NAME, set.startsWith("GB") ? "王^小东" : "Müller^Jörg");
            DataSet read = DicomReader.read(DicomWriter.write(dataSet, TransferSyntax.EXPLICIT_VR))
                    .dataSet();
            assertEquals(dataSet.text(Attribute.PATIENT_NAME), read.text(Attribute.PATIENT_NAME));
            assertFalse(read.text(Attribute.PATIENT_NAME).contains("?"));
        }
    }

    @Test
    void fragments_are_kept_and_become_frames() throws Exception {
        ByteBuffer table = bytes(0, 0, 0, 0, 20, 0, 0, 0);
        DataSet two = minimal()
                .put(Attribute.NUMBER_OF_FRAMES, "2")
                .put(new Encapsulated(
                        Attribute.PIXEL_DATA.tag(), "OB", List.of(table, bytes(1, 2), bytes(3, 4), bytes(5, 6, 7, 8))));
        DicomFile read = DicomReader.read(DicomWriter.write(two, TransferSyntax.JPEG_BASELINE));
        assertEquals(two, read.dataSet());
        PixelData pixels = new PixelData(read.dataSet());
        assertArrayEquals(new byte[] {1, 2, 3, 4}, pixels.frame(1));
        assertArrayEquals(new byte[] {5, 6, 7, 8}, pixels.frame(2));
        assertThrows(DicomFormatException.class, () -> Picture.of(read.dataSet(), 1));
    }

    @Test
    void fragments_that_no_table_assigns_to_frames_are_refused() {
        DataSet image = minimal()
                .put(Attribute.NUMBER_OF_FRAMES, "2")
                .put(new Encapsulated(
                        Attribute.PIXEL_DATA.tag(), "OB", List.of(bytes(), bytes(1, 2), bytes(3, 4), bytes(5, 6))));
        assertThrows(DicomFormatException.class, () -> new PixelData(image).frame(1));
    }

    @Test
    void window_makes_air_black_and_bone_white() throws Exception {
        BufferedImage picture = Picture.of(CT, 1);
        assertEquals(0, picture.getRaster().getSample(1, 1, 0));
        assertEquals(255, picture.getRaster().getSample(64, 85, 0));
        assertEquals(128, picture.getRaster().getSample(64, 64, 0), 1);
    }

    @Test
    void colour_is_kept_with_samples_together_or_in_planes() throws Exception {
        BufferedImage picture = Picture.of(LOOP, 2);
        assertEquals(0xDC5A00, picture.getRGB(48, 60) & 0xFFFFFF);
        DataSet planes = image(2, 1)
                .put(Attribute.SAMPLES_PER_PIXEL, 3)
                .put(Attribute.PHOTOMETRIC_INTERPRETATION, "RGB")
                .put(Attribute.PLANAR_CONFIGURATION, 1)
                .put(new Plain(Attribute.PIXEL_DATA.tag(), "OB", bytes(1, 2, 3, 4, 5, 6)));
        assertEquals(0x010305, Picture.of(planes, 1).getRGB(0, 0) & 0xFFFFFF);
    }

    @Test
    void signed_samples_and_inverse_grey_are_understood() throws Exception {
        DataSet image = image(2, 1)
                .put(Attribute.SAMPLES_PER_PIXEL, 1)
                .put(Attribute.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1")
                .put(Attribute.PIXEL_REPRESENTATION, 1)
                .put(Attribute.BITS_STORED, 8)
                .put(new Plain(Attribute.PIXEL_DATA.tag(), "OB", bytes(0x80, 0x7F)));
        BufferedImage picture = Picture.of(image, 1);
        assertEquals(255, picture.getRaster().getSample(0, 0, 0), 1);
        assertEquals(0, picture.getRaster().getSample(1, 0, 0), 1);
    }

    @Test
    void thumbnail_keeps_the_proportions() {
        BufferedImage small = Picture.thumbnail(new BufferedImage(640, 320, BufferedImage.TYPE_INT_RGB));
        assertEquals(64, small.getWidth());
        assertEquals(32, small.getHeight());
    }

    private static DataSet minimal() {
        return new DataSet().put(Attribute.SOP_INSTANCE_UID, "1.2.3");
    }

    private static DataSet image(int columns, int rows) {
        return minimal()
                .put(Attribute.COLUMNS, columns)
                .put(Attribute.ROWS, rows)
                .put(Attribute.BITS_ALLOCATED, 8);
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}
