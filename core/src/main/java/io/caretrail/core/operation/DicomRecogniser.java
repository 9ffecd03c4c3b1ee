package io.caretrail.core.operation;

import io.caretrail.core.operation.Operation.Service;
import io.caretrail.core.operation.RequestHead.Verb;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * DICOM PS3.18's services, with the requests Azure's DICOM service (conformance statement v2), dcm4chee-arc and Google
 * add to them.
 */
final class DicomRecogniser implements Recogniser {

    @Override
    public Service service() {
        return Service.DICOM;
    }

    @Override
    public @Nullable Operation below(RequestHead head, int from, Bases bases) {
        String first = head.segment(from);
        Operation operation = switch (first) {
            case "studies", "series", "instances" -> StudiesService.recognise(head, from, bases);
            case "workitems", "subscribers" -> WorklistService.recognise(head, from, bases);
            case "extendedquerytags" -> queryTags(head, from);
            case "changefeed" -> changeFeed(head, from);
            case "partitions", "export", "operations" ->
                bases.trusts(Service.DICOM, head.path(), from) ? azure(head, from) : null;
            case "import", "reject", "patients", "mwlitems", "mpps" ->
                // Words too common to be taken for DICOM at a root of which nothing is known.
                bases.trusts(Service.DICOM, head.path(), from) && (from > 0 || bases.only(Service.DICOM))
                        ? archive(head, from)
                        : null;
            case "color-palettes",
                    "defined-procedure-protocols",
                    "hanging-protocols",
                    "implant-templates",
                    "inventories",
                    "protocol-approvals" -> nonPatient(head, from);
            case "commitment-requests" -> commitment(head, from);
            default -> head.left(from) == 1 ? lastSegment(head, from) : null;
        };
        return operation == null ? null : surrounded(operation, head.path(), from);
    }

    private static @Nullable Operation azure(RequestHead head, int from) {
        int left = head.left(from);
        String second = left > 1 ? head.segment(from + 1) : null;
        return switch (head.segment(from)) {
            case "partitions" ->
                left <= 2 && head.is(Verb.GET) && !WadoUri.asks(head.query())
                        ? named("Partition", "dicomPartition", second)
                        : null;
            case "export" -> left == 1 ? on(head, Verb.POST, "Export") : null;
            default -> left <= 2 ? jobs(head, second) : null;
        };
    }

    /** dcm4chee-arc's own, and imports. */
    private static @Nullable Operation archive(RequestHead head, int from) {
        int left = head.left(from);
        String second = left > 1 ? head.segment(from + 1) : null;
        return switch (head.segment(from)) {
            case "import" -> left == 1 ? on(head, Verb.POST, "BulkImport") : null;
            // The archive deletes for good what was rejected with a code.
            case "reject" -> left == 2 ? on(head, Verb.DELETE, "Delete") : null;
            case "patients" -> patients(head, second, left);
            default -> left == 1 || (left == 2 && "count".equals(second)) ? on(head, Verb.GET, "Query") : null;
        };
    }

    private static @Nullable Operation jobs(RequestHead head, @Nullable String id) {
        return switch (head.verb()) {
            case GET, DELETE -> named("Operation", "operationId", id);
            case POST, PUT, PATCH, OPTIONS, OTHER -> Operation.OTHER;
        };
    }

    private static @Nullable Operation patients(RequestHead head, @Nullable String second, int left) {
        if (left == 1 || (left == 2 && "count".equals(second))) {
            return on(head, Verb.GET, "Query");
        }
        return left == 2 ? on(head, Verb.DELETE, "Delete") : null;
    }

    /** Azure's extended query tags. */
    private static @Nullable Operation queryTags(RequestHead head, int from) {
        int left = head.left(from);
        if (left == 1) {
            return switch (head.verb()) {
                case GET -> named("GetAllExtendedQueryTags");
                case POST -> named("AddExtendedQueryTag");
                case PUT, PATCH, DELETE, OPTIONS, OTHER -> Operation.OTHER;
            };
        }
        String tag = head.segment(from + 1);
        if (left == 3 && head.segment(from + 2).equals("errors")) {
            return on(head, Verb.GET, "GetExtendedQueryTagErrors", "dicomTag", tag);
        }
        if (left > 2) {
            return null;
        }
        return switch (head.verb()) {
            case GET -> named("GetExtendedQueryTag", "dicomTag", tag);
            case PATCH -> named("UpdateExtendedQueryTag", "dicomTag", tag);
            case DELETE -> named("RemoveExtendedQueryTag", "dicomTag", tag);
            case POST, PUT, OPTIONS, OTHER -> Operation.OTHER;
        };
    }

