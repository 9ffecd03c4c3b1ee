package io.caretrail.core.operation;

import static io.caretrail.core.operation.DicomRecogniser.named;
import static io.caretrail.core.operation.DicomRecogniser.on;

import io.caretrail.core.operation.Operation.Service;
import io.caretrail.core.operation.RequestHead.Verb;
import org.jspecify.annotations.Nullable;

/** The Worklist Service, UPS-RS (PS3.18 section 11), as Azure and dcm4chee-arc have it too. */
final class WorklistService {

    /** The well-known UIDs of the global and the filtered global subscription (PS3.4 section CC.2.3). */
    private static final String GLOBAL = "1.2.840.10008.5.1.4.34.5";

    private static final String FILTERED = "1.2.840.10008.5.1.4.34.5.1";

    private WorklistService() {}

    static @Nullable Operation recognise(RequestHead head, int from, Bases bases) {
        int left = head.left(from);
        if (head.segment(from).equals("subscribers")) {
            return left == 2 && (head.headerStarts("Upgrade", "websocket") || trusted(head, from, bases))
                    ? on(head, Verb.GET, "OpenEventChannel", "aeTitle", head.segment(from + 1))
                    : null;
        }
        if (left == 1) {
            return switch (head.verb()) {
                case GET -> named("QueryWorkitem");
                case POST -> named("AddWorkitem", "workitemUid", created(head.query()));
                case PUT, PATCH, DELETE, OPTIONS, OTHER -> Operation.OTHER;
            };
        }
        String uid = head.segment(from + 1);
        if (uid.equals("count") && left == 2) {
            return on(head, Verb.GET, "QueryWorkitem");
        }
        if (!StudiesService.isUid(uid) && !trusted(head, from, bases)) {
            return null;
        }
        return left == 2 ? workitem(head, uid) : belowWorkitem(head, from + 2, uid);
    }

    private static boolean trusted(RequestHead head, int from, Bases bases) {
        int end = from > 0 && head.segment(from - 1).equals("ws") ? from - 1 : from;
        return bases.trusts(Service.DICOM, head.path(), end);
    }

    /** The new workitem's UID: {@code ?1.2.9} in the standard's first editions and Azure, {@code ?workitem=1.2.9} later. */
    private static @Nullable String created(@Nullable String query) {
        String bare = QueryString.bare(query);
        if (bare != null) {
            return bare;
        }
        String uid = QueryString.value(query, "workitem");
        return uid != null ? uid : QueryString.value(query, "AffectedSOPInstanceUID");
    }

    private static Operation workitem(RequestHead head, String uid) {
        String name = switch (head.verb()) {
            case GET -> "RetrieveWorkitem";
            case POST, PUT ->
                uid.equals(GLOBAL) || uid.equals(FILTERED) ? "SuspendWorkitemSubscription" : "UpdateWorkitem";
            case PATCH, DELETE, OPTIONS, OTHER -> "";
        };
        return name.isEmpty() ? Operation.OTHER : named(name, "workitemUid", uid);
    }

    private static @Nullable Operation belowWorkitem(RequestHead head, int at, String uid) {
        int left = head.left(at);
        // dcm4chee-arc takes the requesting AE behind state and cancelrequest.
        String aeTitle = left > 1 ? head.segment(at + 1) : null;
        return switch (head.segment(at)) {
            case "state" ->
                left <= 2 ? on(head, Verb.PUT, "ChangeStateWorkitem", "workitemUid", uid, "aeTitle", aeTitle) : null;
            case "cancelrequest" ->
                left <= 2 ? on(head, Verb.POST, "CancelWorkitem", "workitemUid", uid, "aeTitle", aeTitle) : null;
            case "reschedule" -> left == 1 ? on(head, Verb.POST, "UpdateWorkitem", "workitemUid", uid) : null;
            case "subscribers" -> aeTitle == null ? null : subscription(head, at + 2, uid, aeTitle);
            default -> null;
        };
    }

    private static @Nullable Operation subscription(RequestHead head, int at, String uid, String aeTitle) {
        int left = head.left(at);
        if (left == 1 && head.segment(at).equals("suspend")) {
            return on(head, Verb.POST, "SuspendWorkitemSubscription", "workitemUid", uid, "aeTitle", aeTitle);
        }
        if (left != 0) {
            return null;
        }
        String name = switch (head.verb()) {
            case POST -> "SubscribeWorkitem";
            case DELETE -> "UnsubscribeWorkitem";
            case GET -> "OpenEventChannel";
            case PUT, PATCH, OPTIONS, OTHER -> "";
        };
        return name.isEmpty() ? Operation.OTHER : named(name, "workitemUid", uid, "aeTitle", aeTitle);
    }
}
