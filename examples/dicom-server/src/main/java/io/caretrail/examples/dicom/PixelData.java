package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Element.Encapsulated;
import io.caretrail.examples.dicom.Element.Plain;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The frames of an image (PS3.5 section 8, annex A.4). */
final class PixelData {

    private final DataSet image;

    PixelData(DataSet image) {
        this.image = image;
    }

    /** How many frames the image says it has; 0 without pixel data. */
    int frames() {
        return image.has(Attribute.PIXEL_DATA.tag()) ? Math.max(1, image.integer(Attribute.NUMBER_OF_FRAMES, 1)) : 0;
    }

    /**
     * One frame, as it is stored: samples, or one compressed picture.
     *
     * @param number from 1
     * @throws DicomFormatException when the pixel data is not what the image says of it
     */
    byte[] frame(int number) throws DicomFormatException {
        Element element = image.get(Attribute.PIXEL_DATA.tag());
        if (element instanceof Plain plain) {
            return uncompressed(plain, number);
        }
        if (element instanceof Encapsulated pixels && !pixels.fragments().isEmpty()) {
            return compressed(pixels.fragments(), number);
        }
        throw new DicomFormatException("the instance has no pixel data");
    }

    boolean isCompressed() {
        return image.get(Attribute.PIXEL_DATA.tag()) instanceof Encapsulated;
    }

    private byte[] uncompressed(Plain pixels, int number) throws DicomFormatException {
        long length = (long) image.integer(Attribute.ROWS, 0)
                * image.integer(Attribute.COLUMNS, 0)
                * image.integer(Attribute.SAMPLES_PER_PIXEL, 1)
                * (image.integer(Attribute.BITS_ALLOCATED, 8) / 8);
        if (length <= 0 || number > pixels.bytes().remaining() / length) {
            throw new DicomFormatException("frame %d of %d bytes is not within the %d bytes of pixel data"
                    .formatted(number, length, pixels.bytes().remaining()));
        }
        ByteBuffer frame = pixels.bytes().slice((int) (length * (number - 1)), (int) length);
        return new Plain(0, "OB", frame).copy();
    }

    private byte[] compressed(List<ByteBuffer> fragments, int number) throws DicomFormatException {
        ByteBuffer offsets = fragments.get(0).duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<ByteBuffer> data = fragments.subList(1, fragments.size());
        int frames = frames();
        if (data.size() == frames) {
            return joined(data.subList(number - 1, number));
        }
        if (frames == 1) {
            return joined(data);
        }
        if (offsets.remaining() != 4L * frames) {
            throw new DicomFormatException("%d fragments for %d frames, and no table says which belong together"
                    .formatted(data.size(), frames));
        }
        long from = Integer.toUnsignedLong(offsets.getInt(4 * (number - 1)));
        long to = number == frames ? Long.MAX_VALUE : Integer.toUnsignedLong(offsets.getInt(4 * number));
        return joined(between(data, from, to));
    }

    /** An offset counts from the first fragment's head, heads of eight bytes included. */
    private static List<ByteBuffer> between(List<ByteBuffer> data, long from, long to) throws DicomFormatException {
        long at = 0;
        int first = -1;
        int last = 0;
        for (int i = 0; i < data.size() && at < to; i++) {
            first = at == from ? i : first;
            last = i;
            at += 8L + data.get(i).remaining();
        }
        if (first < 0 || last < first) {
            throw new DicomFormatException("the table of offsets points at " + from + ", where no fragment begins");
        }
        return data.subList(first, last + 1);
    }

    private static byte[] joined(List<ByteBuffer> fragments) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        fragments.forEach(fragment -> frame.writeBytes(new Plain(0, "OB", fragment).copy()));
        return frame.toByteArray();
    }
}
