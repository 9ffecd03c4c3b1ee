package io.caretrail.core.operation;

import static io.caretrail.core.operation.DicomRecogniser.named;

import io.caretrail.core.operation.Operation.Service;
import io.caretrail.core.operation.RequestHead.Verb;
import org.jspecify.annotations.Nullable;

/**
 * The Studies Service (PS3.18 section 10): studies, their series, their instances, and what hangs on each; with Azure's
 * bulk requests and dcm4chee-arc's requests on all that match a query.
 */
final class StudiesService {

    private static final String[] LEVELS = {"studies", "series", "instances"};
    private static final String[] RESOURCES = {"study", "series", "instance"};

    private final RequestHead head;
    private final boolean trusted;
    private final boolean archive;
    private int at;
    private int level = -1;
    private boolean collection;
    private final @Nullable String[] uids = new String[LEVELS.length];

    private StudiesService(RequestHead head, int from, Bases bases) {
        this.head = head;
        this.at = from;
        this.trusted = bases.trusts(Service.DICOM, head.path(), from);
        this.archive = from >= 3 && head.segment(from - 3).equals("aets");
    }

    static @Nullable Operation recognise(RequestHead head, int from, Bases bases) {
        StudiesService path = new StudiesService(head, from, bases);
        // "series" and "instances" alone are words of other applications too.
        if (!path.trusted && !head.segment(from).equals("studies")) {
            return null;
        }
        path.descend();
        return path.level < 0 ? null : path.operation();
    }

    /** Walks down the levels, in their order, as far as the path names them. */
    private void descend() {
        for (int next = levelAt(); next > level; next = levelAt()) {
            level = next;
            at++;
            collection = head.left(at) == 0 || !takesUid(head.segment(at));
            if (collection) {
                return;
            }
            String uid = head.segment(at++);
            uids[level] = uid.startsWith("csv:") ? null : uid;
        }
    }

    private int levelAt() {
        if (head.left(at) > 0) {
            for (int index = 0; index < LEVELS.length; index++) {
                if (head.segment(at).equals(LEVELS[index])) {
                    return index;
                }
            }
        }
        return -1;
    }

    /** A wrong UID asks for the same operation as a right one, where nothing else can be meant. */
    private boolean takesUid(String segment) {
        if (isUid(segment)) {
            return true;
        }
        return trusted
                && segment.charAt(0) != '$'
                && switch (segment) {
                    case "count", "size", "export", "import", "reject", "update", "access", "expire" -> false;
                    case "stgver", "stgcmt", "ian", "workitems", "storage", "bulkdata" -> false;
                    default -> true;
                };
    }

    /** Starts as a UID does; digits and dots are not insisted on further (PS3.5 section 9.1). */
    static boolean isUid(String segment) {
        char first = segment.charAt(0);
        return first >= '0' && first <= '9';
    }

    private @Nullable Operation operation() {
        if (head.left(at) > 0) {
            return collection ? belowCollection() : belowResource();
        }
        return collection ? onCollection() : onResource();
    }

    private Operation onCollection() {
        return switch (head.verb()) {
            case GET -> of("Query");
            case POST, PUT -> level == 0 ? of("Store") : Operation.OTHER;
            case PATCH, DELETE, OPTIONS, OTHER -> Operation.OTHER;
        };
    }

    private Operation onResource() {
        return switch (head.verb()) {
            case GET -> of("Retrieve");
            case POST -> level == 0 ? of("Store") : Operation.OTHER;
            case PUT -> of(updates() ? "UpdateStudy" : "Store");
            case PATCH -> of("UpdateStudy");
            case DELETE -> of("Delete");
            case OPTIONS, OTHER -> Operation.OTHER;
        };
    }

    /** dcm4chee-arc takes new attributes, as DICOM JSON, where others take the new instances. */
    private boolean updates() {
        return archive
                && (head.headerStarts("Content-Type", "application/dicom+json")
                        || head.headerStarts("Content-Type", "application/json"));
    }

