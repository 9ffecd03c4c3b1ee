package io.caretrail.examples.dicom;

import static io.caretrail.examples.dicom.DicomWorkstation.onStudy;
import static io.caretrail.examples.dicom.Story.CT;

import io.caretrail.examples.story.Expectation;
import java.io.IOException;

/**
 * The part of the story in which a client takes this server for another one, and asks for what that has: subscriptions,
 * extended query tags, a change feed, partitions, bulk imports. It gets a 404, and the trail says what it asked for.
 */
final class OtherServers {

    private static final String WORKITEM = Uid.of("workitem: read the CT");

    private final DicomWorkstation radiology;

    OtherServers(DicomWorkstation radiology) {
        this.radiology = radiology;
    }

    void ask() throws IOException, InterruptedException {
        String study = "/studies/" + CT.study();
        String subscription = "/workitems/" + WORKITEM + "/subscribers/VIEWER";
        Expectation subscribed =
                missing("SubscribeWorkitem").with("workitemUid", WORKITEM).with("aeTitle", "VIEWER");
        radiology.plain("For another server: subscribe", "POST", subscription, subscribed);
        radiology.plain(
                "... UnsubscribeWorkitem",
                "DELETE",
                subscription,
                missing("UnsubscribeWorkitem").with("workitemUid", WORKITEM).with("aeTitle", "VIEWER"));
        ask("POST", "/workitems/1.2.840.10008.5.1.4.34.5/subscribers/VIEWER/suspend", "SuspendWorkitemSubscription");
        radiology.plain(
                "... OpenEventChannel",
                "GET",
                "/subscribers/VIEWER",
                missing("OpenEventChannel").with("aeTitle", "VIEWER"));
        ask("GET", "/changefeed", "ChangeFeed");
        ask("GET", "/partitions", "Partition");
        ask("GET", "/operations/7", "Operation");
        ask("POST", "/export", "Export");
        ask("POST", "/studies/$bulkImport", "BulkImport");
        ask("POST", "/studies/$bulkUpdate", "UpdateStudy");
        ask("GET", "/extendedquerytags", "GetAllExtendedQueryTags");
        ask("POST", "/extendedquerytags", "AddExtendedQueryTag");
        ask("GET", "/extendedquerytags/00101002", "GetExtendedQueryTag");
        ask("GET", "/extendedquerytags/00101002/errors", "GetExtendedQueryTagErrors");
        ask("PATCH", "/extendedquerytags/00101002", "UpdateExtendedQueryTag");
        ask("DELETE", "/extendedquerytags/00101002", "RemoveExtendedQueryTag");
        radiology.plain("... Reject", "POST", study + "/reject/113001%5EDCM", onStudy(404, "Reject", CT));
        radiology.plain(
                "... RevokeReject",
                "POST",
                study + "/reject/REVOKE_REJECTION%5E99DCM",
                onStudy(404, "RevokeReject", CT));
    }

    private void ask(String method, String target, String operation) throws IOException, InterruptedException {
        radiology.plain("... " + operation, method, target, missing(operation));
    }

    private static Expectation missing(String operation) {
        return Expectation.of(404, operation);
    }
}
