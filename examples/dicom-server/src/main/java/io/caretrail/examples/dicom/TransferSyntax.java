package io.caretrail.examples.dicom;

/** How a data set is written as bytes (PS3.5 section 10). */
final class TransferSyntax {

    static final String IMPLICIT_VR = "1.2.840.10008.1.2";
    static final String EXPLICIT_VR = "1.2.840.10008.1.2.1";
    static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";

    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

    private TransferSyntax() {}

    /** Whether the two are the same but for the spelling of the elements' heads, so that one is easily made the other. */
    static boolean isNative(String uid) {
        return uid.equals(IMPLICIT_VR) || uid.equals(EXPLICIT_VR);
    }

    /** All compressed ones are explicit VR little endian around the pixel data (PS3.5 section A.4). */
    static boolean isReadable(String uid) {
        return !uid.isEmpty() && !uid.equals(DEFLATED) && !uid.equals(BIG_ENDIAN);
    }

    /** What one frame is called outside of DICOM (PS3.18 section 8.7.3.3.2). */
    static String mediaTypeOfFrame(String uid) {
        return switch (uid) {
            case JPEG_BASELINE, "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70" ->
                "image/jpeg";
            case "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81" -> "image/jls";
            case "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91" -> "image/jp2";
            case "1.2.840.10008.1.2.5" -> "image/dicom-rle";
            default -> "application/octet-stream";
        };
    }
}
