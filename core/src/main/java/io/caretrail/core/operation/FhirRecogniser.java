package io.caretrail.core.operation;

import io.caretrail.core.operation.Operation.Service;
import io.caretrail.core.operation.RequestHead.Verb;
import org.jspecify.annotations.Nullable;

/**
 * FHIR's RESTful interactions (R4, R4B, R5 and STU3, "RESTful API"), named as Microsoft's FHIR server audits them, with
 * that server's and HAPI's own requests.
 */
final class FhirRecogniser implements Recogniser {

    @Override
    public Service service() {
        return Service.FHIR;
    }

    @Override
    public @Nullable Operation below(RequestHead head, int from, Bases bases) {
        if (from > 0 && head.left(from) == 1 && head.segment(from - 1).equals("fhirStores")) {
            return store(head, from);
        }
        String first = head.segment(from);
        char initial = first.charAt(0);
        if (initial >= 'A' && initial <= 'Z') {
            return typed(head, from, bases);
        }
        if (head.left(from) == 1) {
            return switch (first) {
                case "metadata" -> on(head, Verb.GET, "capabilities");
                case "_history" -> on(head, Verb.GET, "history-system");
                case "_search" -> searched(head, named("search-system"));
                default -> initial == '$' ? FhirOperations.called(head, from, null, null, null) : null;
            };
        }
        return switch (first) {
            case "_operations" -> FhirOperations.job(head, from);
            case ".well-known" ->
                head.left(from) == 2 && head.segment(from + 1).equals("smart-configuration")
                        ? on(head, Verb.GET, "smart-configuration")
                        : null;
            default ->
                initial == '$' && bases.trusts(Service.FHIR, head.path(), from)
                        ? FhirOperations.called(head, from, null, null, null)
                        : null;
        };
    }

    /** A Google Healthcare store is imported to and exported from by a verb behind a colon. */
    private static @Nullable Operation store(RequestHead head, int from) {
        String last = head.segment(from);
        if (last.endsWith(":import")) {
            return on(head, Verb.POST, "import");
        }
        return last.endsWith(":export") ? on(head, Verb.POST, "export") : null;
    }

    private static @Nullable Operation typed(RequestHead head, int from, Bases bases) {
        String type = head.segment(from);
        if (!ResourceTypes.isKnown(type) && !isOwnType(head, from, bases)) {
            return null;
        }
        int left = head.left(from);
        if (left == 1) {
            return onType(head, type);
        }
        String second = head.segment(from + 1);
        if (second.charAt(0) == '$') {
            return FhirOperations.called(head, from + 1, type, null, null);
        }
        if (left == 2) {
            return switch (second) {
                case "_history" -> on(head, Verb.GET, "history-type", "fhirResourceType", type);
                case "_search" -> searched(head, named("search-type", "fhirResourceType", type));
                default -> onInstance(head, type, second);
            };
        }
        return belowInstance(head, from, bases, type, second);
    }

    /** A server's own type, where its base is known; a tenant's name looks the same, but is followed by what a base is. */
    private static boolean isOwnType(RequestHead head, int from, Bases bases) {
        if (!ResourceTypes.isShaped(head.segment(from))) {
            return false;
        }
        if (head.left(from) > 1) {
            String second = head.segment(from + 1);
            if (ResourceTypes.isKnown(second)
                    || second.equals("metadata")
                    || second.equals(".well-known")
                    || second.equals("_operations")) {
                return false;
            }
        }
        return bases.trusts(Service.FHIR, head.path(), from);
    }

    /** Conditional interactions with no query are still conditional: what they would touch is not one named resource. */
    private static Operation onType(RequestHead head, String type) {
        return switch (head.verb()) {
            case GET -> named("search-type", "fhirResourceType", type);
            case POST ->
                named(head.hasHeader("If-None-Exist") ? "conditional-create" : "create", "fhirResourceType", type);
            case PUT -> named("conditional-update", "fhirResourceType", type);
            case PATCH -> named("conditional-patch", "fhirResourceType", type);
            case DELETE -> named("conditional-delete", "fhirResourceType", type);
            case OPTIONS, OTHER -> Operation.OTHER;
        };
    }

