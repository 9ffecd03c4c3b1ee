package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Multipart.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Store instances (STOW-RS, PS3.18 section 10.5). Thread-safe. */
final class Storing {

    // Reasons why an instance is not stored: PS3.18 table I.2-2, PS3.4 section B.2.3.
    private static final int CANNOT_UNDERSTAND = 0xC000;
    private static final int TRANSFER_SYNTAX_NOT_SUPPORTED = 0xC122;
    private static final int OTHER_STUDY_THAN_NAMED = 0xA900;
    private static final int DUPLICATE_SOP_INSTANCE = 0x0111;

    private final Archive archive;

    Storing(Archive archive) {
        this.archive = archive;
    }

    /** Stores what it can: 200 when that is all, 202 when it is some, 409 when it is nothing. */
    void store(Call call, StudiesPath path) throws IOException, Refusal {
        String answerType = call.accepted(Call.DICOM_JSON, "application/json");
        List<Part> parts = parts(call);
        List<DataSet> stored = new ArrayList<>();
        List<DataSet> failed = new ArrayList<>();
        List<DataSet> otherFailures = new ArrayList<>();
        for (Part part : parts) {
            try {
                Instance instance = Instance.of(DicomReader.read(part.body()));
                int failure = store(instance, path.uids().get(0));
                DataSet reference = reference(instance);
                if (failure == 0) {
                    stored.add(reference.put(Attribute.RETRIEVE_URL, call.base() + instance.path()));
                } else {
                    failed.add(reference.put(Attribute.FAILURE_REASON, failure));
                }
            } catch (DicomFormatException e) {
                // Which instance it is cannot be said of what cannot be read.
                int reason = e.isTransferSyntaxUnknown() ? TRANSFER_SYNTAX_NOT_SUPPORTED : CANNOT_UNDERSTAND;
                otherFailures.add(new DataSet().put(Attribute.FAILURE_REASON, reason));
                if (otherFailures.size() == 1) {
                    call.warn("Not stored: " + e.getMessage());
                }
            }
        }
        DataSet answer = new DataSet();
        putUnlessEmpty(answer, Attribute.FAILED_SOP_SEQUENCE, failed);
        putUnlessEmpty(answer, Attribute.REFERENCED_SOP_SEQUENCE, stored);
        putUnlessEmpty(answer, Attribute.OTHER_FAILURES_SEQUENCE, otherFailures);
        int status = stored.size() == parts.size() ? 200 : stored.isEmpty() ? 409 : 202;
        call.send(status, answerType, DicomJson.bytes(new DicomJson(null).write(answer)));
    }

    private int store(Instance instance, String study) {
        if (!study.isEmpty() && !study.equals(instance.study())) {
            return OTHER_STUDY_THAN_NAMED;
        }
        return archive.store(instance) ? 0 : DUPLICATE_SOP_INSTANCE;
    }

    private static List<Part> parts(Call call) throws IOException, Refusal {
        List<MediaType> types = MediaType.all(String.valueOf(call.request().getContentType()));
        MediaType type = types.isEmpty() ? null : types.get(0);
        if (type == null || !type.isMultipart() || !type.includes(Call.DICOM)) {
            throw new Refusal(
                    415,
                    "Content-Type \"" + call.request().getContentType()
                            + "\" is not stored here; send multipart/related; type=\"application/dicom\"");
        }
        List<Part> parts = Multipart.read(call.body(), type.parameter("boundary"));
        for (Part part : parts) {
            if (!part.type().isEmpty() && !part.type().startsWith(Call.DICOM)) {
                throw new Refusal(
                        415, "A part of type \"" + part.type() + "\" is not stored here; send application/dicom");
            }
        }
        return parts;
    }

    private static DataSet reference(Instance instance) {
        return new DataSet()
                .put(Attribute.REFERENCED_SOP_CLASS_UID, instance.dataSet().text(Attribute.SOP_CLASS_UID))
                .put(Attribute.REFERENCED_SOP_INSTANCE_UID, instance.uid());
    }

    private static void putUnlessEmpty(DataSet answer, Attribute sequence, List<DataSet> items) {
        if (!items.isEmpty()) {
            answer.put(sequence, items);
        }
    }
}
