package io.caretrail.examples.dicom;

import io.caretrail.examples.story.Expectation;
import java.io.IOException;

/** The part of the story that is about what is to be done: a workitem from its plan to its end (PS3.18 section 11). */
final class Worklist {

    private static final String READING = Uid.of("workitem: read the CT");
    private static final String MISTAKE = Uid.of("workitem: by mistake");
    private static final String CLAIM = Uid.of("transaction of dr.lee");
    private static final String WORKITEM = """
            {"00741204": {"vr": "LO", "Value": ["%s"]},
             "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Keller^Anna"}]},
             "00100020": {"vr": "LO", "Value": ["4711"]}}
            """;
    private static final String STATE = """
            {"00081195": {"vr": "UI", "Value": ["%s"]}, "00741000": {"vr": "CS", "Value": ["%s"]}}
            """;

    private final DicomWorkstation radiology;

    Worklist(DicomWorkstation radiology) {
        this.radiology = radiology;
    }

    void plan() throws IOException, InterruptedException {
        radiology.json(
                "A reading is planned",
                "POST",
                "/workitems?workitem=" + READING,
                WORKITEM.formatted("Read the CT"),
                on(201, "AddWorkitem", READING));
        radiology.json(
                "... and one by mistake",
                "POST",
                "/workitems?" + MISTAKE,
                WORKITEM.formatted("Read the MR"),
                on(201, "AddWorkitem", MISTAKE));
        radiology.json(
                "... which is called off",
                "POST",
                "/workitems/" + MISTAKE + "/cancelrequest",
                "{}",
                on(202, "CancelWorkitem", MISTAKE));
    }

    void done() throws IOException, InterruptedException {
        String item = "/workitems/" + READING;
        radiology.get(
                "What is there to do?",
                "/workitems?ProcedureStepState=SCHEDULED",
                Call.DICOM_JSON,
                Expectation.of(200, "QueryWorkitem"));
        radiology.get("... that reading", item, Call.DICOM_JSON, on(200, "RetrieveWorkitem", READING));
        radiology.json("Dr. Lee claims it", "PUT", item + "/state", STATE.formatted(CLAIM, "IN PROGRESS"), state(200));
        radiology.json(
                "... changes its label",
                "POST",
                item + "?" + CLAIM,
                WORKITEM.formatted("Read the CT, two slices"),
                on(200, "UpdateWorkitem", READING));
        radiology.json("... is done", "PUT", item + "/state", STATE.formatted(CLAIM, "COMPLETED"), state(200));
        radiology.json(
                "... and claims it again", "PUT", item + "/state", STATE.formatted(CLAIM, "IN PROGRESS"), state(409));
    }

    private static Expectation state(int status) {
        return on(status, "ChangeStateWorkitem", READING);
    }

    private static Expectation on(int status, String operation, String workitem) {
        return Expectation.of(status, operation).with("workitemUid", workitem);
    }
}
