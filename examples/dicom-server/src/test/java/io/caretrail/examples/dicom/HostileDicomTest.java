package io.caretrail.examples.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caretrail.examples.dicom.Element.Plain;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostileDicomTest {

    private static final byte[] EMPTY = DicomWriter.write(new DataSet(), TransferSyntax.EXPLICIT_VR);
    private static final int[] SEQUENCE = {0x08, 0, 0x99, 0x11, 'S', 'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF};
    private static final int[] ITEM = {0xFE, 0xFF, 0, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF};

    @Test
    void what_is_no_dicom_is_refused() {
        for (byte[] file : List.of(
                new byte[0], new byte[131], new byte[4096], "Dear colleague".getBytes(StandardCharsets.UTF_8))) {
            assertTrue(refusal(file).startsWith("no DICOM file: \"DICM\" is not at offset 128"));
        }
    }

    @Test
    void file_cut_anywhere_is_read_or_refused() {
        byte[] file = DicomWriter.write(Modality.ct(Story.CT, 1), TransferSyntax.EXPLICIT_VR);
        int headers = file.length - 128 * 128 * 2;
        for (int length = 0; length < headers + 4; length++) {
            readOrRefuse(Arrays.copyOf(file, length));
        }
    }

    @Test
    void file_with_any_byte_changed_is_read_or_refused() {
        Random random = new Random(4711);
        for (String syntax : List.of(TransferSyntax.EXPLICIT_VR, TransferSyntax.IMPLICIT_VR)) {
            byte[] file = DicomWriter.write(Modality.ultrasound(Story.HEART, 1), syntax);
            int headers = file.length - 96 * 96 * 3;
            for (int at = 128; at < headers; at++) {
                byte[] changed = file.clone();
                changed[at] = (byte) random.nextInt(256);
                readOrRefuse(changed);
            }
        }
    }

    @Test
    void length_beyond_the_file_is_refused_before_anything_is_made_of_that_size() {
        String why = refusal(with(0xE0, 0x7F, 0x10, 0, 'O', 'W', 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 1, 2));
        assertTrue(why.endsWith("(7FE0,0010) claims 4294967294 bytes, but only 2 are left"), why);
    }

    @Test
    void deep_sequences_are_refused() {
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        nested.writeBytes(EMPTY);
        for (int i = 0; i < 100_000; i++) {
            write(nested, SEQUENCE);
            write(nested, ITEM);
        }
        assertTrue(refusal(nested.toByteArray()).endsWith("sequences are nested more than 16 deep"));
    }

    @Test
    void millions_of_empty_items_are_refused() {
        ByteArrayOutputStream items = new ByteArrayOutputStream();
        items.writeBytes(EMPTY);
        write(items, SEQUENCE);
        for (int i = 0; i < 1_000_000; i++) {
            write(items, 0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0);
        }
        assertTrue(refusal(items.toByteArray()).endsWith("more than 100000 elements and items"));
    }

    @Test
    void element_that_leaves_its_item_is_refused() {
        int[] item = {0x08, 0, 0x99, 0x11, 'S', 'Q', 0, 0, 20, 0, 0, 0, 0xFE, 0xFF, 0, 0xE0, 8, 0, 0, 0};
        int[] element = {0x10, 0, 0x20, 0, 'L', 'O', 8, 0, '1', '2', '3', '4', '5', '6', '7', '8'};
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(EMPTY);
        write(file, item);
        write(file, element);
        assertTrue(refusal(file.toByteArray()).contains("reaches beyond its item"));
    }

    @Test
    void element_that_is_there_twice_is_refused() {
        int[] element = {0x10, 0, 0x20, 0, 'L', 'O', 0, 0};
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(EMPTY);
        write(file, element);
        write(file, element);
        assertTrue(refusal(file.toByteArray()).endsWith("(0010,0020) is there twice"));
    }

    @Test
    void sequence_that_never_ends_is_refused() {
        assertTrue(refusal(with(SEQUENCE)).endsWith("the file ends within an item's head"));
    }

    @Test
    void unread_transfer_syntax_is_named() {
        for (String syntax : List.of("1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "")) {
            byte[] file = DicomWriter.write(new DataSet(), syntax);
            assertTrue(refusal(file).startsWith("transfer syntax \"" + syntax + "\" is not read here"));
        }
    }

    @Test
    void image_that_lies_about_its_size_has_no_frame_and_no_picture() {
        DataSet image = Modality.ultrasound(Story.HEART, 1);
        image.put(Attribute.ROWS, 65_535).put(Attribute.COLUMNS, 65_535);
        assertThrows(DicomFormatException.class, () -> Picture.of(image, 1));
        image.put(Attribute.ROWS, 0);
        assertThrows(DicomFormatException.class, () -> Picture.of(image, 1));
        image.put(Attribute.ROWS, 96).put(Attribute.COLUMNS, 96).put(Attribute.NUMBER_OF_FRAMES, "2147483647");
        assertThrows(DicomFormatException.class, () -> new PixelData(image).frame(2_147_483_647));
    }

    @Test
    void json_of_a_hostile_file_is_json() throws Exception {
        DataSet dataSet = new DataSet()
                .put(Attribute.WINDOW_CENTER, "NaN", "1e999", "--", "")
                .put(Attribute.SERIES_NUMBER, "99999999999999999999")
                .put(new Plain(Attribute.ROWS.tag(), "US", ByteBuffer.wrap(new byte[3])))
                .put(new Plain(0x00101010, "FD", ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xF0, 0x7F})))
                .put(Attribute.PATIENT_NAME, "a\"b\u0001=c=d=e");
        byte[] json = DicomJson.bytes(new DicomJson(null).write(dataSet));
        assertEquals(dataSet.elements().size(), DicomJson.read(json).size());
    }

    private static void readOrRefuse(byte[] file) {
        try {
            DataSet dataSet = DicomReader.read(file).dataSet();
            DicomJson.bytes(new DicomJson("/").write(dataSet));
            if (new PixelData(dataSet).frames() > 0) {
                Picture.of(dataSet, 1);
            }
        } catch (DicomFormatException e) {
            assertTrue(e.getMessage().length() > 10);
        }
    }

    private static String refusal(byte[] file) {
        return assertThrows(DicomFormatException.class, () -> DicomReader.read(file))
                .getMessage();
    }

    private static byte[] with(int... bytes) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(EMPTY);
        write(file, bytes);
        return file.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
    }
}
