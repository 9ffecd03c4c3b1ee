package io.caretrail.examples.dicom;

import java.io.IOException;

/** Bytes that are no DICOM file, or not one this server can read; the message says where and why. */
final class DicomFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String why;
    private final boolean transferSyntaxUnknown;

    DicomFormatException(String message) {
        this(message, false);
    }

    DicomFormatException(String message, boolean transferSyntaxUnknown) {
        super(message);
        why = message;
        this.transferSyntaxUnknown = transferSyntaxUnknown;
    }

    @Override
    public String getMessage() {
        return why;
    }

    /** Whether it is DICOM, in a transfer syntax this server does not have. */
    boolean isTransferSyntaxUnknown() {
        return transferSyntaxUnknown;
    }
}
