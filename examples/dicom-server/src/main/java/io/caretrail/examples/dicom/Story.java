package io.caretrail.examples.dicom;

import static io.caretrail.examples.dicom.DicomWorkstation.onFrames;
import static io.caretrail.examples.dicom.DicomWorkstation.onInstance;
import static io.caretrail.examples.dicom.DicomWorkstation.onSeries;
import static io.caretrail.examples.dicom.DicomWorkstation.onStudy;

import io.caretrail.examples.dicom.Modality.Visit;
import io.caretrail.examples.story.Expectation;
import io.caretrail.examples.story.Telling;
import io.caretrail.examples.story.Workstation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One morning in the radiology, seen from its workstations: every kind of request a DICOMweb server gets. */
final class Story {

    static final Visit CT = new Visit("4711", "Keller^Anna", "19840309", "F", "20261120", "A100");
    static final Visit HEART = new Visit("4712", "Müller^Jörg", "19560717", "M", "20261119", "A101");

    private static final String UNKNOWN_STUDY = Uid.of("a study that never was");
    private static final String JSON = Call.DICOM_JSON;
    private static final String FILES = "multipart/related; type=\"application/dicom\"";

    private final Workstation workstation;
    private final DicomWorkstation radiology;

    Story(Workstation workstation) {
        this.workstation = workstation;
        radiology = new DicomWorkstation(workstation);
    }

    /** Arguments as of {@link Telling#main}. */
    public static void main(String[] args) throws InterruptedException {
        Telling.main(args, workstation -> new Story(workstation).tell());
    }

    void tell() throws IOException, InterruptedException {
        workstation.login("radiographer", "roentgen");
        new Worklist(radiology).plan();
        upload();
        search();
        retrieve();
        look();
        new Worklist(radiology).done();
        refusals();
        new OtherServers(radiology).ask();
        deletion();
    }

    private void upload() throws IOException, InterruptedException {
        byte[] slice1 = DicomWriter.write(Modality.ct(CT, 1), TransferSyntax.EXPLICIT_VR);
        byte[] slice2 = DicomWriter.write(Modality.ct(CT, 2), TransferSyntax.IMPLICIT_VR);
        byte[] heart = DicomWriter.write(Modality.ultrasound(HEART, 4), TransferSyntax.EXPLICIT_VR);
        byte[] letter = "Dear colleague, thank you".getBytes(StandardCharsets.UTF_8);
        Expectation stored = Expectation.of(200, "Store").with("dicomResourceType", "study");
        radiology.plain("What can this server do?", "OPTIONS", "/", Expectation.of(200, "Capabilities"));
        radiology.store("The CT sends its two slices", "/studies", List.of(slice1, slice2), stored);
        radiology.store("The ultrasound its loop", path(HEART), List.of(heart), onStudy(200, "Store", HEART));
        radiology.store(
                "Someone a letter, no DICOM",
                "/studies",
                List.of(letter),
                Expectation.of(409, "Store").with("dicomResourceType", "study"));
        radiology.json(
                "... as JSON, not multipart",
                "POST",
                "/studies",
                "{}",
                Expectation.of(415, "Store").with("dicomResourceType", "study"));
        radiology.store("A slice into the wrong study", path(HEART), List.of(slice1), onStudy(409, "Store", HEART));
    }

    private void search() throws IOException, InterruptedException {
        Expectation found = Expectation.of(200, "Query").with("dicomResourceType", "study");
        radiology.get("Studies by the patient's name", "/studies?PatientName=kel*", JSON, found);
        radiology.get("... by number and date", "/studies?PatientID=4712&StudyDate=20261101-20261130", JSON, found);
        radiology.get("... of nobody", "/studies?PatientID=0815", JSON, Expectation.of(204, "Query"));
        radiology.get(
                "The series of the CT",
                path(CT) + "/series?Modality=CT",
                JSON,
                onStudy(200, "Query", CT).with("dicomResourceType", "series"));
        radiology.get(
                "... its first slice",
                path(CT) + "/series/" + CT.series() + "/instances?limit=1&offset=0",
                JSON,
                onSeries(200, "Query", CT).with("dicomResourceType", "instance"));
    }

