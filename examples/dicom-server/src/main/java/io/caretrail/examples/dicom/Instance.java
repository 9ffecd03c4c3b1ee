package io.caretrail.examples.dicom;

/** A stored SOP instance. Immutable. */
record Instance(DicomFile file, String study, String series, String uid) {

    /**
     * What a file holds.
     *
     * @throws DicomFormatException when it does not say which instance it is
     */
    static Instance of(DicomFile file) throws DicomFormatException {
        DataSet dataSet = file.dataSet();
        for (Attribute attribute : new Attribute[] {
            Attribute.STUDY_INSTANCE_UID,
            Attribute.SERIES_INSTANCE_UID,
            Attribute.SOP_INSTANCE_UID,
            Attribute.SOP_CLASS_UID
        }) {
            if (!Uid.isUid(dataSet.text(attribute))) {
                throw new DicomFormatException(attribute + " \"" + dataSet.text(attribute) + "\" is no UID");
            }
        }
        return new Instance(
                file,
                dataSet.text(Attribute.STUDY_INSTANCE_UID),
                dataSet.text(Attribute.SERIES_INSTANCE_UID),
                dataSet.text(Attribute.SOP_INSTANCE_UID));
    }

    DataSet dataSet() {
        return file.dataSet();
    }

    /** Below the server's base. */
    String path() {
        return "/studies/" + study + "/series/" + series + "/instances/" + uid;
    }
}
