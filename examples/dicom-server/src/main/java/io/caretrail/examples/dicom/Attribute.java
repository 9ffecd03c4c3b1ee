package io.caretrail.examples.dicom;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The attributes this server knows by name (DICOM PS3.6); any other is kept as it came. */
enum Attribute {
    META_LENGTH(0x00020000, "UL", "FileMetaInformationGroupLength"),
    META_VERSION(0x00020001, "OB", "FileMetaInformationVersion"),
    MEDIA_CLASS_UID(0x00020002, "UI", "MediaStorageSOPClassUID"),
    MEDIA_INSTANCE_UID(0x00020003, "UI", "MediaStorageSOPInstanceUID"),
    TRANSFER_SYNTAX_UID(0x00020010, "UI", "TransferSyntaxUID"),
    IMPLEMENTATION_UID(0x00020012, "UI", "ImplementationClassUID"),
    CHARACTER_SET(0x00080005, "CS", "SpecificCharacterSet"),
    IMAGE_TYPE(0x00080008, "CS", "ImageType"),
    SOP_CLASS_UID(0x00080016, "UI", "SOPClassUID"),
    SOP_INSTANCE_UID(0x00080018, "UI", "SOPInstanceUID"),
    STUDY_DATE(0x00080020, "DA", "StudyDate"),
    STUDY_TIME(0x00080030, "TM", "StudyTime"),
    ACCESSION_NUMBER(0x00080050, "SH", "AccessionNumber"),
    MODALITY(0x00080060, "CS", "Modality"),
    MODALITIES_IN_STUDY(0x00080061, "CS", "ModalitiesInStudy"),
    REFERRING_PHYSICIAN_NAME(0x00080090, "PN", "ReferringPhysicianName"),
    STUDY_DESCRIPTION(0x00081030, "LO", "StudyDescription"),
    SERIES_DESCRIPTION(0x0008103E, "LO", "SeriesDescription"),
    REFERENCED_SOP_CLASS_UID(0x00081150, "UI", "ReferencedSOPClassUID"),
    REFERENCED_SOP_INSTANCE_UID(0x00081155, "UI", "ReferencedSOPInstanceUID"),
    RETRIEVE_URL(0x00081190, "UR", "RetrieveURL"),
    FAILURE_REASON(0x00081197, "US", "FailureReason"),
    FAILED_SOP_SEQUENCE(0x00081198, "SQ", "FailedSOPSequence"),
    REFERENCED_SOP_SEQUENCE(0x00081199, "SQ", "ReferencedSOPSequence"),
    OTHER_FAILURES_SEQUENCE(0x0008119A, "SQ", "OtherFailuresSequence"),
    TRANSACTION_UID(0x00081195, "UI", "TransactionUID"),
    PATIENT_NAME(0x00100010, "PN", "PatientName"),
    PATIENT_ID(0x00100020, "LO", "PatientID"),
    PATIENT_BIRTH_DATE(0x00100030, "DA", "PatientBirthDate"),
    PATIENT_SEX(0x00100040, "CS", "PatientSex"),
    STUDY_INSTANCE_UID(0x0020000D, "UI", "StudyInstanceUID"),
    SERIES_INSTANCE_UID(0x0020000E, "UI", "SeriesInstanceUID"),
    STUDY_ID(0x00200010, "SH", "StudyID"),
    SERIES_NUMBER(0x00200011, "IS", "SeriesNumber"),
    INSTANCE_NUMBER(0x00200013, "IS", "InstanceNumber"),
    STUDY_SERIES(0x00201206, "IS", "NumberOfStudyRelatedSeries"),
    STUDY_INSTANCES(0x00201208, "IS", "NumberOfStudyRelatedInstances"),
    SERIES_INSTANCES(0x00201209, "IS", "NumberOfSeriesRelatedInstances"),
    SAMPLES_PER_PIXEL(0x00280002, "US", "SamplesPerPixel"),
    PHOTOMETRIC_INTERPRETATION(0x00280004, "CS", "PhotometricInterpretation"),
    PLANAR_CONFIGURATION(0x00280006, "US", "PlanarConfiguration"),
    NUMBER_OF_FRAMES(0x00280008, "IS", "NumberOfFrames"),
    ROWS(0x00280010, "US", "Rows"),
    COLUMNS(0x00280011, "US", "Columns"),
    BITS_ALLOCATED(0x00280100, "US", "BitsAllocated"),
    BITS_STORED(0x00280101, "US", "BitsStored"),
    HIGH_BIT(0x00280102, "US", "HighBit"),
    PIXEL_REPRESENTATION(0x00280103, "US", "PixelRepresentation"),
    WINDOW_CENTER(0x00281050, "DS", "WindowCenter"),
    WINDOW_WIDTH(0x00281051, "DS", "WindowWidth"),
    RESCALE_INTERCEPT(0x00281052, "DS", "RescaleIntercept"),
    RESCALE_SLOPE(0x00281053, "DS", "RescaleSlope"),
    PROCEDURE_STEP_STATE(0x00741000, "CS", "ProcedureStepState"),
    PROCEDURE_STEP_LABEL(0x00741204, "LO", "ProcedureStepLabel"),
    PIXEL_DATA(0x7FE00010, "OW", "PixelData");

    private static final Map<Integer, Attribute> BY_TAG =
            Arrays.stream(values()).collect(Collectors.toMap(Attribute::tag, Function.identity()));

    private final int tag;
    private final String vr;
    private final String keyword;

    Attribute(int tag, String vr, String keyword) {
        this.tag = tag;
        this.vr = vr;
        this.keyword = keyword;
    }

    int tag() {
        return tag;
    }

    /** Its value representation (PS3.5 section 6.2). */
    String vr() {
        return vr;
    }

    static @Nullable Attribute of(int tag) {
        return BY_TAG.get(tag);
    }

    /** What a query calls it: its keyword or its tag in hexadecimal (PS3.18 section 8.3.4.1); null for an unknown one. */
    static @Nullable Attribute named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.keyword.equals(name) || hex(each.tag).equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    static String hex(int tag) {
        return String.format(Locale.ROOT, "%08X", tag);
    }

    /** As the standard writes it: {@code (0010,0020)}. */
    static String shown(int tag) {
        return String.format(Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
    }

    @Override
    public String toString() {
        return shown(tag) + " " + keyword;
    }
}