    private void retrieve() throws IOException, InterruptedException {
        workstation.login("dr.lee", "stethoscope");
        String series = path(CT) + "/series/" + CT.series();
        radiology.get(
                "Dr. Lee reads what the CT is", path(CT) + "/metadata", JSON, onStudy(200, "RetrieveMetadata", CT));
        radiology.get("... what a slice is", slice() + "/metadata", JSON, onInstance(200, "RetrieveMetadata", CT, 1));
        radiology.get("... takes the whole study", path(CT), FILES, onStudy(200, "Retrieve", CT));
        radiology.get("... the series", series, FILES + "; transfer-syntax=*", onSeries(200, "Retrieve", CT));
        radiology.get("... one slice, as a file", slice(), "application/dicom", onInstance(200, "Retrieve", CT, 1));
        radiology.get(
                "... its pixels alone",
                slice() + "/bulkdata/7FE00010",
                onInstance(200, "Retrieve", CT, 1).with("dicomResourceType", "bulkdata"));
        radiology.get(
                "... two frames of the heart",
                loop() + "/frames/2,3",
                "multipart/related; type=\"application/octet-stream\"",
                onFrames(200, "Retrieve", HEART, "2,3"));
    }

    private void look() throws IOException, InterruptedException {
        radiology.get("A slice as a picture", slice() + "/rendered", "image/png", rendered(CT));
        radiology.get("... a small one", slice() + "/thumbnail", "image/jpeg", rendered(CT));
        radiology.get(
                "A frame as a picture",
                loop() + "/frames/4/rendered",
                "image/jpeg",
                onFrames(200, "RetrieveRendered", HEART, "4"));
        String wado = "/wado?requestType=WADO&studyUID=" + HEART.study() + "&seriesUID=" + HEART.series()
                + "&objectUID=" + HEART.instance(1);
        radiology.get("An old viewer: the file", wado, onInstance(200, "Retrieve", HEART, 1));
        radiology.get(
                "... a picture",
                wado + "&contentType=image/jpeg&frameNumber=2",
                onFrames(200, "RetrieveRendered", HEART, "2"));
    }

    private void refusals() throws IOException, InterruptedException {
        radiology.get(
                "A study that never was",
                "/studies/" + UNKNOWN_STUDY,
                Expectation.of(404, "Retrieve").with("studyInstanceUid", UNKNOWN_STUDY));
        radiology.get("A frame it does not have", loop() + "/frames/99", onFrames(404, "Retrieve", HEART, "99"));
        radiology.get("A study as text", path(CT), "text/html", onStudy(406, "Retrieve", CT));
        radiology.get("An attribute nobody knows", "/studies?Mood=good", JSON, Expectation.of(400, "Query"));
        radiology.get("A path outside of DICOMweb", "/../admin", Expectation.of(404, "Other"));
        workstation.login("radiographer", "roentgen");
        radiology.plain("A radiographer must not delete", "DELETE", path(CT), onStudy(403, "Delete", CT));
        workstation.login("radiographer", "marie");
        radiology.get("A wrong password", path(CT), FILES, onStudy(401, "Retrieve", CT));
        workstation.login(null, null);
        radiology.get("No login at all", slice() + "/rendered", "image/png", rendered(CT, 401));
        workstation.raw(
                "Not HTTP at all",
                "GET /dicom-web/studies?<script> nonsense\r\n\r\n",
                Expectation.of(400, "Other").refusedBy("connector"));
        workstation.login("dr.lee", "stethoscope");
    }

    private void deletion() throws IOException, InterruptedException {
        String second = path(CT) + "/series/" + CT.series() + "/instances/" + CT.instance(2);
        radiology.plain("The second slice was blurred", "DELETE", second, onInstance(204, "Delete", CT, 2));
        radiology.plain(
                "The heart was another patient's",
                "DELETE",
                path(HEART) + "/series/" + HEART.series(),
                onSeries(204, "Delete", HEART));
        radiology.plain("... and is gone", "DELETE", path(HEART), onStudy(404, "Delete", HEART));
    }

    private static Expectation rendered(Visit visit) {
        return rendered(visit, 200);
    }

    private static Expectation rendered(Visit visit, int status) {
        return onInstance(status, "RetrieveRendered", visit, 1);
    }

    private static String slice() {
        return path(CT) + "/series/" + CT.series() + "/instances/" + CT.instance(1);
    }

    private static String loop() {
        return path(HEART) + "/series/" + HEART.series() + "/instances/" + HEART.instance(1);
    }

    private static String path(Visit visit) {
        return "/studies/" + visit.study();
    }
}
