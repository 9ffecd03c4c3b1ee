package io.caretrail.examples.dicom;

import io.caretrail.examples.dicom.Modality.Visit;
import io.caretrail.examples.dicom.Multipart.Part;
import io.caretrail.examples.story.Expectation;
import io.caretrail.examples.story.Workstation;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/** A workstation that speaks DICOMweb. Used by one thread. */
final class DicomWorkstation {

    private static final String BOUNDARY = "next-instance";

    private final Workstation workstation;

    DicomWorkstation(Workstation workstation) {
        this.workstation = workstation;
    }

    void store(String what, String target, List<byte[]> files, Expectation expected)
            throws IOException, InterruptedException {
        List<Part> parts =
                files.stream().map(file -> new Part(Call.DICOM, "", file)).toList();
        workstation.send(
                what,
                "POST",
                target,
                Map.of("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY),
                BodyPublishers.ofByteArray(Multipart.write(parts, BOUNDARY)),
                expected);
    }

    /** Asks for any media type. */
    void get(String what, String target, Expectation expected) throws IOException, InterruptedException {
        get(what, target, "*/*", expected);
    }

    void get(String what, String target, String accept, Expectation expected) throws IOException, InterruptedException {
        workstation.send(what, "GET", target, Map.of("Accept", accept), BodyPublishers.noBody(), expected);
    }

    void json(String what, String method, String target, String body, Expectation expected)
            throws IOException, InterruptedException {
        Map<String, String> json = Map.of("Content-Type", Call.DICOM_JSON);
        workstation.send(what, method, target, json, BodyPublishers.ofString(body), expected);
    }

    void plain(String what, String method, String target, Expectation expected)
            throws IOException, InterruptedException {
        workstation.send(what, method, target, Map.of(), BodyPublishers.noBody(), expected);
    }

    static Expectation onStudy(int status, String operation, Visit visit) {
        return Expectation.of(status, operation)
                .with("dicomResourceType", "study")
                .with("studyInstanceUid", visit.study());
    }

    static Expectation onSeries(int status, String operation, Visit visit) {
        return onStudy(status, operation, visit)
                .with("dicomResourceType", "series")
                .with("seriesInstanceUid", visit.series());
    }

    static Expectation onInstance(int status, String operation, Visit visit, int number) {
        return onSeries(status, operation, visit)
                .with("dicomResourceType", "instance")
                .with("sopInstanceUid", visit.instance(number));
    }

    static Expectation onFrames(int status, String operation, Visit visit, String frames) {
        return onInstance(status, operation, visit, 1)
                .with("dicomResourceType", "frames")
                .with("dicomFrames", frames);
    }
}
