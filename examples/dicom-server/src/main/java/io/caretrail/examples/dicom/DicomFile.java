package io.caretrail.examples.dicom;

/** A DICOM file, as it came and as it was read. Immutable, as long as nobody writes to its bytes. */
final class DicomFile {

    private final byte[] bytes;
    private final DataSet meta;
    private final DataSet dataSet;

    /**
     * A file that was read.
     *
     * @param bytes the whole file
     * @param meta its file meta information (PS3.10 section 7.1)
     */
    DicomFile(byte[] bytes, DataSet meta, DataSet dataSet) {
        this.bytes = bytes;
        this.meta = meta;
        this.dataSet = dataSet;
    }

    byte[] bytes() {
        return bytes;
    }

    DataSet dataSet() {
        return dataSet;
    }

    String transferSyntax() {
        return meta.text(Attribute.TRANSFER_SYNTAX_UID);
    }
}