    private static @Nullable Operation changeFeed(RequestHead head, int from) {
        int left = head.left(from);
        return left == 1 || (left == 2 && head.segment(from + 1).equals("latest"))
                ? on(head, Verb.GET, "ChangeFeed")
                : null;
    }

    /** The Non-Patient Instance Service (PS3.18 section 12): its instances belong to no study. */
    private static @Nullable Operation nonPatient(RequestHead head, int from) {
        int left = head.left(from);
        if (left > 2) {
            return null;
        }
        String uid = left == 2 ? head.segment(from + 1) : null;
        String name = switch (head.verb()) {
            case GET -> uid == null ? "Query" : "Retrieve";
            case POST, PUT -> "Store";
            case DELETE -> uid == null ? "" : "Delete";
            case PATCH, OPTIONS, OTHER -> "";
        };
        return name.isEmpty() ? Operation.OTHER : named(name, "dicomResourceType", "instance", "sopInstanceUid", uid);
    }

    /** The Storage Commitment Service (PS3.18 section 13): a job that is started and asked for under one address. */
    private static @Nullable Operation commitment(RequestHead head, int from) {
        if (head.left(from) != 2) {
            return null;
        }
        return head.is(Verb.GET) || head.is(Verb.POST)
                ? named("Operation", "operationId", head.segment(from + 1))
                : Operation.OTHER;
    }

    private static @Nullable Operation lastSegment(RequestHead head, int from) {
        String last = head.segment(from);
        if (last.startsWith("wado")) {
            return WadoUri.recognise(head, true);
        }
        if (from == 0 || !head.segment(from - 1).equals("dicomStores")) {
            return null;
        }
        if (last.endsWith(":import")) {
            return on(head, Verb.POST, "BulkImport");
        }
        return last.endsWith(":export") ? on(head, Verb.POST, "Export") : null;
    }

    @Override
    public @Nullable Operation at(RequestHead head, Bases.Standing standing) {
        Operation wado = WadoUri.recognise(head, false);
        if (wado != null) {
            return surrounded(wado, head.path(), head.path().size());
        }
        boolean known = standing == Bases.Standing.KNOWN;
        Operation operation = switch (head.verb()) {
            case GET -> known ? opened(head) : null;
            // PS3.18 section 8.9; FHIR R4 has dropped the like, so a base that nothing names is DICOM's.
            case OPTIONS ->
                (known || standing == Bases.Standing.ROOT || standing == Bases.Standing.SHARED) && !head.isPreflight()
                        ? named("Capabilities")
                        : null;
            case POST, PUT, PATCH, DELETE, OTHER -> null;
        };
        return operation == null
                ? null
                : surrounded(operation, head.path(), head.path().size());
    }

    /** PS3.18 section 8.10.4: a WebSocket at the base carries the notifications. */
    private static Operation opened(RequestHead head) {
        return named(head.headerStarts("Upgrade", "websocket") ? "OpenEventChannel" : "Capabilities");
    }

    /** Adds what the base says: the archive's AE title of dcm4chee-arc, the partition of Azure. */
    private static Operation surrounded(Operation operation, RequestPath path, int end) {
        String aeTitle = behind(path, end, "aets");
        String partition = behind(path, end, "partitions");
        if ((aeTitle == null && partition == null) || operation.service() == Service.NONE) {
            return operation;
        }
        Map<String, String> properties = new LinkedHashMap<>(operation.properties());
        if (partition != null) {
            properties.putIfAbsent("dicomPartition", partition);
        }
        if (aeTitle != null) {
            properties.putIfAbsent("aeTitle", aeTitle);
        }
        return new Operation(operation.name(), Service.DICOM, Collections.unmodifiableMap(properties));
    }

    private static @Nullable String behind(RequestPath path, int end, String word) {
        for (int at = end - 2; at >= 0 && at >= end - 8; at--) {
            if (path.segment(at).equals(word)) {
                return path.segment(at + 1);
            }
        }
        return null;
    }

    static Operation on(RequestHead head, Verb verb, String name, @Nullable String... properties) {
        return head.is(verb) ? named(name, properties) : Operation.OTHER;
    }

    static Operation named(String name, @Nullable String... properties) {
        return Operation.of(Service.DICOM, name, properties);
    }
}