    private static Operation onInstance(RequestHead head, String type, String id) {
        String name = switch (head.verb()) {
            case GET -> "read";
            case PUT -> "update";
            case PATCH -> "patch";
            case DELETE -> "delete";
            case POST, OPTIONS, OTHER -> "";
        };
        return name.isEmpty() ? Operation.OTHER : named(name, "fhirResourceType", type, "fhirResourceId", id);
    }

    private static @Nullable Operation belowInstance(RequestHead head, int from, Bases bases, String type, String id) {
        int left = head.left(from);
        String third = head.segment(from + 2);
        if (third.charAt(0) == '$') {
            return FhirOperations.called(head, from + 2, type, id, null);
        }
        if (third.equals("_history")) {
            return history(head, from + 3, type, id);
        }
        if (third.equals("_search") && left == 3) {
            return searched(head, named("search", "fhirCompartment", type + "/" + id));
        }
        boolean any = third.equals("*");
        if (!any
                && !ResourceTypes.isKnown(third)
                && !(ResourceTypes.isShaped(third) && bases.trusts(Service.FHIR, head.path(), from))) {
            return null;
        }
        Operation search = named("search", "fhirResourceType", any ? null : third, "fhirCompartment", type + "/" + id);
        if (left == 3) {
            return head.is(Verb.GET) ? search : Operation.OTHER;
        }
        return left == 4 && head.segment(from + 3).equals("_search") ? searched(head, search) : null;
    }

    /**
     * The history of one resource. Deleting it, or one version of it, is what R6 adds as delete-history; Microsoft's server
     * has called that purge-history for longer.
     */
    private static @Nullable Operation history(RequestHead head, int version, String type, String id) {
        int left = head.left(version);
        String vid = left == 0 ? null : head.segment(version);
        if (left > 1) {
            return head.segment(version + 1).charAt(0) == '$'
                    ? FhirOperations.called(head, version + 1, type, id, vid)
                    : null;
        }
        String name = switch (head.verb()) {
            case GET -> left == 0 ? "history-instance" : "vread";
            case DELETE -> "purge-history";
            case POST, PUT, PATCH, OPTIONS, OTHER -> "";
        };
        return name.isEmpty()
                ? Operation.OTHER
                : named(name, "fhirResourceType", type, "fhirResourceId", id, "fhirVersionId", vid);
    }

    @Override
    public @Nullable Operation at(RequestHead head, Bases.Standing standing) {
        if (standing == Bases.Standing.NONE) {
            return null;
        }
        boolean known = standing == Bases.Standing.KNOWN || standing == Bases.Standing.SHARED;
        return switch (head.verb()) {
            case GET -> {
                if (WadoUri.asks(head.query())) {
                    yield null;
                }
                if (QueryString.has(head.query(), "_getpages")) {
                    yield named("get-page");
                }
                // Only parameters of all resources can search all types (R4 "Search"), so a name without an
                // underscore makes no search of a path that merely may be a base.
                yield known || QueryString.hasUnderscore(head.query()) ? named("search-system") : null;
            }
            case POST -> known || !postsForm(head) ? named("bundle-post") : null;
            case DELETE -> known && head.hasQuery() ? named("conditional-delete") : null;
            case OPTIONS ->
                !head.isPreflight()
                                && (standing == Bases.Standing.KNOWN
                                        || head.header("Accept").contains("fhir"))
                        ? named("capabilities")
                        : null;
            case PUT, PATCH, OTHER -> null;
        };
    }

    private static boolean postsForm(RequestHead head) {
        return head.headerStarts("Content-Type", "application/x-www-form-urlencoded")
                || head.headerStarts("Content-Type", "multipart/");
    }

    /** A search by POST, and by GET on the same address, which servers answer too. */
    private static Operation searched(RequestHead head, Operation search) {
        return head.is(Verb.POST) || head.is(Verb.GET) ? search : Operation.OTHER;
    }

    private static Operation on(RequestHead head, Verb verb, String name, @Nullable String... properties) {
        return head.is(verb) ? named(name, properties) : Operation.OTHER;
    }

    private static Operation named(String name, @Nullable String... properties) {
        return Operation.of(Service.FHIR, name, properties);
    }
}
