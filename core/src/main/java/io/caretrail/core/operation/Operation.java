package io.caretrail.core.operation;

import java.util.Map;

/**
 * What a request asked for. Immutable and thread-safe.
 *
 * @param name the operation's name without prefix: {@code search-type}, {@code Retrieve}, {@code Other}
 * @param service whose name it is: decides the configured prefix
 * @param properties what the record's properties say of it, in the order written ({@code fhirResourceType}, …)
 */
public record Operation(String name, Service service, Map<String, String> properties) {

    /** The kinds of service an operation can belong to. */
    public enum Service {
        FHIR,
        DICOM,
        NONE
    }

    /** A request no recogniser knows; never has a prefix. */
    public static final Operation OTHER = new Operation("Other", Service.NONE, Map.of());
}
