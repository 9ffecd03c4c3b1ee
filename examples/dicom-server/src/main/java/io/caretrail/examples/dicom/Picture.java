package io.caretrail.examples.dicom;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** A frame as people look at it: grey or colour, eight bits (PS3.3 sections C.7.6.3 and C.11.2). */
final class Picture {

    private static final int THUMBNAIL = 64;

    private final DataSet image;
    private final byte[] frame;
    private final int columns;
    private final int rows;

    private Picture(DataSet image, byte[] frame) {
        this.image = image;
        this.frame = frame;
        columns = image.integer(Attribute.COLUMNS, 0);
        rows = image.integer(Attribute.ROWS, 0);
    }

    /**
     * Renders one frame.
     *
     * @param number from 1
     * @throws DicomFormatException when this kind of pixel data is not rendered here
     */
    static BufferedImage of(DataSet image, int number) throws DicomFormatException {
        PixelData pixels = new PixelData(image);
        if (pixels.isCompressed()) {
            throw new DicomFormatException("compressed pixel data is not rendered here");
        }
        String photometric = image.text(Attribute.PHOTOMETRIC_INTERPRETATION);
        int samples = image.integer(Attribute.SAMPLES_PER_PIXEL, 1);
        int bits = image.integer(Attribute.BITS_ALLOCATED, 0);
        boolean grey = photometric.startsWith("MONOCHROME") && samples == 1 && (bits == 8 || bits == 16);
        boolean colour = photometric.equals("RGB") && samples == 3 && bits == 8;
        if (!grey && !colour) {
            throw new DicomFormatException(
                    "%s of %d samples of %d bits is not rendered here".formatted(photometric, samples, bits));
        }
        Picture picture = new Picture(image, pixels.frame(number));
        return grey ? picture.grey(bits / 8, photometric.equals("MONOCHROME1")) : picture.colour();
    }

    static BufferedImage thumbnail(BufferedImage picture) {
        double scale = Math.min(1.0, (double) THUMBNAIL / Math.max(picture.getWidth(), picture.getHeight()));
        BufferedImage small = new BufferedImage(
                Math.max(1, (int) (picture.getWidth() * scale)),
                Math.max(1, (int) (picture.getHeight() * scale)),
                picture.getType());
        Graphics2D pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(picture, 0, 0, small.getWidth(), small.getHeight(), null);
        pen.dispose();
        return small;
    }

    /** As a file of this media type, {@code image/png} or {@code image/jpeg}. */
    static byte[] encoded(BufferedImage picture, String mediaType) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String format = mediaType.substring(mediaType.indexOf('/') + 1);
        if (!ImageIO.write(picture, format, bytes)) {
            throw new IOException("This Java cannot write " + mediaType);
        }
        return bytes.toByteArray();
    }

    private BufferedImage grey(int bytes, boolean inverse) {
        BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        double slope = image.decimal(Attribute.RESCALE_SLOPE, 1);
        double intercept = image.decimal(Attribute.RESCALE_INTERCEPT, 0);
        int stored = Math.min(8 * bytes, Math.max(1, image.integer(Attribute.BITS_STORED, 8 * bytes)));
        boolean signed = image.integer(Attribute.PIXEL_REPRESENTATION, 0) == 1;
        double width = image.decimal(Attribute.WINDOW_WIDTH, (1 << stored) * slope);
        double center = image.decimal(Attribute.WINDOW_CENTER, (signed ? 0 : 1 << (stored - 1)) * slope + intercept);
        for (int i = 0; i < columns * rows; i++) {
            int sample = bytes == 1 ? frame[i] & 0xFF : (frame[2 * i] & 0xFF) | (frame[2 * i + 1] & 0xFF) << 8;
            int unused = 32 - stored;
            int value = signed ? sample << unused >> unused : sample << unused >>> unused;
            int level = windowed(value * slope + intercept, center, width);
            picture.getRaster().setSample(i % columns, i / columns, 0, inverse ? 255 - level : level);
        }
        return picture;
    }

    /** PS3.3 section C.11.2.1.2.1, linear. */
    private static int windowed(double value, double center, double width) {
        double level = ((value - (center - 0.5)) / Math.max(1, width - 1) + 0.5) * 255;
        return (int) Math.round(Math.max(0, Math.min(255, level)));
    }

    private BufferedImage colour() {
        BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        boolean planes = image.integer(Attribute.PLANAR_CONFIGURATION, 0) == 1;
        int pixels = columns * rows;
        for (int i = 0; i < pixels; i++) {
            int rgb = 0;
            for (int sample = 0; sample < 3; sample++) {
                rgb = rgb << 8 | (frame[planes ? sample * pixels + i : 3 * i + sample] & 0xFF);
            }
            picture.setRGB(i % columns, i / columns, rgb);
        }
        return picture;
    }
}
