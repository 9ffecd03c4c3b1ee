package io.caretrail.core.operation;

import io.caretrail.core.operation.Operation.Service;
import io.caretrail.core.operation.RequestHead.Verb;
import org.jspecify.annotations.Nullable;

/** FHIR's {@code $} operations and the jobs some of them start (R4 "Operations" and "Asynchronous Request Pattern"). */
final class FhirOperations {

    private FhirOperations() {}

    /**
     * An operation called by its {@code $name}; what stands behind the name is the operation's affair.
     *
     * @param at where the name stands
     * @param type null at system level
     * @param id null at system and type level
     * @param vid null unless it is called on one version
     */
    static Operation called(
            RequestHead head, int at, @Nullable String type, @Nullable String id, @Nullable String vid) {
        if (head.is(Verb.OPTIONS) || head.is(Verb.OTHER)) {
            return Operation.OTHER;
        }
        String code = head.segment(at).substring(1);
        String name = "status".equals(code) && "SearchParameter".equals(type) ? "search-parameter-status" : name(code);
        return Operation.of(
                Service.FHIR,
                name,
                "fhirResourceType",
                type,
                "fhirResourceId",
                id,
                "fhirVersionId",
                vid,
                "fhirOperation",
                name.equals(code) || name.equals("search-parameter-status") || code.isEmpty() ? null : code);
    }

    /** The status of a job, and its cancelling: {@code _operations/export/7} of Microsoft's server. */
    static @Nullable Operation job(RequestHead head, int from) {
        int left = head.left(from);
        // Behind the id of an import, /true asks for its details.
        if (left > 4 || (left == 4 && !head.segment(from + 3).equals("true"))) {
            return null;
        }
        if (!head.is(Verb.GET) && !head.is(Verb.DELETE)) {
            return Operation.OTHER;
        }
        String code = head.segment(from + 1);
        String name = name(code);
        return Operation.of(
                Service.FHIR,
                name,
                "fhirOperation",
                name.equals(code) ? null : code,
                "operationId",
                left > 2 ? head.segment(from + 2) : null);
    }

    private static String name(String code) {
        return switch (code) {
            case "export",
                    "import",
                    "reindex",
                    "convert-data",
                    "validate",
                    "member-match",
                    "everything",
                    "purge-history",
                    "bulk-delete",
                    "bulk-update",
                    "expand" -> code;
            // Microsoft's server audits this one as what it is, a bulk delete.
            case "bulk-delete-soft-deleted" -> "bulk-delete";
            default -> "operation";
        };
    }
}
