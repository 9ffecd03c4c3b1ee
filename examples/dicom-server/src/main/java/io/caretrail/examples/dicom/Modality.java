package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Element.Plain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes DICOM files as a scanner would: a phantom, which is no human, seen by a CT and by an ultrasound. */
final class Modality {

    private static final String CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";
    private static final String US_MULTIFRAME_STORAGE = "1.2.840.10008.5.1.4.1.1.3.1";
    private static final int CT_SIZE = 128;
    private static final int US_SIZE = 96;

    private Modality() {}

    /** Who is looked at, and when. */
    record Visit(String patientId, String name, String birthDate, String sex, String date, String accession) {

        String study() {
            return Uid.of("study " + accession);
        }

        String series() {
            return Uid.of("series " + accession);
        }

        String instance(int number) {
            return Uid.of("instance " + accession + " " + number);
        }
    }

    /** One slice of 16-bit samples, of which 12 are used: air around a body of water with a bone in it. */
    static DataSet ct(Visit visit, int number) {
        ByteBuffer pixels = ByteBuffer.allocate(CT_SIZE * CT_SIZE * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int y = 0; y < CT_SIZE; y++) {
            for (int x = 0; x < CT_SIZE; x++) {
                int fromCenter = (int) Math.hypot(x - CT_SIZE / 2.0, y - CT_SIZE / 2.0);
                boolean bone = Math.hypot(x - CT_SIZE / 2.0, y - CT_SIZE / 1.5) < 6 + number;
                pixels.putShort((short) (bone ? 1024 + 700 : fromCenter < CT_SIZE / 3 ? 1024 + 40 : 24));
            }
        }
        return image(visit, number, CT_IMAGE_STORAGE, "CT", CT_SIZE)
                .put(Attribute.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "AXIAL")
                .put(Attribute.STUDY_DESCRIPTION, "CT of a phantom")
                .put(Attribute.SAMPLES_PER_PIXEL, 1)
                .put(Attribute.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .put(Attribute.BITS_ALLOCATED, 16)
                .put(Attribute.BITS_STORED, 12)
                .put(Attribute.HIGH_BIT, 11)
                .put(Attribute.WINDOW_CENTER, "40")
                .put(Attribute.WINDOW_WIDTH, "400")
                .put(Attribute.RESCALE_INTERCEPT, "-1024")
                .put(Attribute.RESCALE_SLOPE, "1")
                .put(new Plain(Attribute.PIXEL_DATA.tag(), "OW", pixels.flip()));
    }

    /** A loop of colour frames: a fan in which something beats. */
    static DataSet ultrasound(Visit visit, int frames) {
        ByteBuffer pixels = ByteBuffer.allocate(US_SIZE * US_SIZE * 3 * frames);
        for (int frame = 0; frame < frames; frame++) {
            double beat = US_SIZE / 8.0 + 3 * frame;
            for (int y = 0; y < US_SIZE; y++) {
                for (int x = 0; x < US_SIZE; x++) {
                    boolean fan = Math.abs(x - US_SIZE / 2) < y;
                    boolean flow = Math.hypot(x - US_SIZE / 2.0, y - US_SIZE / 1.6) < beat;
                    pixels.put((byte) (flow ? 220 : fan ? 90 : 0));
                    pixels.put((byte) (fan ? 90 : 0));
                    pixels.put((byte) (fan && !flow ? 90 : 0));
                }
            }
        }
        return image(visit, 1, US_MULTIFRAME_STORAGE, "US", US_SIZE)
                .put(Attribute.IMAGE_TYPE, "ORIGINAL", "PRIMARY")
                .put(Attribute.STUDY_DESCRIPTION, "Ultrasound of a phantom")
                .put(Attribute.SAMPLES_PER_PIXEL, 3)
                .put(Attribute.PHOTOMETRIC_INTERPRETATION, "RGB")
                .put(Attribute.PLANAR_CONFIGURATION, 0)
                .put(Attribute.NUMBER_OF_FRAMES, Integer.toString(frames))
                .put(Attribute.BITS_ALLOCATED, 8)
                .put(Attribute.BITS_STORED, 8)
                .put(Attribute.HIGH_BIT, 7)
                .put(new Plain(Attribute.PIXEL_DATA.tag(), "OB", pixels.flip()));
    }

    private static DataSet image(Visit visit, int number, String sopClass, String modality, int size) {
        return new DataSet()
                .put(Attribute.CHARACTER_SET, "ISO_IR 192")
                .put(Attribute.SOP_CLASS_UID, sopClass)
                .put(Attribute.SOP_INSTANCE_UID, visit.instance(number))
                .put(Attribute.STUDY_DATE, visit.date)
                .put(Attribute.STUDY_TIME, "081500")
                .put(Attribute.ACCESSION_NUMBER, visit.accession)
                .put(Attribute.MODALITY, modality)
                .put(Attribute.REFERRING_PHYSICIAN_NAME, "Lee^Min")
                .put(Attribute.PATIENT_NAME, visit.name)
                .put(Attribute.PATIENT_ID, visit.patientId)
                .put(Attribute.PATIENT_BIRTH_DATE, visit.birthDate)
                .put(Attribute.PATIENT_SEX, visit.sex)
                .put(Attribute.STUDY_INSTANCE_UID, visit.study())
                .put(Attribute.SERIES_INSTANCE_UID, visit.series())
                .put(Attribute.STUDY_ID, visit.accession)
                .put(Attribute.SERIES_NUMBER, "1")
                .put(Attribute.INSTANCE_NUMBER, Integer.toString(number))
                .put(Attribute.ROWS, size)
                .put(Attribute.COLUMNS, size)
                .put(Attribute.PIXEL_REPRESENTATION, 0);
    }
}