    private @Nullable Operation belowCollection() {
        String word = head.segment(at);
        return switch (word) {
            case "count", "size" -> head.left(at) == 1 ? when(Verb.GET, "Query") : null;
            case "$bulkUpdate" -> head.left(at) == 1 ? when(Verb.POST, "UpdateStudy") : null;
            case "$bulkImport", "import" -> head.left(at) == 1 ? when(Verb.POST, "BulkImport") : null;
            case "storage" -> head.left(at) == 2 ? when(Verb.POST, "BulkImport") : null;
            case "workitems" -> head.left(at) <= 2 ? when(Verb.POST, "AddWorkitem") : null;
            default -> trusted ? onMatching(word) : null;
        };
    }

    private @Nullable Operation belowResource() {
        String word = head.segment(at);
        int left = head.left(at);
        if (word.equals("frames") && level == 2) {
            return frames();
        }
        if (word.equals("bulkdata") || word.equals("bulk")) {
            return head.is(Verb.GET) ? as("Retrieve", "bulkdata", null) : Operation.OTHER;
        }
        if (left > 1) {
            return onMatching(word);
        }
        return switch (word) {
            case "metadata" -> when(Verb.GET, "RetrieveMetadata");
            case "rendered", "thumbnail", "rendered3d", "renderedmpr" -> when(Verb.GET, "RetrieveRendered");
            case "pixeldata" -> head.is(Verb.GET) ? as("Retrieve", "bulkdata", null) : Operation.OTHER;
            case "archive", "file" -> when(Verb.GET, "Retrieve");
            case "reimport" -> when(Verb.POST, "BulkImport");
            case "patient", "copy" -> when(Verb.POST, "UpdateStudy");
            case "request" -> when(Verb.PUT, "UpdateStudy");
            case "workitems" -> when(Verb.POST, "AddWorkitem");
            default -> onMatching(word);
        };
    }

    /** What dcm4chee-arc does to one study, series or instance, or to all that match a query. */
    private @Nullable Operation onMatching(String word) {
        int left = head.left(at);
        if (left == 1) {
            return word.equals("update") ? when(Verb.POST, "UpdateStudy") : null;
        }
        if (left > 2) {
            return null;
        }
        return switch (word) {
            // The code with which the archive revokes a rejection instead of making one.
            case "reject" ->
                when(Verb.POST, head.segment(at + 1).startsWith("REVOKE_REJECTION^") ? "RevokeReject" : "Reject");
            case "export" -> when(Verb.POST, "Export");
            case "move" -> when(Verb.POST, "UpdateStudy");
            case "access", "expire" -> head.is(Verb.PUT) || head.is(Verb.POST) ? of("UpdateStudy") : Operation.OTHER;
            case "workitems" -> when(Verb.POST, "AddWorkitem");
            default -> null;
        };
    }

    private @Nullable Operation frames() {
        int left = head.left(at);
        String list = left > 1 ? head.segment(at + 1) : null;
        if (left > 3) {
            return null;
        }
        String name = left < 3
                ? "Retrieve"
                : switch (head.segment(at + 2)) {
                    case "rendered", "thumbnail" -> "RetrieveRendered";
                    case "metadata" -> "RetrieveMetadata";
                    default -> "";
                };
        if (name.isEmpty()) {
            return null;
        }
        return head.is(Verb.GET) ? as(name, "frames", list) : Operation.OTHER;
    }

    private Operation when(Verb verb, String name) {
        return head.is(verb) ? of(name) : Operation.OTHER;
    }

    private Operation of(String name) {
        return as(name, RESOURCES[level], null);
    }

    private Operation as(String name, String resource, @Nullable String frames) {
        return named(
                name,
                "dicomResourceType",
                resource,
                "studyInstanceUid",
                uids[0],
                "seriesInstanceUid",
                uids[1],
                "sopInstanceUid",
                uids[2],
                "dicomFrames",
                frames);
    }
}
